import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { RadioGroup } from '../../../components/radio-group.tsx';
import { Select } from '../../../components/select.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import { GpgFields } from './gpg-fields.tsx';
import css from './methods.module.css';
import { OwnAddressFields } from './own-address.tsx';
import { knowsHmac } from './packet-draft.ts';
import { SecretSlot } from './secret-slot.tsx';
import { VaultNotice } from './vault-notice.tsx';

export const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'] as const;

/** One encrypted packet of fwknop. */
export function SpaSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <section className={cx(css['section'])} aria-labelledby="spa-title">
        <h2 id="spa-title">{t('method.spaTitle')}</h2>
        <AskFields editor={editor} />
        <DestinationFields editor={editor} />
      </section>
      <section className={cx(css['section'])} aria-labelledby="keys-title">
        <h2 id="keys-title">{t('method.keysTitle')}</h2>
        <VaultNotice />
        <KeyFields editor={editor} />
      </section>
    </>
  );
}

function AskFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <>
      <RadioGroup
        label={t('method.ask')}
        value={draft.ask}
        choices={(['access', 'command'] as const).map((value) => ({
          value,
          label: t(`method.asks.${value}`),
        }))}
        onChange={(ask) => set({ ask })}
      />
      {draft.ask === 'access' ? (
        <div className={cx(css['pair'])}>
          <Field
            editor={editor}
            of="accessPorts"
            mono
            autoComplete="off"
            placeholder="tcp/22"
            description={t('method.accessHint')}
          />
          <Field
            editor={editor}
            of="timeoutS"
            mono
            inputMode="numeric"
            placeholder={t('method.serverDecides')}
            description={t('method.timeoutHint')}
          />
        </div>
      ) : (
        <Field
          editor={editor}
          of="command"
          mono
          autoComplete="off"
          spellCheck="false"
          description={t('method.commandHint')}
        />
      )}
      <OwnAddressFields
        editor={editor}
        label={t('method.allowLabel')}
        value={draft.allow}
        kinds={['source', 'local', 'fixed', 'resolve']}
        onChange={(allow) => set({ allow })}
      />
    </>
  );
}

function DestinationFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <div className={cx(css['row'])}>
      <Select
        label={t('method.transport')}
        value={draft.transport}
        choices={(['udp', 'tcp', 'http'] as const).map((value) => ({
          value,
          label: t(`method.transports.${value}`),
        }))}
        onChange={(transport) => set({ transport })}
      />
      {draft.transport === 'udp' && (
        <Select
          label={t('method.destination')}
          value={draft.destination}
          choices={(['port', 'random'] as const).map((value) => ({
            value,
            label: t(`method.destinations.${value}`),
          }))}
          onChange={(destination) => set({ destination })}
        />
      )}
      {(draft.transport !== 'udp' || draft.destination === 'port') && (
        <Field editor={editor} of="spaPort" mono inputMode="numeric" placeholder="62201" />
      )}
    </div>
  );
}

function KeyFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <>
      <RadioGroup
        label={t('method.cipher')}
        value={draft.cipher}
        choices={(['rijndael', 'gpg'] as const).map((value) => ({
          value,
          label: t(`method.ciphers.${value}`),
        }))}
        onChange={(cipher) => set({ cipher })}
      />
      {draft.cipher === 'rijndael' ? (
        <SecretSlot editor={editor} slot="spa-key" description={t('method.spaKeyHint')} />
      ) : (
        <GpgFields editor={editor} />
      )}
      {knowsHmac(draft) ? (
        <>
          <Select
            label={t('method.hmac')}
            value={draft.hmac}
            choices={(['none', ...hashes] as const).map((value) => ({
              value,
              label: t(`method.hash.${value}`),
            }))}
            onChange={(hmac) => set({ hmac })}
          />
          {draft.hmac === 'none' ? (
            <p className={cx(css['quiet'])}>{t('method.noHmacHint')}</p>
          ) : (
            <SecretSlot editor={editor} slot="spa-hmac-key" description={t('method.hmacKeyHint')} />
          )}
        </>
      ) : (
        <p className={cx(css['quiet'])}>{t('method.legacyHint')}</p>
      )}
    </>
  );
}
