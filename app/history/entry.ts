import type { KnockResult, RunEvent } from '../run.ts';

/** What made Postern knock. */
export type Cause =
  | 'window'
  | 'tray'
  | 'test'
  | 'connect'
  | 'command-line'
  /** A rule (rules/decide.ts); which one is in `ruleId`. */
  | 'rule'
  /** A door that is kept open needed the next knock. */
  | 'keep-open'
  /** Closing: Postern was quit, or a network left. */
  | 'quit'
  | 'left';

/** One knock as it is kept. Payloads are in none of its events. */
export interface Entry {
  /** Grows with time; unique within one history. */
  readonly id: number;
  readonly hostId: string;
  /** As it was then. */
  readonly hostName: string;
  /** Wall clock, milliseconds since 1970. */
  readonly startedAt: number;
  readonly cause: Cause;
  /** `close`: the sequence that shuts the door was sent. */
  readonly kind: 'knock' | 'close';
  /** Null: a person asked for it. */
  readonly ruleId: string | null;
  readonly result: KnockResult;
  readonly events: readonly RunEvent[];
}

/** Which entries to show. Absent: all. */
export interface Filter {
  readonly hostId?: string | undefined;
  /** "open" joins opened and already-open, "failed" all others but cancelled. */
  readonly outcome?: 'open' | 'failed' | undefined;
  /** Not older than this, milliseconds since 1970. */
  readonly sinceMs?: number | undefined;
}

export function matches(entry: Entry, filter: Filter): boolean {
  const { verdict } = entry.result;
  const isOpen = verdict === 'opened' || verdict === 'already-open';
  if (filter.hostId !== undefined && entry.hostId !== filter.hostId) return false;
  if (filter.sinceMs !== undefined && entry.startedAt < filter.sinceMs) return false;
  if (filter.outcome === 'open') return isOpen;
  return filter.outcome === undefined || (!isOpen && verdict !== 'cancelled');
}

/** Adds an entry and lets go of what is too old or too much. Newest last. */
export function append(
  entries: readonly Entry[],
  entry: Entry,
  keep: { readonly rows: number; readonly sinceMs: number },
): readonly Entry[] {
  return [...entries, entry].filter(({ startedAt }) => startedAt >= keep.sinceMs).slice(-keep.rows);
}
