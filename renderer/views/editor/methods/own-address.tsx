import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RadioGroup } from '../../../components/radio-group.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';

type AddressKind = 'source' | 'local' | 'fixed' | 'resolve';

/** Which address the server is asked to admit. */
export function OwnAddressFields<Kind extends AddressKind>(props: {
  readonly editor: Editor;
  readonly label: string;
  readonly value: Kind;
  readonly kinds: readonly Kind[];
  readonly onChange: (kind: Kind) => void;
}): ReactNode {
  const { editor, label, value, kinds, onChange } = props;
  const { t } = useTranslation();
  const describe = (kind: AddressKind) => ({
    label: t(`method.allow.${kind}`),
    description: t(`method.allowHint.${kind}`),
  });
  return (
    <>
      <RadioGroup
        label={label}
        value={value}
        choices={kinds.map((kind) => ({ value: kind, ...describe(kind) }))}
        onChange={onChange}
      />
      {value === 'fixed' && (
        <Field editor={editor} of="allowAddress" mono autoComplete="off" placeholder="198.51.100.7" />
      )}
      {value === 'resolve' && (
        <Field editor={editor} of="allowUrl" mono autoComplete="off" placeholder="https://example.net/ip" />
      )}
    </>
  );
}
