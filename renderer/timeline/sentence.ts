import { useTranslation } from 'react-i18next';
import type { RunEvent } from '../../app/run.ts';
import { useFormat } from '../format.ts';
import { summarise } from './rows.ts';

/** What a run says in a sentence or two: read out in place of the picture, and shown beside it. */
export function useSentence(): (events: readonly RunEvent[]) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return (events) => {
    const { packets, tries, timesMs, end } = summarise(events);
    const sent =
      packets === 0
        ? t('timeline.noneSent')
        : timesMs.length > 0
          ? t('timeline.sentAt', { count: packets, times: list.format(timesMs.map(String)) })
          : t('timeline.sentIn', { count: packets, tries: t('timeline.tries', { count: tries }) });
    if (end === null) return sent;
    return `${sent} ${t(`timeline.end.${end.kind}`, { port: end.port, time: format.duration(end.atMs) })}`;
  };
}
