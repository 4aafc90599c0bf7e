import type { Obstacle } from '../errors.ts';
import type { ProbeOutcome } from './outcome.ts';

/** The end of a knock, in the words of the evidence. `sent` is not `opened`. */
export type Verdict =
  | 'opened'
  | 'already-open'
  | 'still-closed'
  | 'service-down'
  | 'wrong-service'
  | 'sent'
  | 'unreachable'
  | 'rate-limited'
  | 'cancelled'
  /** Of closing: the door was seen open before and shut after, shut before, or open still. */
  | 'closed'
  | 'already-closed'
  | 'still-open';

/** What was seen of one address. */
export interface Evidence {
  /** False: there is nothing to check, or a check would use the opening up. */
  readonly checked: boolean;
  /** The service before the first hit. Null if the run ended before it was looked at. */
  readonly before: ProbeOutcome | null;
  /** The service after the last hit; null if none was sent. */
  readonly after: ProbeOutcome | null;
  readonly obstacle: Obstacle | null;
  readonly cancelled: boolean;
}

/** The verdict that the evidence allows, and no better one. */
export function decideVerdict(evidence: Evidence): Verdict {
  const { checked, before, after } = evidence;
  // Only a door that was seen closed can be said to have opened.
  if (after?.kind === 'open') return before === null || before.kind === 'open' ? 'already-open' : 'opened';
  if (before?.kind === 'open' && after === null) return 'already-open';
  if (evidence.cancelled) return 'cancelled';
  if (evidence.obstacle !== null) return 'unreachable';
  if (!checked) return 'sent';
  switch ((after ?? before)?.kind) {
    case 'wrong':
      return 'wrong-service';
    case 'refused':
      // Silence that turns into a refusal: the firewall lets us through, and nothing listens behind it.
      return after !== null && letThrough(before, after) ? 'service-down' : 'still-closed';
    case 'not-sent':
      return 'unreachable';
    default:
      return 'still-closed';
  }
}

/** The firewall admits us: something answered where there was silence, or answered as nobody expected. */
export function letThrough(before: ProbeOutcome | null, seen: ProbeOutcome): boolean {
  if (seen.kind === 'open' || seen.kind === 'wrong') return true;
  return seen.kind === 'refused' && (before?.kind === 'silent' || before?.kind === 'unreachable');
}

/** How "closed" looked; null where the verdict is not about a closed door. */
export function describeClosed(
  verdict: Verdict,
  seen: ProbeOutcome | null,
): 'silence' | 'refusal' | 'unreachable' | null {
  if (verdict !== 'still-closed' && verdict !== 'service-down') return null;
  switch (seen?.kind) {
    case 'silent':
      return 'silence';
    case 'refused':
      return 'refusal';
    case 'unreachable':
      return 'unreachable';
    default:
      return null;
  }
}
