import type { ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Check, ChevronDown } from '../icons.ts';
import css from './field.module.css';
import overlay from './overlay.module.css';
import { FieldNotes, type FieldText } from './text-field.tsx';

export interface SelectProps<Value extends string> extends FieldText {
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  /** The label is read out, but not drawn: for the bars above lists. */
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactNode {
  const {
    label,
    description,
    error = null,
    value,
    choices,
    onChange,
    hideLabel = false,
    isDisabled = false,
  } = props;
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        const choice = choices.find((each) => each.value === key);
        if (choice !== undefined) onChange(choice.value);
      }}
      isDisabled={isDisabled}
      isInvalid={error !== null}
      className={cx(css['field'])}
    >
      <Label className={cx(hideLabel ? 'visually-hidden' : css['label'])}>{label}</Label>
      <Button className={cx(css['control'], css['select'])}>
        <SelectValue />
        <ChevronDown size={16} aria-hidden />
      </Button>
      <FieldNotes description={description} error={error} />
      <Popover offset={4} className={cx(overlay['popover'])}>
        <ListBox className={cx(overlay['menu'])} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className={cx(overlay['item'])}>
              {({ isSelected }) => (
                <>
                  {choice.label}
                  {isSelected && <Check size={16} aria-hidden className={cx(overlay['tick'])} />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
