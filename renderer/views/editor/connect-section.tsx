import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { RadioGroup } from '../../components/radio-group.tsx';
import css from './editor.module.css';
import { Field } from './field.tsx';
import type { Editor } from './use-editor.ts';

/** What is started once the service is open. */
export function ConnectSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="connect-title">
      <h2 id="connect-title">{t('editor.then')}</h2>
      <RadioGroup
        label={t('editor.connectWith')}
        value={draft.connect}
        choices={(['nothing', 'ssh', 'url', 'command'] as const).map((value) => ({
          value,
          label: t(`editor.connect.${value}`),
        }))}
        onChange={(connect) => set({ connect })}
      />
      {draft.connect === 'ssh' && (
        <Field editor={editor} of="user" mono autoComplete="off" placeholder={t('editor.yourOwn')} />
      )}
      {draft.connect === 'url' && (
        <Field
          editor={editor}
          of="url"
          mono
          placeholder="https://{address}/"
          description={t('editor.placeholders')}
        />
      )}
      {draft.connect === 'command' && (
        <>
          <Field editor={editor} of="program" mono autoComplete="off" />
          <Field editor={editor} of="args" mono rows={3} description={t('editor.argsHint')} />
        </>
      )}
    </section>
  );
}
