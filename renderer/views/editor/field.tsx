import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField, type TextFieldProps } from '../../components/text-field.tsx';
import type { Draft } from './draft.ts';
import type { Editor } from './use-editor.ts';

/** The names of the fields that hold text. */
type TextKey = {
  [Key in keyof Draft]: Draft[Key] extends string ? (string extends Draft[Key] ? Key : never) : never;
}[keyof Draft];

/** A text of the form with its name, and with what is wrong with it. */
export function Field(
  props: { readonly editor: Editor; readonly of: TextKey } & Omit<
    TextFieldProps,
    'label' | 'value' | 'error' | 'onChange'
  >,
): ReactNode {
  const { editor, of, ...rest } = props;
  const { t } = useTranslation();
  return (
    <TextField
      label={t(`editor.field.${of}`)}
      value={editor.draft[of]}
      error={editor.problems.get(of) ?? null}
      onChange={(text) => editor.set({ [of]: text })}
      {...rest}
    />
  );
}
