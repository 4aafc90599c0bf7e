import type { Snapshot } from '../snapshot.ts';
import { aftermathOf } from './progress.ts';
import { statusOf } from './status.ts';

export type Verb = 'knock' | 'knockAgain' | 'knockAnyway' | 'stop';

/** The one thing to do with a host now. */
export function verbOf(snapshot: Pick<Snapshot, 'runs' | 'reach'>, hostId: string, now: number): Verb {
  if (aftermathOf(snapshot.runs[hostId], now)?.code === 'rate-limited') return 'knockAnyway';
  const { state } = statusOf(snapshot, hostId, now);
  if (state === 'knocking') return 'stop';
  return state === 'open' ? 'knockAgain' : 'knock';
}
