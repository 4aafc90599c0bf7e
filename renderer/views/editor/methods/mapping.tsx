import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { schemes } from '../../../../app/otp/derive.ts';
import { cx } from '../../../class-names.ts';
import { useFormat } from '../../../format.ts';
import { previewHost } from '../preview-draft.ts';
import { portNames } from '../preview/port-names.ts';
import { useLivePreview } from '../use-live-preview.ts';
import type { Editor } from '../use-editor.ts';
import { usualCounts } from './derivation-draft.ts';
import css from './methods.module.css';

/** Known to everybody, in the RFCs too: whoever sets up a server can compare what it makes of it. */
const exampleSecret = '12345678901234567890';
/** No host's: its counter stands at the start. */
const exampleId = '00000000-0000-4000-8000-000000000001';

/** How the ports are made, as a sentence and as an example: both sides must come to the same ones. */
export function Mapping({
  editor,
  scheme,
}: {
  readonly editor: Editor;
  readonly scheme: Editor['draft']['scheme'];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { draft } = editor;
  const subject = useMemo(() => {
    const host = previewHost(draft, { id: exampleId, kept: null });
    const { usualEncoding } = schemes[scheme];
    const encoding = usualEncoding === 'utf16le' ? usualEncoding : 'text';
    return host === null
      ? null
      : { host, secrets: { 'otp-secret': { text: exampleSecret, encoding } } as const };
  }, [draft, scheme]);
  const example = useLivePreview(subject, 1);
  const usual = schemes[scheme].usualStepS;
  const seconds = Number(draft.stepS.trim() === '' ? usual : draft.stepS);
  return (
    <div className={cx(css['mapping'])} role="group" aria-label={t('method.mapping')}>
      <p>
        {scheme === 'pk1'
          ? t('method.pk1', {
              count: Number(draft.portCount.trim() === '' ? usualCounts.pk1 : draft.portCount),
              ranges: draft.ranges.trim() === '' ? '10000-32767' : draft.ranges,
              hash: draft.sampler === 'snum31' ? 'HMAC-SHA-256' : 'HMAC-SHA-1',
              purpose: draft.purpose.trim() === '' ? 'open:ssh' : draft.purpose,
              label: draft.label === '' ? '…' : draft.label,
            })
          : t('method.asIn', { project: schemes[scheme].origin })}{' '}
        {draft.method === 'hotp'
          ? t('method.byCounter')
          : t('method.byTime', { time: format.duration(Number.isFinite(seconds) ? seconds * 1_000 : 0) })}
      </p>
      {example?.kind === 'ports' && (
        <p>
          {t(draft.method === 'hotp' ? 'method.exampleCounter' : 'method.exampleTime', {
            secret: exampleSecret,
            number: example.now.number,
          })}{' '}
          <output dir="ltr">{portNames(example.now.steps, false).join(' ')}</output>
        </p>
      )}
    </div>
  );
}
