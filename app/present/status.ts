import type { Host } from '../hosts/schema.ts';
import type { Reach } from '../reach/reach.ts';
import type { Run, Snapshot } from '../snapshot.ts';

/**
 * What may be said of a host now.
 *
 *   unknown ──knock──► knocking ──► open | sent | failed        closed, open, sent and failed are Reach: they hold
 *      ▲                                                        what was seen, and when
 *      └── ten minutes after the last look, or when an open door's time is over
 */
export type Status =
  { readonly state: 'unknown' } | { readonly state: 'knocking'; readonly run: Run } | Reach;

/** What was seen longer ago than this is no longer claimed. A failure stays until the next try. */
const staleAfterMs = 10 * 60_000;

export function statusOf(snapshot: Pick<Snapshot, 'runs' | 'reach'>, hostId: string, now: number): Status {
  const run = snapshot.runs[hostId];
  if (run?.state === 'running' && run.kind === 'knock') return { state: 'knocking', run };
  const reach = snapshot.reach[hostId];
  return reach === undefined || now >= validUntil(reach) ? { state: 'unknown' } : reach;
}

/** When a status ends by the clock alone, without anything happening. Infinity: never. */
export function validUntil(reach: Reach): number {
  if (reach.state === 'failed') return Infinity;
  const staleAt = reach.checkedAt + staleAfterMs;
  return reach.state === 'open' && reach.closesAt !== null ? Math.min(staleAt, reach.closesAt) : staleAt;
}

/** The saved hosts; empty while they are not there. */
export function hostsOf({ hosts }: Pick<Snapshot, 'hosts'>): readonly Host[] {
  return hosts.state === 'ready' ? hosts.list : [];
}
