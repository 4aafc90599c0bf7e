import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Select } from '../../components/select.tsx';
import css from './editor.module.css';
import { Field } from './field.tsx';
import type { Editor } from './use-editor.ts';

/** How Postern sees that the knock worked. */
export function CheckSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="check-title">
      <h2 id="check-title">{t('editor.check')}</h2>
      <p className={cx(css['quiet'])}>{t('editor.checkHint')}</p>
      <div className={cx(css['row'])}>
        <Field editor={editor} of="checkPort" mono inputMode="numeric" />
        <Select
          label={t('editor.field.expect')}
          value={draft.expect}
          choices={(['any', 'ssh', 'tls', 'http', 'prefix'] as const).map((value) => ({
            value,
            label: t(`editor.expect.${value}`),
          }))}
          onChange={(expect) => set({ expect })}
        />
        {draft.expect === 'http' && (
          <Field editor={editor} of="status" mono inputMode="numeric" placeholder={t('editor.any')} />
        )}
        {draft.expect === 'prefix' && <Field editor={editor} of="prefix" mono />}
        <Field editor={editor} of="openForS" mono inputMode="decimal" placeholder={t('editor.notKnown')} />
      </div>
      <Checkbox isSelected={draft.admitsOne} onChange={(admitsOne) => set({ admitsOne })}>
        <span>
          {t('editor.admitsOne')}
          <span className={cx(css['hint'])}>{t('editor.admitsOneHint')}</span>
        </span>
      </Checkbox>
    </section>
  );
}
