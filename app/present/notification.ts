import type { Host } from '../hosts/schema.ts';
import type { Cause } from '../history/entry.ts';
import type { Run, Snapshot } from '../snapshot.ts';
import type { DesktopWords } from './desktop-words.ts';
import { hostsOf } from './status.ts';
import { printable } from './text.ts';

/** A short message of the system. Without addresses and ports: a locked screen may show it. */
export interface Notice {
  /** Null: it is about the network, or about several hosts. */
  readonly hostId: string | null;
  readonly title: string;
  readonly body: string;
  /** A failure stays until somebody has seen it. */
  readonly isFailure: boolean;
  /** Nobody was there to ask for it: several of them become one (`mergeNotices`). */
  readonly isAutomatic: boolean;
}

/** What happened between two snapshots and is worth a notice: at most one for each host, none for what is being looked at. */
export function noticesBetween(request: {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly windowVisible: boolean;
  readonly words: DesktopWords;
}): readonly Notice[] {
  const { before, after, windowVisible, words } = request;
  if (windowVisible) return [];
  const captive = captiveNotice(before, after, words);
  if (before.reach === after.reach && before.runs === after.runs) return captive;
  return [
    ...captive,
    ...hostsOf(after).flatMap((host) => {
      const notice = noticeOf(host, request);
      const isAutomatic = isByItself(after.runs[host.id]);
      return notice === null ? [] : [{ hostId: host.id, isAutomatic, ...notice }];
    }),
  ];
}

/** Several notices about what rules did, as one: after a wake nobody wants ten. */
export function mergeNotices(
  notices: readonly Notice[],
  hosts: readonly Host[],
  words: DesktopWords,
): Notice | null {
  const latest = [...new Map(notices.map((notice) => [notice.hostId, notice])).values()];
  const [first, second] = latest;
  if (first === undefined || second === undefined) return first ?? null;
  const failed = latest.filter(({ isFailure }) => isFailure);
  const names = failed.flatMap(({ hostId }) => hosts.find(({ id }) => id === hostId)?.name ?? []);
  return {
    hostId: failed.length === 1 ? (failed[0]?.hostId ?? null) : null,
    title: words.notice.many(latest.length - failed.length, names.map(printable)),
    body: failed.length === 1 ? (failed[0]?.body ?? '') : '',
    isFailure: failed.length > 0,
    isAutomatic: true,
  };
}

/** Whether a knock that nobody asked for is under way: its notice waits for the others. */
export function isKnockingByItself({ runs }: Snapshot): boolean {
  return Object.values(runs).some((run) => run.state === 'running' && isByItself(run));
}

const byItself: ReadonlySet<Cause | null> = new Set(['rule', 'keep-open', 'left', 'quit']);

function isByItself(run: Run | undefined): boolean {
  return run !== undefined && byItself.has(run.cause);
}

type Body = Pick<Notice, 'title' | 'body' | 'isFailure'>;

function noticeOf(
  host: Host,
  { before: was, after: is, words }: Parameters<typeof noticesBetween>[0],
): Body | null {
  const { notifyOpened, notifyFailed, notifyAutomatic } = is.settings;
  const name = printable(host.name);
  const run = is.runs[host.id];
  const isAutomatic = isByItself(run);
  const failed = (body: string): Body => ({ title: words.notice.failed(name), body, isFailure: true });
  if (run !== was.runs[host.id] && run?.state === 'done' && notifyFailed) {
    const { verdict } = run.result;
    // A knock that was not even sent leaves what is known of the host as it was.
    if (verdict === 'rate-limited') return failed(words.notice.why(verdict, null));
    if (verdict === 'still-open' && isAutomatic) {
      return { title: words.notice.stillOpen(name), body: words.notice.stillOpenBody, isFailure: true };
    }
  }
  const earlier = was.reach[host.id];
  const reach = is.reach[host.id];
  if (reach === earlier) return null;
  // That a door is still kept open is no news.
  const tellsOpened = isAutomatic ? notifyAutomatic && run?.cause !== 'keep-open' : notifyOpened;
  switch (reach?.state) {
    case 'open': {
      // Seen open once more is no news.
      const isNew = earlier?.state !== 'open' || earlier.since !== reach.since;
      const body = reach.closesAt === null ? '' : words.notice.openUntil(words.time(reach.closesAt));
      const notice = { title: words.notice.opened(name), body, isFailure: false };
      return tellsOpened && isNew ? notice : null;
    }
    case 'sent':
      return tellsOpened
        ? { title: words.notice.sent(name), body: words.notice.sentBody, isFailure: false }
        : null;
    case 'failed': {
      // A rule tries again by itself: what fails the same way was told.
      const isNew = !isAutomatic || earlier?.state !== 'failed';
      return notifyFailed && isNew ? failed(words.notice.why(reach.verdict, reach.result.closedBy)) : null;
    }
    default:
      return null;
  }
}

/** Told once, when it begins, and only to who has rules. */
function captiveNotice(was: Snapshot, { automation }: Snapshot, { notice }: DesktopWords): readonly Notice[] {
  const { isCaptive, rulebook } = automation;
  const hasRules = rulebook.state === 'ready' && rulebook.book.rules.some(({ enabled }) => enabled);
  if (!isCaptive || was.automation.isCaptive || !hasRules) return [];
  return [{ hostId: null, ...notice.captive, isFailure: true, isAutomatic: false }];
}
