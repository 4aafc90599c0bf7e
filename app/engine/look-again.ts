import type { Clock } from '../clock.ts';
import type { Api } from '../contract.ts';
import type { Snapshot } from '../snapshot.ts';

/** How long after its known end a door is looked at, so that a server whose clock is a little late has closed it. */
const afterClosingMs = 1_000;

/**
 * Looks again at the doors that are open, as often as the settings say, until the signal aborts. A head runs it while
 * somebody can see the answer. Without an open door there is nothing to wait for, and no timer.
 */
export async function lookAgain(request: {
  readonly api: Pick<Api, 'watch' | 'check'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { api, clock, signal } = request;
  const askedAt = new Map<string, number>();
  let snapshot: Snapshot | null = null;
  let news = new AbortController();
  const unwatch = api.watch((next) => {
    snapshot = next;
    news.abort();
  });

  while (!signal.aborted) {
    news = new AbortController();
    const now = clock.now();
    const looks = snapshot === null ? noLooks : planLooks(snapshot, { now, askedAt });
    for (const hostId of looks.due) {
      askedAt.set(hostId, now);
      void api.check({ subject: { hostId } });
    }
    const until = AbortSignal.any([signal, news.signal]);
    if (looks.nextAt === null) await aborted(until);
    else await clock.sleep(looks.nextAt - now, until);
  }
  unwatch();
}

/** Which hosts to look at now, and when the next look is due; null if none is. Wall clock, milliseconds. */
export interface Looks {
  readonly due: readonly string[];
  readonly nextAt: number | null;
}

const noLooks: Looks = { due: [], nextAt: null };

/** `askedAt`: when each host was looked at last, for looks that have not been answered or never will be. */
export function planLooks(
  { hosts, reach, runs, settings }: Snapshot,
  { now, askedAt }: { readonly now: number; readonly askedAt: ReadonlyMap<string, number> },
): Looks {
  const everyMs = settings.lookEveryS * 1_000;
  if (everyMs === 0 || hosts.state !== 'ready') return noLooks;
  const dueAt = hosts.list.flatMap(({ id, check, admitsOne }) => {
    const seen = reach[id];
    const canLook = check !== undefined && !admitsOne && runs[id]?.state !== 'running';
    if (seen?.state !== 'open' || !canLook) return [];
    const latest = Math.max(seen.checkedAt, askedAt.get(id) ?? 0);
    const closedAt = (seen.closesAt ?? Infinity) + afterClosingMs;
    const isOver = latest < closedAt && closedAt < latest + everyMs;
    return [{ id, at: isOver ? closedAt : latest + everyMs }];
  });
  const due = dueAt.filter(({ at }) => at <= now);
  const later = dueAt.filter(({ at }) => at > now).map(({ at }) => at);
  // The hosts that are due now are due again after a full turn, unless the snapshot says more before.
  if (due.length > 0) later.push(now + everyMs);
  return { due: due.map(({ id }) => id), nextAt: later.length > 0 ? Math.min(...later) : null };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
