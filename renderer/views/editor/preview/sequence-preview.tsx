import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../../app/hosts/schema.ts';
import { explainSequence } from '../../../../app/knock/explain.ts';
import type { Packet } from '../../../../app/knock/ports.ts';
import { cx } from '../../../class-names.ts';
import { useFormat } from '../../../format.ts';
import { TriangleAlert } from '../../../icons.ts';
import { portText } from '../../../port-text.ts';
import { useSnapshot } from '../../../use-snapshot.tsx';
import type { Draft } from '../draft.ts';
import css from './preview.module.css';
import { previewSequence } from '../preview-draft.ts';
import { describeRemark } from '../sequence-words.ts';

/** What the first try of this form would send, and what is worth knowing about it. */
export function SequencePreview({
  draft,
  others,
}: {
  readonly draft: Draft;
  readonly others: readonly Host[];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const hidePorts = useSnapshot(({ settings }) => settings.hidePorts);
  const preview = useMemo(() => previewSequence(draft), [draft]);
  if (preview === null) return <p className={cx(css['quiet'])}>{t('editor.noPreview')}</p>;
  const { packets, spanMs, seqTimeoutMs, steps } = preview;
  // A short sequence that was not finished changes with every key: it is judged once it is one.
  const firstPorts = others
    .map(({ knock }) => (knock.method === 'sequence' ? knock.steps[0] : undefined))
    .flatMap((first) => (first === undefined || first.proto === 'icmp' ? [] : [first.port]));
  const { remarks } = explainSequence(steps, firstPorts);
  const isTooLong = spanMs > seqTimeoutMs - 1_000;
  const nameOf = (packet: Packet): string =>
    packet.proto === 'icmp'
      ? t('timeline.echo', { bytes: packet.bytes })
      : `${portText(packet.port, hidePorts)}/${packet.proto}`;
  return (
    <>
      <ol className={cx(css['ports'])}>
        {packets.map(({ step, offsetMs, packet }) => (
          <li key={step} className={cx(css['port'])}>
            <bdi dir="ltr">{nameOf(packet)}</bdi>
            {packet.proto === 'udp' && (
              <span className={cx(css['quiet'])}>{t('timeline.bytes', { count: packet.data.length })}</span>
            )}
            <span className={cx(css['aside'])}>{format.duration(offsetMs)}</span>
          </li>
        ))}
      </ol>
      <p className={cx(css['quiet'])}>
        {t('editor.lasts', { time: format.duration(spanMs), timeout: format.duration(seqTimeoutMs) })}
        {draft.gapMs.trim() === '' && steps.length > 1 && ` ${t('editor.gapLearnt')}`}
      </p>
      {(isTooLong || remarks.length > 0) && (
        <ul className={cx(css['remarks'])} aria-label={t('editor.remarks')}>
          {isTooLong && (
            <li className={cx(css['remark'])}>
              <TriangleAlert size={14} aria-hidden />
              <span>{t('editor.tooLong')}</span>
            </li>
          )}
          {remarks.map((remark, index) => (
            <li key={index} className={cx(css['remark'])}>
              <TriangleAlert size={14} aria-hidden />
              <span>{describeRemark(t, remark)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
