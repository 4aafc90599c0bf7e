import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Select } from '../../components/select.tsx';
import css from './editor.module.css';
import { Field } from './field.tsx';
import type { Editor } from './use-editor.ts';

/** Which server it is. */
export function BasicsSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems, kept } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="basics-title">
      <h2 id="basics-title">{t('editor.basics')}</h2>
      <Field editor={editor} of="name" autoFocus={kept === null} autoComplete="off" spellCheck="false" />
      <div className={cx(css['pair'])}>
        <Field
          editor={editor}
          of="address"
          mono
          autoComplete="off"
          spellCheck="false"
          placeholder="server.example.net"
        />
        <Select
          label={t('editor.field.family')}
          value={draft.family}
          error={problems.get('family') ?? null}
          choices={(['auto', '4', '6', 'both'] as const).map((value) => ({
            value,
            label: t(`editor.family.${value}`),
          }))}
          onChange={(family) => set({ family })}
        />
      </div>
      <Field editor={editor} of="tags" description={t('editor.tagsHint')} autoComplete="off" />
      <Checkbox isSelected={draft.favourite} onChange={(favourite) => set({ favourite })}>
        {t('editor.favourite')}
      </Checkbox>
    </section>
  );
}
