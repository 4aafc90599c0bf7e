import type { Hint } from './ports.ts';

/*
 * From hints to a reading, and from a reading to acting on it:
 *
 *   calm ──hint──▶ hinted ──1.5 s of quiet, or 5 s──▶ read ──▶ usable? ──yes──▶ act
 *                    ▲ │                                        │  ▲
 *                    └─┘ hint                                 wait─┘  ──8 s──▶ give up
 */

/** Long enough for an address to follow its link, and for the second change that a VPN makes. */
const quietMs = 1_500;

/** A link that never comes to rest is read all the same. */
const longestMs = 5_000;

/** After waking or a change a network needs a while until it has a route and names. */
const usableWithinMs = 8_000;

/** Between two looks whether the network can be used. */
const lookAgainMs = 250;

export interface Hints {
  readonly firstAt: number;
  readonly lastAt: number;
  /** One of them said that this computer woke. */
  readonly woke: boolean;
}

/** Adds a hint; `before` is null if none waits. Times are monotonic milliseconds. */
export function addHint(before: Hints | null, hint: Hint, now: number): Hints {
  return { firstAt: before?.firstAt ?? now, lastAt: now, woke: hint === 'woke' || (before?.woke ?? false) };
}

/** When to read. Once read, the hints are done with. */
export function readAt({ firstAt, lastAt }: Hints): number {
  return Math.min(lastAt + quietMs, firstAt + longestMs);
}

export type Usable =
  | { readonly kind: 'act' }
  | { readonly kind: 'wait'; readonly until: number }
  /** It will not get better by itself: the network is left, or names stay unknown on it. */
  | { readonly kind: 'give-up'; readonly missing: 'route' | 'names' };

/** Whether a network that was just read can be acted on. */
export function usable(state: {
  /** When it was first read after the hints. */
  readonly since: number;
  readonly now: number;
  readonly hasRoute: boolean;
  /** Whether names were resolved; true where nothing needs a name. */
  readonly hasNames: boolean;
}): Usable {
  const { since, now, hasRoute, hasNames } = state;
  if (hasRoute && hasNames) return { kind: 'act' };
  const end = since + usableWithinMs;
  if (now < end) return { kind: 'wait', until: Math.min(now + lookAgainMs, end) };
  return { kind: 'give-up', missing: hasRoute ? 'names' : 'route' };
}
