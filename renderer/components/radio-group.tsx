import type { ReactNode } from 'react';
import { Label, RadioButton, RadioField, RadioGroup as AriaRadioGroup, Text } from 'react-aria-components';
import { cx } from '../class-names.ts';
import css from './field.module.css';
import { FieldNotes, type FieldText } from './text-field.tsx';

export interface RadioGroupProps<Value extends string> extends FieldText {
  readonly value: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly description?: string;
  }[];
  readonly onChange: (value: Value) => void;
  /** Side by side, with a border each: for a choice that decides what follows. */
  readonly look?: 'list' | 'cards';
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactNode {
  const { label, description, error = null, value, choices, onChange, look = 'list' } = props;
  return (
    <AriaRadioGroup
      value={value}
      onChange={(picked) => {
        const choice = choices.find((each) => each.value === picked);
        if (choice !== undefined) onChange(choice.value);
      }}
      isInvalid={error !== null}
      className={cx(css['group'], look === 'cards' && css['cards'])}
    >
      <Label className={cx(css['label'])}>{label}</Label>
      {choices.map((choice) => (
        <RadioField key={choice.value} value={choice.value} className={cx(look === 'cards' && css['card'])}>
          <RadioButton className={cx(css['choice'])}>
            <span className={cx(css['box'], css['round'])} />
            {choice.label}
          </RadioButton>
          {choice.description !== undefined && (
            <Text slot="description" className={cx(css['description'], css['belowRadio'])}>
              {choice.description}
            </Text>
          )}
        </RadioField>
      ))}
      <FieldNotes description={description} error={error} />
    </AriaRadioGroup>
  );
}
