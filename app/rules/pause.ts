import { hourMs } from '../clock.ts';
import type { Rulebook } from './schema.ts';
import { nextClock, type OffsetAt } from './zone.ts';

export type PauseLength = 'hour' | 'until-tomorrow' | 'until-resumed';

/** The field `pausedUntil` of a rulebook for a pause that begins now. */
export function pauseFor(length: PauseLength, now: number, offsetAt: OffsetAt): Rulebook['pausedUntil'] {
  switch (length) {
    case 'hour':
      return now + hourMs;
    case 'until-tomorrow':
      return nextClock('00:00', now, offsetAt);
    case 'until-resumed':
      return 'resumed';
    default:
      return length satisfies never;
  }
}

/** The pause that holds now; null: none. Its end is null if somebody has to end it. */
export function pauseAt(
  { pausedUntil }: Pick<Rulebook, 'pausedUntil'>,
  now: number,
): { readonly until: number | null } | null {
  if (pausedUntil === null) return null;
  if (pausedUntil === 'resumed') return { until: null };
  return now < pausedUntil ? { until: pausedUntil } : null;
}
