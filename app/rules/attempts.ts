import { hourMs } from '../clock.ts';

/** One knock that is or was made for a rule, or by hand. */
export interface Attempt {
  readonly hostId: string;
  /** Null: a person asked for it. */
  readonly ruleId: string | null;
  /** Where it came from (network/identity.ts: `egressOf`). */
  readonly egress: string;
  /** `renewal`: to keep a door open that was open. */
  readonly act: 'knock' | 'renewal' | 'close';
  /** When it ended, or began if it still runs: milliseconds since 1970. */
  readonly at: number;
  /** `sent`: it has no check, so nobody knows. */
  readonly result: 'running' | 'opened' | 'sent' | 'failed';
}

/** The pauses after the first failures in a row. After one more nothing is tried until the network is another. */
const retryAfterMs: readonly number[] = [5_000, 10_000, 20_000];

/** Occasions that come together, such as waking and joining, are one to a door that opened for the first of them. */
const oneOccasionMs = 20_000;

/**
 * Whether failures on this network forbid another try now. Those older than an hour do not count, so a later occasion
 * is given a chance; never are there more than four failures in an hour.
 */
export function backOff(
  attempts: readonly Attempt[],
  { egress, now }: { readonly egress: string; readonly now: number },
): { readonly failures: number; readonly until: number | null } | null {
  const ended = attempts
    .filter((attempt) => attempt.egress === egress && attempt.act !== 'close' && attempt.result !== 'running')
    .filter(({ at }) => isWithinHour(at, now))
    .toSorted((a, b) => a.at - b.at);
  const failures = ended.length - 1 - ended.findLastIndex(({ result }) => result !== 'failed');
  const last = ended.at(-1);
  if (failures === 0 || last === undefined) return null;
  const pause = retryAfterMs[failures - 1];
  if (pause === undefined) return { failures, until: null };
  return now < last.at + pause ? { failures, until: last.at + pause } : null;
}

/** Whether the rule has made as many knocks of this host as it may in an hour. Renewals follow the door, not the limit. */
export function isUsedUp(
  attempts: readonly Attempt[],
  { ruleId, limit, now }: { readonly ruleId: string; readonly limit: number; readonly now: number },
): boolean {
  const own = attempts.filter(
    (attempt) => attempt.ruleId === ruleId && attempt.act !== 'renewal' && isWithinHour(attempt.at, now),
  );
  return own.length >= limit;
}

export function isRunning(attempts: readonly Attempt[], egress: string): boolean {
  return attempts.some((attempt) => attempt.egress === egress && attempt.result === 'running');
}

/** Whether a knock from here just opened the door, and it should still be open. */
export function isJustDone(
  attempts: readonly Attempt[],
  {
    egress,
    openForMs,
    now,
  }: { readonly egress: string; readonly openForMs: number | null; readonly now: number },
): boolean {
  const lasts = Math.min(oneOccasionMs, openForMs ?? Infinity);
  return attempts.some(
    ({ act, result, at, ...attempt }) =>
      attempt.egress === egress &&
      act !== 'close' &&
      (result === 'opened' || result === 'sent') &&
      now - at < lasts,
  );
}

function isWithinHour(at: number, now: number): boolean {
  return at > now - hourMs;
}
