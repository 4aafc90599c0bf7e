import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { Select } from '../../../components/select.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';
import { hashes } from './spa-section.tsx';

/** What few people need to say about their method. */
export function MoreOfMethod({ editor }: { readonly editor: Editor }): ReactNode {
  switch (editor.draft.method) {
    case 'totp':
    case 'hotp':
      return <CodeFields editor={editor} />;
    case 'spa':
      return <PacketFields editor={editor} />;
    case 'sequence':
    case 'list':
    case 'pknock':
      return null;
    default:
      return editor.draft.method satisfies never;
  }
}

function CodeFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <div className={cx(css['pair'])}>
      {(draft.method === 'hotp' || draft.scheme === 'pk1') && (
        <Select
          label={t('method.sampler')}
          value={draft.sampler}
          choices={(['snum31', 'dec6'] as const).map((value) => ({
            value,
            label: t(`method.samplers.${value}`),
          }))}
          onChange={(sampler) => set({ sampler })}
        />
      )}
      {draft.method === 'totp' && (
        <Field editor={editor} of="epochS" mono inputMode="numeric" placeholder="0" />
      )}
    </div>
  );
}

function PacketFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <>
      <div className={cx(css['row'])}>
        <Select
          label={t('method.digest')}
          value={draft.digest}
          choices={hashes.map((value) => ({ value, label: t(`method.hash.${value}`) }))}
          onChange={(digest) => set({ digest })}
        />
        {draft.cipher === 'rijndael' && (
          <Select
            label={t('method.mode')}
            value={draft.cipherMode}
            choices={(['cbc', 'cfb', 'ofb', 'ctr', 'ecb', 'legacy'] as const).map((value) => ({
              value,
              label: t(`method.modes.${value}`),
            }))}
            onChange={(cipherMode) => set({ cipherMode })}
          />
        )}
        <Field editor={editor} of="spaUser" mono autoComplete="off" placeholder="user" />
        <Field editor={editor} of="clockOffsetS" mono placeholder="0" />
      </div>
      {draft.ask === 'access' && <NatFields editor={editor} />}
    </>
  );
}

/** fwknop's address translation on the server. */
function NatFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <div className={cx(css['group'])}>
      <div className={cx(css['pair'])}>
        <Select
          label={t('method.nat')}
          value={draft.nat}
          choices={(['none', 'forward', 'local'] as const).map((value) => ({
            value,
            label: t(`method.nats.${value}`),
          }))}
          onChange={(nat) => set({ nat })}
        />
      </div>
      {draft.nat !== 'none' && (
        <>
          <div className={cx(css['pair'])}>
            <Field
              editor={editor}
              of="natHost"
              mono
              autoComplete="off"
              placeholder={draft.nat === 'local' ? t('method.sameServer') : '192.168.10.5'}
            />
            <Field editor={editor} of="natPort" mono inputMode="numeric" placeholder={t('method.asAsked')} />
          </div>
          <div className={cx(css['pair'])}>
            <Select
              label={t('method.outside')}
              value={draft.outside}
              choices={(['asked', 'port', 'random'] as const).map((value) => ({
                value,
                label: t(`method.outsides.${value}`),
              }))}
              onChange={(outside) => set({ outside })}
            />
            {draft.outside === 'port' && <Field editor={editor} of="outsidePort" mono inputMode="numeric" />}
          </div>
        </>
      )}
    </div>
  );
}
