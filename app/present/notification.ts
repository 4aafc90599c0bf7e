import type { Host } from '../hosts/schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { DesktopWords } from './desktop-words.ts';
import { hostsOf } from './status.ts';
import { printable } from './text.ts';

/** A short message of the system. Without addresses and ports: a locked screen may show it. */
export interface Notice {
  readonly hostId: string;
  readonly title: string;
  readonly body: string;
}

/** What happened between two snapshots and is worth a notice: at most one for each host, none for what is being looked at. */
export function noticesBetween(request: {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly windowVisible: boolean;
  readonly words: DesktopWords;
}): readonly Notice[] {
  const { before, after, windowVisible, words } = request;
  if (windowVisible || (before.reach === after.reach && before.runs === after.runs)) return [];
  return hostsOf(after).flatMap((host) => {
    const notice = noticeOf(host, request);
    return notice === null ? [] : [{ hostId: host.id, ...notice }];
  });

  function noticeOf(host: Host, { before: was, after: is }: typeof request): Omit<Notice, 'hostId'> | null {
    const { notifyOpened, notifyFailed } = is.settings;
    const name = printable(host.name);
    const run = is.runs[host.id];
    // A knock that was not even sent leaves what is known of the host as it was.
    if (notifyFailed && run !== was.runs[host.id] && run?.state === 'done') {
      const { verdict } = run.result;
      if (verdict === 'rate-limited') {
        return { title: words.notice.failed(name), body: words.notice.why(verdict, null) };
      }
    }
    const earlier = was.reach[host.id];
    const reach = is.reach[host.id];
    if (reach === earlier) return null;
    switch (reach?.state) {
      case 'open': {
        // Seen open once more is no news.
        const isNew = earlier?.state !== 'open' || earlier.since !== reach.since;
        const body = reach.closesAt === null ? '' : words.notice.openUntil(words.time(reach.closesAt));
        return notifyOpened && isNew ? { title: words.notice.opened(name), body } : null;
      }
      case 'sent':
        return notifyOpened ? { title: words.notice.sent(name), body: words.notice.sentBody } : null;
      case 'failed': {
        const why = words.notice.why(reach.verdict, reach.result.closedBy);
        return notifyFailed ? { title: words.notice.failed(name), body: why } : null;
      }
      default:
        return null;
    }
  }
}
