import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../../app/preview.ts';
import { cx } from '../../../class-names.ts';
import { Button } from '../../../components/button.tsx';
import { describeReason } from '../../../status/words.ts';
import { useSnapshot } from '../../../use-snapshot.tsx';
import { previewHost } from '../preview-draft.ts';
import { neededSlots } from '../secret-draft.ts';
import { useLivePreview } from '../use-live-preview.ts';
import type { Editor } from '../use-editor.ts';
import { Countdown } from './countdown.tsx';
import { PacketPreview } from './packet-preview.tsx';
import { portNames } from './port-names.ts';
import css from './preview.module.css';

/** The next one, and what comes after it. */
const shown = 3;

/** What a code, a list or a packet comes to, worked out from the form and the stored secrets. */
export function LivePreview({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, id, kept, edits, stored } = editor;
  const subject = useMemo(() => {
    const host = previewHost(draft, { id, kept });
    // What is removed is not read for this; what is missing is asked for below.
    const secrets = Object.fromEntries(Object.entries(edits).filter(([, edit]) => edit !== null));
    return host === null ? null : { host, ...(Object.keys(secrets).length > 0 && { secrets }) };
  }, [draft, id, kept, edits]);
  const missing = neededSlots(draft).filter((slot) =>
    edits[slot] === undefined ? stored[slot] === undefined : edits[slot] === null,
  );
  const preview = useLivePreview(missing.length === 0 ? subject : null, shown);
  if (subject === null) return <p className={cx(css['quiet'])}>{t('editor.noPreviewYet')}</p>;
  if (missing.length > 0) return <p className={cx(css['quiet'])}>{t('editor.noPreviewSecret')}</p>;
  if (preview === null) return <p className={cx(css['quiet'])}>{t('editor.previewing')}</p>;
  switch (preview.kind) {
    case 'ports':
      return <PortsPreview preview={preview} method={draft.method} />;
    case 'packet':
      return <PacketPreview preview={preview} />;
    case 'none':
      return <p className={cx(css['quiet'])}>{describeReason(t, preview.reason)}</p>;
    default:
      return preview satisfies never;
  }
}

function PortsPreview({
  preview,
  method,
}: {
  readonly preview: Extract<Preview, { readonly kind: 'ports' }>;
  readonly method: Editor['draft']['method'];
}): ReactNode {
  const { t } = useTranslation();
  const hidden = useSnapshot(({ settings }) => settings.hidePorts);
  const [isHidden, setHidden] = useState(hidden);
  const { now, next, changesAt, everyMs } = preview;
  const kind = method === 'totp' ? 'step' : method === 'hotp' ? 'counter' : 'line';
  return (
    <>
      <div className={cx(css['head'])}>
        <span className={cx(css['quiet'])}>{t(`editor.numbered.${kind}`, { number: now.number })}</span>
        <Button onPress={() => setHidden(!isHidden)}>
          {t(isHidden ? 'editor.showPorts' : 'editor.hidePorts')}
        </Button>
      </div>
      <ol className={cx(css['ports'], now.steps.length > 8 && css['wrap'])}>
        {portNames(now.steps, isHidden).map((name, index) => (
          <li key={index} className={cx(css['port'])}>
            <bdi dir="ltr">{name}</bdi>
          </li>
        ))}
      </ol>
      {changesAt !== null && everyMs !== null && <Countdown endsAt={changesAt} everyMs={everyMs} />}
      {next.length > 0 && (
        <>
          <h3>{t('editor.afterThat')}</h3>
          <ol className={cx(css['later'])}>
            {next.map(({ number, steps }) => (
              <li key={number}>
                <span className={cx(css['quiet'])}>{t(`editor.numbered.${kind}`, { number })}</span>
                <bdi dir="ltr" className={cx(css['port'], css['wrap'])}>
                  {steps.length === 0
                    ? t('editor.noSequence')
                    : portNames(steps.slice(0, 8), isHidden).join(' ')}
                  {steps.length > 8 && ' …'}
                </bdi>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
