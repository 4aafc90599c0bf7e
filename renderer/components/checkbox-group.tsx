import type { ReactNode } from 'react';
import { CheckboxGroup as AriaCheckboxGroup, Label } from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Checkbox } from './checkbox.tsx';
import css from './field.module.css';
import { FieldNotes, type FieldText } from './text-field.tsx';

/** Several things to choose, under one name. */
export function CheckboxGroup(
  props: FieldText & {
    readonly value: readonly string[];
    readonly choices: readonly { readonly value: string; readonly label: string }[];
    readonly onChange: (value: readonly string[]) => void;
    /** Beside each other, as far as there is room. */
    readonly isInline?: boolean;
    readonly hideLabel?: boolean;
  },
): ReactNode {
  const {
    label,
    description,
    error = null,
    value,
    choices,
    onChange,
    isInline = false,
    hideLabel = false,
  } = props;
  return (
    <AriaCheckboxGroup
      value={[...value]}
      onChange={onChange}
      isInvalid={error !== null}
      className={cx(css['group'])}
    >
      <Label className={cx(hideLabel ? 'visually-hidden' : css['label'])}>{label}</Label>
      <div className={cx(css['choices'], isInline && css['inline'])}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value}>
            <span dir="auto">{choice.label}</span>
          </Checkbox>
        ))}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaCheckboxGroup>
  );
}
