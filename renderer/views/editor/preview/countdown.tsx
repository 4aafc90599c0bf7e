import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { useFormat } from '../../../format.ts';
import { useNow } from '../../../use-now.ts';
import css from './preview.module.css';

/** How long a number is still the current one: as a time, and as what is left of a ring. Both step once a second. */
export function Countdown({
  endsAt,
  everyMs,
}: {
  readonly endsAt: number;
  readonly everyMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const leftMs = Math.max(0, endsAt - useNow(1_000));
  const share = Math.min(1, leftMs / everyMs);
  return (
    <p className={cx(css['countdown'])}>
      <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden className={cx(css['ring'])}>
        <circle cx={10} cy={10} r={8} />
        <circle
          cx={10}
          cy={10}
          r={8}
          pathLength={1}
          strokeDasharray={`${share} 1`}
          className={cx(css['left'])}
        />
      </svg>
      <span>
        {t('editor.changesIn')}{' '}
        <span role="timer" aria-label={t('editor.timeLeft')} className={cx(css['time'])}>
          {format.countdown(leftMs)}
        </span>
      </span>
    </p>
  );
}
