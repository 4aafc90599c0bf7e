import type { ReactNode } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { cx } from '../class-names.ts';
import { ChevronDown } from '../icons.ts';
import css from './field.module.css';
import overlay from './overlay.module.css';
import { FieldNotes, type FieldText } from './text-field.tsx';

export interface Suggestion {
  /** What the field holds once it is chosen. */
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** A text that can be typed, or chosen from a list. */
export function ComboField(
  props: FieldText & {
    readonly value: string;
    readonly suggestions: readonly Suggestion[];
    /** The name of the button that shows the list. */
    readonly openLabel: string;
    readonly onChange: (value: string) => void;
  },
): ReactNode {
  const { label, description, error = null, value, suggestions, openLabel, onChange } = props;
  return (
    <ComboBox
      allowsCustomValue
      menuTrigger="manual"
      inputValue={value}
      onInputChange={onChange}
      onChange={(key) => key !== null && onChange(String(key))}
      // The whole list, whatever stands in the field: it is there to choose another one.
      defaultFilter={() => true}
      defaultItems={suggestions}
      isInvalid={error !== null}
      className={cx(css['field'])}
    >
      <Label className={cx(css['label'])}>{label}</Label>
      <div className={cx(css['control'], css['mono'])}>
        <Input dir="ltr" autoComplete="off" spellCheck="false" />
        {suggestions.length > 0 && (
          <Button aria-label={openLabel} className={cx(css['clear'])}>
            <ChevronDown size={16} aria-hidden />
          </Button>
        )}
      </div>
      <FieldNotes description={description} error={error} />
      <Popover offset={4} className={cx(overlay['popover'])}>
        <ListBox className={cx(overlay['menu'])}>
          {(item: Suggestion) => (
            <ListBoxItem id={item.value} textValue={item.value} className={cx(overlay['item'])}>
              <span className={cx(css['text'])}>
                <Text slot="label">{item.label}</Text>
                <Text slot="description" className={cx(overlay['detail'])}>
                  {item.detail}
                </Text>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
