import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../format.ts';
import css from './activity.module.css';
import { groupByDay } from './by-day.ts';

/** Entries below their days, and the way to older ones. */
export function DayList<Entry extends { readonly id: number }>(props: {
  readonly entries: readonly Entry[];
  /** How many there are, shown or not. */
  readonly total: number;
  readonly timeOf: (entry: Entry) => number;
  readonly row: (entry: Entry) => ReactNode;
  readonly onOlder: () => void;
}): ReactNode {
  const { entries, total, timeOf, row, onOlder } = props;
  const { t } = useTranslation();
  const { date } = useFormat();
  const names = { date, today: t('activity.today'), yesterday: t('activity.yesterday'), now: Date.now() };
  return (
    <>
      {groupByDay(entries, timeOf, names).map(({ day, entries: those }) => (
        <section key={day} className={cx(css['day'])} aria-label={day}>
          <h2 className={cx(css['dayName'])}>{day}</h2>
          <ul className={cx(css['list'])}>
            {those.map((entry) => (
              <li key={entry.id}>{row(entry)}</li>
            ))}
          </ul>
        </section>
      ))}
      <footer className={cx(css['foot'])}>
        <span className={cx(css['quiet'])} role="status">
          {t('activity.shown', { shown: entries.length, total })}
        </span>
        {entries.length < total && <Button onPress={onOlder}>{t('activity.older')}</Button>}
      </footer>
    </>
  );
}
