import type { Host } from '../hosts/schema.ts';
import type { Verdict } from '../probe/verdict.ts';
import type { KnockResult } from '../run.ts';

/**
 * What is known of a host's service, and since when. Wall clock, milliseconds since 1970. A host without a record was
 * not looked at. Nothing here is older than what was seen: heads let it age (present/status.ts).
 */
export type Reach =
  | {
      readonly state: 'closed';
      readonly by: 'silence' | 'refusal' | 'unreachable';
      readonly checkedAt: number;
    }
  | {
      readonly state: 'open';
      readonly address: string;
      readonly family: 4 | 6;
      readonly rttMs: number;
      readonly checkedAt: number;
      /** When it was first seen open. */
      readonly since: number;
      /** When the server closes it again; null where the host does not say or another one opened it. */
      readonly closesAt: number | null;
    }
  /** A knock left, and nothing could be checked. */
  | { readonly state: 'sent'; readonly packets: number; readonly checkedAt: number }
  | {
      readonly state: 'failed';
      readonly verdict: Verdict;
      readonly result: KnockResult;
      readonly checkedAt: number;
    };

/** What a finished knock or check says about its host; null if it says nothing (cancelled before it saw anything). */
export function reachAfter(request: {
  readonly host: Host;
  readonly result: KnockResult;
  /** A check sends nothing, so a closed door is no failure. */
  readonly kind: 'knock' | 'check' | 'close';
  readonly earlier: Reach | undefined;
  readonly now: number;
}): Reach | null {
  const { host, result, kind, earlier, now } = request;
  switch (result.verdict) {
    case 'opened':
    case 'already-open': {
      if (result.address === null || result.family === null) return null;
      const before = earlier?.state === 'open' ? earlier : null;
      // A knock at an open door makes its time begin anew.
      const hasKnocked = result.verdict === 'opened' || (kind === 'knock' && result.packets > 0);
      const isNew = result.verdict === 'opened' || before === null;
      return {
        state: 'open',
        address: result.address,
        family: result.family,
        rttMs: result.rttMs ?? 0,
        checkedAt: now,
        since: isNew ? now : before.since,
        closesAt:
          hasKnocked && host.openForMs !== undefined
            ? now + host.openForMs
            : laterThan(now, before?.closesAt),
      };
    }
    case 'sent':
      if (kind === 'close') return null;
      return { state: 'sent', packets: result.packets, checkedAt: now };
    case 'closed':
    case 'already-closed':
      return { state: 'closed', by: 'silence', checkedAt: now };
    case 'cancelled':
    case 'rate-limited':
    case 'still-open':
      return null;
    case 'still-closed':
      return kind === 'check' && result.closedBy !== null
        ? { state: 'closed', by: result.closedBy, checkedAt: now }
        : { state: 'failed', verdict: result.verdict, result, checkedAt: now };
    default:
      return { state: 'failed', verdict: result.verdict, result, checkedAt: now };
  }
}

/** A door that outlived the time its server was said to keep it open has no known end. */
function laterThan(now: number, closesAt: number | null | undefined): number | null {
  return closesAt !== undefined && closesAt !== null && closesAt > now ? closesAt : null;
}
