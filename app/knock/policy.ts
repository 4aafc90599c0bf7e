import type { SequenceKnock } from '../hosts/knock-schema.ts';
import type { Host } from '../hosts/schema.ts';
import { freeGaps, spanMs } from './plan.ts';

/*
 * How long to wait and how fast to send: every number of a knock that nobody configured, with its reason.
 *
 * The facts behind them. A server opens 0 to 70 ms after the last hit (median; nftables sets at once, knockd through
 * nft slowest with 417 ms at worst). A silent firewall tells nothing until the door opens, so the round trip is
 * unknown until then or until some earlier packet was answered. On a path that loses 8 % of the packets three of four
 * 3-step tries and half of the 8-step tries arrive complete, whatever the gap: only another try helps. On a path that
 * re-orders, a wider gap helps.
 */

/** What earlier runs on this network, and this run so far, have shown. */
export interface Known {
  /** Smallest round trip seen; null if nothing was ever answered. */
  readonly rttMs: number | null;
  /** From the last hit to the connection that stood, in an earlier run; null if none. */
  readonly settleMs: number | null;
  /** The door was opened so recently that it may still be open. */
  readonly maybeOpen: boolean;
  /** By gap in milliseconds: how many tries were made with it, and how many of them opened. */
  readonly pacing: Pacing;
}

export type Pacing = Readonly<Record<string, { readonly tries: number; readonly opened: number }>>;

/** Enough for a round trip within a country; on longer paths an open door is noticed while knocking. */
const blindLookMs = 30;

/** Enough for a round trip between continents. */
const carefulLookMs = 300;

/**
 * How long to look whether the service is open already before the first hit. A door that nobody opened lately is
 * closed, and waiting for its silence would only make every knock slower. One that may be open answers soon, and
 * knocking it could shut it.
 */
export function lookBeforeMs({ maybeOpen, rttMs }: Known): number {
  if (!maybeOpen) return blindLookMs;
  return Math.min(1_000, Math.max(carefulLookMs, 50 + 2 * (rttMs ?? 0)));
}

/**
 * How often try `number` sends the sequence. Once, as long as nothing is known of the server: with strict `recent`
 * chains a second sequence right behind the first closes the door again. Where the server does not mind, a failed try
 * is followed by three at once, and so is the look at a closed door on a network that lost most first tries before.
 */
export function copies(knock: SequenceKnock, number: number, known: Known): number {
  const toleratesRepeats = knock.server !== undefined && knock.server !== 'recent';
  return toleratesRepeats && (number > 1 || losesFirstTries(known.pacing)) ? 3 : 1;
}

/** Enough tries to tell bad luck from a bad network. */
const tellingTries = 4;

function losesFirstTries(pacing: Pacing): boolean {
  const narrow = pacing[gapsMs[0]];
  return narrow !== undefined && narrow.tries >= tellingTries && narrow.opened / narrow.tries < 0.6;
}

/** Gaps by try. The first two keep hits apart that would otherwise share a queue slot; the others outlast jitter. */
const gapsMs = [5, 10, 120, 180, 240, 300] as const;

/** Ages are whole seconds in knockd, so the last one cannot be used (measured: timeout 4 s, span 3.8 s failed). */
export const seqTimeoutMarginMs = 1_000;

/**
 * The pause between hits of try `number` (from 1). A configured gap is kept for the first try and doubled for each
 * later one up to 600 ms; an unset one starts where this network has worked best. Never so long that the whole
 * sequence passes the server's time-out.
 */
export function gapMs(
  { knock, tries, deadlineMs }: Pick<Host, 'tries' | 'deadlineMs'> & { readonly knock: SequenceKnock },
  number: number,
  known: Known,
): number {
  const free = freeGaps(knock);
  if (free === 0) return 0;
  const allowed = (knock.seqTimeoutMs - seqTimeoutMarginMs - 1 - spanMs(knock, 0)) / free;
  if (knock.gapMs !== undefined) {
    const doubled = Math.max(knock.gapMs, Math.min(600, knock.gapMs * 2 ** (number - 1)));
    return Math.floor(Math.max(0, Math.min(doubled, Math.max(knock.gapMs, allowed))));
  }
  const start = gapsMs.indexOf(bestGap(knock, known.pacing));
  const gap = gapsMs[Math.min(start + number - 1, gapsMs.length - 1)] ?? gapsMs[0];
  const comfortable = Math.max(
    gapsMs[0],
    (deadlineMs / tries - blindWaitMs) / free / copies(knock, number, known),
  );
  return Math.floor(Math.max(0, Math.min(gap, comfortable, allowed)));
}

/** Where a first try may start. The second narrow gap is none: a try that starts there has used up a narrow one. */
const firstGapsMs = gapsMs.filter((_, index) => index !== 1);

/** What one more try costs besides its span: the wait for the answer. Only the proportion between gaps matters. */
const tryCostMs = 750;

/** The gap with the smallest expected time to an opening: cost of a try over its chance, counted optimistically. */
function bestGap(knock: SequenceKnock, pacing: Pacing): (typeof gapsMs)[number] {
  let best: (typeof gapsMs)[number] = gapsMs[0];
  let least = Infinity;
  for (const gap of firstGapsMs) {
    const seen = pacing[gap] ?? { tries: 0, opened: 0 };
    const chance = (seen.opened + 3) / (seen.tries + 6);
    const expected = (spanMs(knock, gap) + tryCostMs) / chance;
    if (expected < least) [best, least] = [gap, expected];
  }
  return best;
}

/** How much of what was counted remains after each further try: networks change, and a bad hour is not a bad network. */
const fade = 0.93;

/**
 * Counts one try; `gap` is null for one that says nothing about a gap, because it repeated the sequence or had none.
 * What was not used for a while returns to being unknown, and so gets another chance.
 */
export function countTry(pacing: Pacing, gap: number | null, opened: boolean): Pacing {
  const counted: Record<string, { readonly tries: number; readonly opened: number }> = {};
  for (const [key, seen] of Object.entries(pacing)) {
    counted[key] = { tries: seen.tries * fade, opened: seen.opened * fade };
  }
  if (!gapsMs.some((each) => each === gap)) return counted;
  // Both narrow gaps tell the same of a network.
  const key = gap === gapsMs[1] ? gapsMs[0] : Number(gap);
  const before = counted[key] ?? { tries: 0, opened: 0 };
  counted[key] = { tries: before.tries + 1, opened: before.opened + Number(opened) };
  return counted;
}

/** Slowest opening that was measured (417 ms) and a usual round trip of a long path (240 ms). */
const blindWaitMs = 660;

/** How the wait grows from try to try, for the servers and paths that are slower still. */
const patience = [1, 1, 1.2, 1.5, 2, 2.5, 3, 4] as const;

/** A last look is given three seconds: nothing comes after it that could win the time back. */
const lastLookMs = 3_000;

/**
 * How long after the last hit of try `number` to watch the service before the try is given up. Long enough for the
 * slowest likely server and path, short enough to win on a lossy one, where the answer will never come. Growing
 * patience does not eat the time of the tries still to come.
 */
export function waitMs(request: {
  readonly number: number;
  /** Tries still to come after this one. */
  readonly triesLeft: number;
  /** Of one sequence, milliseconds. */
  readonly spanMs: number;
  readonly known: Known;
  /** Until the deadline. */
  readonly leftMs: number;
}): number {
  const { known, triesLeft, leftMs } = request;
  const expected = usualWaitMs(known);
  const patient = expected * (patience[request.number - 1] ?? 1);
  if (triesLeft === 0) return Math.max(0, Math.min(Math.max(patient, lastLookMs), leftMs));
  const share = (leftMs - triesLeft * request.spanMs) / (triesLeft + 1);
  return Math.max(0, Math.min(Math.max(expected, Math.min(patient, share)), leftMs));
}

/** Knowing a quick server shortens the wait, down to what its slowest openings take; knowing a slow one lengthens it. */
function usualWaitMs({ settleMs, rttMs }: Known): number {
  if (settleMs === null) return Math.max(blindWaitMs, 450 + 1.5 * (rttMs ?? 0));
  return Math.max(450, Math.min(blindWaitMs, 150 + 1.5 * settleMs), 150 + settleMs);
}

/** A new try is only worth starting if its answer can still be seen. */
export function mayTryAgain(request: {
  readonly spanMs: number;
  readonly known: Known;
  readonly leftMs: number;
}): boolean {
  const { settleMs, rttMs } = request.known;
  return request.leftMs > request.spanMs + (settleMs ?? 250 + (rttMs ?? 0));
}

/**
 * Pause before probe `number` (from 1) after the last hit. The first keeps the distance that the hits of this try keep:
 * a probe that overtakes the last hit is a stray packet, which puts strict `recent` chains back. Then dense enough to
 * notice an opening soon, with growing gaps so that a server which counts connections (ufw limit: six in 30 s) keeps
 * admitting us.
 */
export function probePauseMs(number: number, gap: number): number {
  return number === 1 ? gap : Math.min(500, 30 * 1.3 ** Math.max(0, number - 4));
}

/** When no packet of ours opened the door, the firewall did, and the service is starting: how often to look. */
export const startingServicePauseMs = 250;
