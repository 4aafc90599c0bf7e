import type { Run } from '../snapshot.ts';

/**
 * How far a running knock is.
 *
 *     queued ──► looking ──► sending 1 of n … n of n ──► waiting      a retry goes back to sending
 */
export type Progress =
  | { readonly phase: 'queued' }
  /** For the next time step. */
  | { readonly phase: 'held' }
  /** At the service, before the first hit. */
  | { readonly phase: 'looking' }
  | { readonly phase: 'sending'; readonly step: number; readonly of: number; readonly try: number }
  /** For the service to answer, after the last hit. */
  | { readonly phase: 'waiting'; readonly of: number; readonly try: number };

export function progressOf({ events }: Pick<Run, 'events'>): Progress {
  const last = events.at(-1)?.type;
  if (last === 'held') return { phase: 'held' };
  const attempt = events.findLast((event) => event.type === 'try');
  if (attempt === undefined) return { phase: last === 'queued' ? 'queued' : 'looking' };
  const { try: number, steps } = attempt;
  const step = events.reduce(
    (sent, event) => (event.type === 'packet' && event.try === number ? Math.max(sent, event.step) : sent),
    0,
  );
  return step < steps
    ? { phase: 'sending', step: Math.max(1, step), of: steps, try: number }
    : { phase: 'waiting', of: steps, try: number };
}

/** What a knock that changed nothing of what is known leaves behind; null once it is of no interest any more. */
export type Aftermath =
  | { readonly code: 'cancelled'; readonly packets: number }
  | { readonly code: 'rate-limited'; readonly untilAt: number };

export function aftermathOf(run: Run | undefined, now: number): Aftermath | null {
  if (run?.state !== 'done' || run.kind !== 'knock') return null;
  const { verdict, packets, tookMs, waitMs } = run.result;
  if (verdict === 'cancelled') return { code: 'cancelled', packets };
  if (verdict !== 'rate-limited') return null;
  const untilAt = run.startedAt + tookMs + (waitMs ?? 60_000);
  return now < untilAt ? { code: 'rate-limited', untilAt } : null;
}
