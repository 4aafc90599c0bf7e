import type { ReactNode } from 'react';
import { Select } from '../../components/select.tsx';

/** A choice of a few numbers. */
export function NumberSelect<Value extends number>(props: {
  readonly label: string;
  readonly description?: string;
  readonly value: Value;
  readonly choices: readonly Value[];
  readonly nameOf: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const { label, description, value, choices, nameOf, onChange } = props;
  return (
    <Select
      label={label}
      description={description}
      value={String(value)}
      choices={choices.map((choice) => ({ value: String(choice), label: nameOf(choice) }))}
      onChange={(picked) => {
        const choice = choices.find((each) => String(each) === picked);
        if (choice !== undefined) onChange(choice);
      }}
    />
  );
}
