import { useTranslation } from 'react-i18next';
import type { Host } from '../app/hosts/schema.ts';
import { serviceName } from '../app/present/host.ts';
import type { Verdict } from '../app/probe/verdict.ts';
import type { KnockResult } from '../app/run.ts';
import type { BadgeState } from './status/badge.tsx';
import { useFormat } from './format.ts';
import { describeFailedKnock, verdictKey } from './status/words.ts';

/** What a knock of the past came to: a word for the badge, and one or two sentences. */
export function useResultWords(): (
  result: KnockResult,
  host: Host,
) => { readonly title: string; readonly detail: string } {
  const { t } = useTranslation();
  const format = useFormat();
  return (result, host) => {
    const title = t(verdictKey(result.verdict));
    const port = serviceName(host);
    switch (result.verdict) {
      case 'opened':
        return {
          title,
          detail: t('activity.result.opened', {
            port,
            time: format.duration(result.openAfterMs ?? result.tookMs),
          }),
        };
      case 'already-open':
        return {
          title,
          detail: t(result.packets === 0 ? 'activity.result.alreadyOpen' : 'activity.result.stillOpen', {
            port,
          }),
        };
      case 'sent':
        return {
          title,
          detail: `${t('status.sent', { count: result.packets })}. ${t(host.admitsOne ? 'status.sentAdmitsOne' : 'status.sentNoCheck')}`,
        };
      case 'closed':
        return { title, detail: t('reason.closed', { port }) };
      case 'already-closed':
        return { title, detail: t('reason.alreadyClosed', { port }) };
      default:
        return { title, detail: describeFailedKnock({ t, format, result, host }) };
    }
  };
}

/** The badge of a knock that is over: shape, word and colour. */
export function badgeOf(verdict: Verdict): BadgeState {
  switch (verdict) {
    case 'opened':
    case 'already-open':
      return 'open';
    case 'sent':
      return 'sent';
    case 'closed':
    case 'already-closed':
      return 'closed';
    case 'cancelled':
    case 'rate-limited':
      return 'unknown';
    default:
      return 'failed';
  }
}
