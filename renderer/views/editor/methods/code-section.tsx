import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { schemes } from '../../../../app/otp/derive.ts';
import { cx } from '../../../class-names.ts';
import { Select } from '../../../components/select.tsx';
import { useFormat } from '../../../format.ts';
import { TriangleAlert } from '../../../icons.ts';
import { useSnapshot } from '../../../use-snapshot.tsx';
import { Field } from '../field.tsx';
import type { Editor } from '../use-editor.ts';
import { usualCounts, withScheme } from './derivation-draft.ts';
import { Mapping } from './mapping.tsx';
import css from './methods.module.css';
import { SecretSlot } from './secret-slot.tsx';
import { VaultNotice } from './vault-notice.tsx';

const presets = [
  'pk1',
  'totp-port-knockd-rs',
  'port-knocking-totp',
  'otpknock',
  'knockd-rotator',
  'dynknock',
  'c-lock',
  'knock-pr-76',
] as const;

/** Ports that change with the time or with a counter. */
export function CodeSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  const isTotp = draft.method === 'totp';
  const scheme = isTotp ? draft.scheme : 'pk1';
  return (
    <section className={cx(css['section'])} aria-labelledby="code-title">
      <h2 id="code-title">{t(isTotp ? 'method.totpTitle' : 'method.hotpTitle')}</h2>
      <VaultNotice />
      <SecretSlot editor={editor} slot="otp-secret" description={t('method.otpSecretHint')} />
      {isTotp && (
        <Select
          label={t('method.scheme')}
          value={draft.scheme}
          choices={presets.map((value) => ({ value, label: t(`method.schemes.${value}`) }))}
          onChange={(chosen) => set(withScheme(chosen))}
        />
      )}
      {scheme !== 'pk1' && (
        <p className={cx(css['note'])}>
          <TriangleAlert size={14} aria-hidden />
          <span>{t(`method.weakness.${scheme}`)}</span>
        </p>
      )}
      <SchemeFields editor={editor} scheme={scheme} />
      {isTotp ? <TimeFields editor={editor} /> : <CounterFields editor={editor} />}
      <Mapping editor={editor} scheme={scheme} />
    </section>
  );
}

/** What the two sides have to agree on. */
function SchemeFields({
  editor,
  scheme,
}: {
  readonly editor: Editor;
  readonly scheme: Editor['draft']['scheme'];
}) {
  const { t } = useTranslation();
  const { draft, set } = editor;
  const count = usualCounts[scheme];
  const countField = count !== null && (
    <Field editor={editor} of="portCount" mono inputMode="numeric" placeholder={String(count)} />
  );
  switch (scheme) {
    case 'pk1':
      return (
        <>
          <div className={cx(css['pair'])}>
            <Field
              editor={editor}
              of="label"
              autoComplete="off"
              spellCheck="false"
              placeholder="server"
              description={t('method.labelHint')}
            />
            <Field
              editor={editor}
              of="purpose"
              autoComplete="off"
              spellCheck="false"
              placeholder="open:ssh"
              description={t('method.purposeHint')}
            />
          </div>
          <div className={cx(css['row'])}>
            {countField}
            <Select
              label={t('method.hitProto')}
              value={draft.hitProto}
              choices={[
                { value: 'tcp', label: t('editor.proto.tcp') },
                { value: 'udp', label: t('editor.proto.udp') },
              ]}
              onChange={(hitProto) => set({ hitProto })}
            />
          </div>
          <div className={cx(css['pair'])}>
            <Field editor={editor} of="ranges" mono placeholder="10000-32767" />
            <Field editor={editor} of="exclude" mono placeholder={t('method.none')} />
          </div>
        </>
      );
    case 'totp-port-knockd-rs':
      return (
        <div className={cx(css['row'])}>
          {countField}
          <Field editor={editor} of="fromPort" mono inputMode="numeric" placeholder="1024" />
          <Field editor={editor} of="toPort" mono inputMode="numeric" placeholder="32768" />
        </div>
      );
    case 'knockd-rotator':
      return (
        <>
          <Field editor={editor} of="service" mono autoComplete="off" spellCheck="false" />
          <div className={cx(css['row'])}>
            {countField}
            <Field editor={editor} of="fromPort" mono inputMode="numeric" placeholder="2000" />
            <Field editor={editor} of="toPort" mono inputMode="numeric" placeholder="65536" />
            <Field editor={editor} of="protoModulo" mono inputMode="numeric" placeholder="0" />
          </div>
        </>
      );
    case 'dynknock':
      return (
        <div className={cx(css['row'])}>
          <Field editor={editor} of="doorbell" mono inputMode="numeric" />
          {countField}
        </div>
      );
    case 'knock-pr-76':
      return (
        <>
          <div className={cx(css['row'])}>
            <Field editor={editor} of="basePort" mono inputMode="numeric" placeholder="20000" />
            <Field editor={editor} of="protos" mono placeholder="tcp tcp tcp" />
          </div>
          <Field
            editor={editor}
            of="seenAddress"
            mono
            placeholder={t('method.none')}
            description={t('method.seenAddressHint')}
          />
        </>
      );
    case 'port-knocking-totp':
    case 'otpknock':
    case 'c-lock':
      return null;
    default:
      return scheme satisfies never;
  }
}

function TimeFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { usualStepS } = schemes[editor.draft.scheme];
  return (
    <div className={cx(css['row'])}>
      <Field editor={editor} of="stepS" mono inputMode="numeric" placeholder={String(usualStepS)} />
      <Field editor={editor} of="skew" mono inputMode="numeric" placeholder="1" />
      <Field editor={editor} of="clockOffsetS" mono placeholder="0" />
    </div>
  );
}

function CounterFields({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const next = useSnapshot(({ counters }) => counters[editor.id]?.next ?? 0);
  return (
    <div className={cx(css['pair'])}>
      <Field
        editor={editor}
        of="counter"
        mono
        inputMode="numeric"
        placeholder={String(next)}
        description={t('method.counterHint', { number: format.number(next) })}
      />
      <Field
        editor={editor}
        of="window"
        mono
        inputMode="numeric"
        placeholder="5"
        description={t('method.windowHint')}
      />
    </div>
  );
}
