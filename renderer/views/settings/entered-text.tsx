import { useState, type ReactNode } from 'react';
import { TextField } from '../../components/text-field.tsx';

/** A text that applies when it is left or entered: half of it would be a wrong one. */
export function EnteredText(props: {
  readonly label: string;
  readonly description: string;
  readonly placeholder: string;
  readonly value: string;
  /** What is wrong with a text; it does not apply then, and stays in the field. */
  readonly problemOf?: (text: string) => string | null;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { value, problemOf = () => null, onChange, ...rest } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (): void => {
    const text = typed?.trim() ?? value;
    const wrong = problemOf(text);
    setProblem(wrong);
    if (wrong !== null) return;
    if (text !== value) onChange(text);
    setTyped(null);
  };
  return (
    <TextField
      {...rest}
      mono
      maxLength={500}
      spellCheck="false"
      value={typed ?? value}
      error={problem}
      onChange={setTyped}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
        else event.continuePropagation();
      }}
    />
  );
}
