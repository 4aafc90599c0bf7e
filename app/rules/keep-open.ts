import { hourMs } from '../clock.ts';
import type { Because } from './decision.ts';
import { ruleLimits, type While } from './schema.ts';
import { nextClock, type OffsetAt } from './zone.ts';

/** Of the open time that may pass before the next knock: enough is left for a try that fails and another. */
const renewAfter = 0.85;

/** More often than this no door is knocked, however short it stays open. */
const leastPeriodMs = 5_000;

/** A door that is kept open. All times are milliseconds since 1970. */
export interface Keeping {
  readonly hostId: string;
  readonly ruleId: string;
  readonly while: While;
  readonly startedAt: number;
  /** The last knock that opened it, or, if it was open already, when that was seen. */
  readonly openedAt: number;
  /** Known or learnt; null: neither. */
  readonly openForMs: number | null;
}

export interface KeepStep {
  /** `look`: see whether it is still open, and knock if it is not. `end`: it is over whatever happens. */
  readonly act: 'renew' | 'look' | 'end';
  readonly at: number;
}

/**
 * What is next for a door that is kept open. A door that was seen closed is knocked at once, whatever this says: the
 * look is right, not the clock.
 */
export function nextStep(
  keeping: Keeping,
  {
    lookedAt,
    offsetAt,
  }: {
    /** When it was last seen open; null: its host has nothing to look at. */
    readonly lookedAt: number | null;
    readonly offsetAt: OffsetAt;
  },
): KeepStep {
  const end: KeepStep = { act: 'end', at: endsAt(keeping, offsetAt) };
  const { openedAt, openForMs } = keeping;
  if (openForMs === null && lookedAt === null) return { act: 'end', at: openedAt };
  const next: KeepStep =
    openForMs === null
      ? { act: 'look', at: nextLookAt(openedAt, lookedAt ?? openedAt) }
      : { act: 'renew', at: openedAt + periodMs(openForMs) };
  return next.at < end.at ? next : end;
}

/** When it ends at the latest: after eight hours, or before. */
export function endsAt({ startedAt, while: condition }: Keeping, offsetAt: OffsetAt): number {
  const latest = startedAt + ruleLimits.keepHours * hourMs;
  switch (condition.kind) {
    case 'connected':
      return latest;
    case 'hours':
      return Math.min(latest, startedAt + condition.hours * hourMs);
    case 'until':
      return Math.min(latest, nextClock(condition.at, startedAt, offsetAt));
    default:
      return condition satisfies never;
  }
}

/** Why a door is not knocked again; null: it is. */
export function whyOver(
  keeping: Keeping,
  {
    now,
    isConnected,
    offsetAt,
  }: { readonly now: number; readonly isConnected: boolean | null; readonly offsetAt: OffsetAt },
): Because | null {
  if (now >= endsAt(keeping, offsetAt)) return { code: 'keep-open-over' };
  if (keeping.while.kind !== 'connected' || isConnected === true) return null;
  return { code: isConnected === null ? 'connection-unknown' : 'not-connected' };
}

/** Whether a renewal that was skipped for this reason is the last: what passes by itself is waited for. */
export function endsKeeping(because: Because): boolean {
  switch (because.code) {
    case 'offline':
    case 'captive':
    case 'secrets-locked':
    case 'done-here':
      return false;
    case 'backing-off':
      return because.until === null;
    default:
      return true;
  }
}

/** Milliseconds from an opening to the knock that follows it. */
function periodMs(openForMs: number): number {
  return Math.max(leastPeriodMs, Math.floor(openForMs * renewAfter));
}

/** What looks have shown of how long a door stays open after a knock. */
export interface OpenTime {
  readonly atLeastMs: number;
  /** Null: it was not seen closed yet. */
  readonly atMostMs: number | null;
}

/** Adds what was seen after one knock. */
export function learnOpenFor(
  known: OpenTime | null,
  seen: {
    readonly openedAt: number;
    readonly lastOpenAt: number;
    /** Null: another knock came before it closed. */
    readonly firstClosedAt: number | null;
  },
): OpenTime {
  const atLeastMs = seen.lastOpenAt - seen.openedAt;
  const atMostMs = seen.firstClosedAt === null ? null : seen.firstClosedAt - seen.openedAt;
  if (known === null) return { atLeastMs, atMostMs };
  const both = {
    atLeastMs: Math.max(known.atLeastMs, atLeastMs),
    atMostMs: least(known.atMostMs, atMostMs),
  };
  // What cannot both be true was changed on the server in between, and the newer is right.
  return both.atMostMs !== null && both.atMostMs < both.atLeastMs ? { atLeastMs, atMostMs } : both;
}

/** The open time to go by: what the host says, or what was learnt; null if it was never seen to end. */
export function openTimeOf(stated: number | null, learnt: OpenTime | null): number | null {
  return stated ?? (learnt === null || learnt.atMostMs === null ? null : learnt.atLeastMs);
}

const leastLookMs = 2_000;
const mostLookMs = 60_000;

/** Looks come a tenth of the time apart that has passed, so that the open time is learnt to a tenth. */
function nextLookAt(openedAt: number, lookedAt: number): number {
  return lookedAt + Math.min(mostLookMs, Math.max(leastLookMs, (lookedAt - openedAt) / 10));
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
