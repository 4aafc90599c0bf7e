import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { CheckboxGroup } from '../../components/checkbox-group.tsx';
import { Select } from '../../components/select.tsx';
import { closeKinds } from './close-draft.ts';
import css from './editor.module.css';
import { Field } from './field.tsx';
import { SecretSlot } from './methods/secret-slot.tsx';
import type { Editor } from './use-editor.ts';

const occasions = ['quit', 'left', 'keep-open-end'] as const;

/** What shuts the door again, and when that is sent without being asked for. */
export function CloseSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="close-title">
      <h2 id="close-title">{t('editor.close.title')}</h2>
      <Select
        label={t('editor.close.kind')}
        description={t('editor.close.hint')}
        value={draft.close}
        choices={closeKinds(draft).map((value) => ({ value, label: t(`editor.close.${value}`) }))}
        onChange={(close) => set({ close })}
      />
      {draft.close === 'sequence' && (
        <Field editor={editor} of="closeSteps" mono description={t('editor.close.stepsHint')} />
      )}
      {draft.close === 'totp' && draft.method === 'totp' && draft.scheme === 'pk1' && (
        <Field editor={editor} of="closePurpose" mono description={t('editor.close.purposeHint')} />
      )}
      {draft.close === 'pknock' && (
        <SecretSlot editor={editor} slot="pknock-close-secret" description={t('editor.close.pknockHint')} />
      )}
      {draft.close !== 'none' && (
        <CheckboxGroup
          label={t('editor.close.on')}
          value={draft.closeOn}
          choices={occasions.map((value) => ({ value, label: t(`editor.close.when.${value}`) }))}
          onChange={(chosen) => set({ closeOn: occasions.filter((each) => chosen.includes(each)) })}
        />
      )}
    </section>
  );
}
