import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunEvent } from '../../app/run.ts';
import { cx } from '../class-names.ts';
import { useFormat, type Format } from '../format.ts';
import { describeObstacle } from '../status/words.ts';
import { useSnapshot } from '../use-snapshot.tsx';
import { portText } from '../port-text.ts';
import { describeOffset } from './clock-words.ts';
import { rowsOf, type Row } from './rows.ts';
import css from './timeline.module.css';

/** What the picture shows, as text. */
export function TimelineTable({ events }: { readonly events: readonly RunEvent[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const hidePorts = useSnapshot(({ settings }) => settings.hidePorts);
  const rows = rowsOf(events);
  const isRetried = rows.some((row) => row.try > 1);
  return (
    // Wider than a narrow window: it scrolls, so it can be reached by keyboard.
    <div className={cx(css['scroll'])} tabIndex={0} role="region" aria-label={t('timeline.table')}>
      <table className={cx(css['table'])}>
        <thead>
          <tr>
            {isRetried && <th scope="col">{t('timeline.try')}</th>}
            <th scope="col">{t('timeline.what')}</th>
            <th scope="col">{t('timeline.plannedAt')}</th>
            <th scope="col">{t('timeline.leftAt')}</th>
            <th scope="col">{t('timeline.note')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {isRetried && <td>{row.try}</td>}
              <td className={cx(css['what'])}>{whatOf(t, row, hidePorts)}</td>
              <td>{row.kind === 'packet' ? format.duration(row.plannedMs) : ''}</td>
              <td>
                {format.duration(
                  row.kind === 'packet' ? row.leftMs : row.kind === 'look' ? row.fromMs : row.atMs,
                )}
              </td>
              <td>{noteOf(t, format, row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function whatOf(t: TFunction, row: Row, hidePorts: boolean): string {
  switch (row.kind) {
    case 'packet': {
      const name =
        row.port === null
          ? t('timeline.echo', { bytes: row.bytes })
          : `${portText(row.port, hidePorts)}/${row.proto}`;
      return row.step === 0 ? `${name} (${t('timeline.clearing')})` : name;
    }
    case 'not-sent':
      return t('timeline.step', { step: row.step });
    case 'look':
      return t('timeline.look', { count: row.looks, port: row.port });
    case 'moving':
      return t(`timeline.moving.${row.moving.kind}`, { number: row.moving.number });
    case 'held':
      return t('timeline.held');
    case 'clock':
      return t('timeline.clock');
    default:
      return row satisfies never;
  }
}

function noteOf(t: TFunction, format: Format, row: Row): string {
  switch (row.kind) {
    case 'packet': {
      const data = row.proto === 'udp' ? [t('timeline.bytes', { count: row.bytes })] : [];
      const answer =
        row.answer === null
          ? []
          : [t(`timeline.answer.${row.answer.answer}`, { time: format.duration(row.answer.atMs) })];
      return [...data, ...answer].join('; ');
    }
    case 'not-sent':
      return `${t('timeline.notSent')} ${describeObstacle(t, row.obstacle)}`;
    case 'look':
      return noteOfLook(t, format, row);
    case 'moving': {
      const { offBy } = row.moving;
      if (offBy === 0) return '';
      return t(offBy > 0 ? 'timeline.offBy' : 'timeline.offByBefore', { count: Math.abs(offBy) });
    }
    case 'held':
      return t('timeline.heldNote', { time: format.duration(row.forMs) });
    case 'clock':
      return t('timeline.clockNote', { source: row.source, offset: describeOffset(t, format, row.offset) });
    default:
      return row satisfies never;
  }
}

function noteOfLook(t: TFunction, format: Format, row: Extract<Row, { kind: 'look' }>): string {
  const { outcome } = row;
  const until = format.duration(row.untilMs);
  switch (outcome.kind) {
    case 'open':
      return t('timeline.outcome.open', { time: until, rtt: format.duration(outcome.rttMs) });
    case 'wrong':
      return t('timeline.outcome.wrong', { time: until, saw: outcome.saw });
    case 'refused':
    case 'unreachable':
    case 'silent':
      return t(`timeline.outcome.${outcome.kind}`, { time: until });
    case 'not-sent':
      return `${t('timeline.notSent')} ${describeObstacle(t, outcome.obstacle)}`;
    default:
      return outcome satisfies never;
  }
}
