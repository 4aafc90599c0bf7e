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

/** Enough for a round trip within a continent; on longer paths an open door is noticed while knocking. */
const blindLookMs = 100;

/**
 * How long to look whether the service is open already before the first hit. A door that nobody opened lately is
 * closed, and waiting for its silence would only make every knock slower; one that may be open is given its round trip.
 */
export function lookBeforeMs(known: Known): number {
  if (known.rttMs === null) return known.maybeOpen ? 300 : blindLookMs;
  const answered = 20 + 1.5 * known.rttMs;
  return Math.min(answered, known.maybeOpen ? 1_000 : blindLookMs);
}

/** Gaps by try. The first keeps hits apart that would otherwise share a queue slot; the others outlast jitter. */
const gapsMs = [10, 30, 60, 100, 150, 200, 300, 400] as const;

/** A try should not take longer to send than a slow server takes to answer. */
const longestAutomaticSpanMs = 700;

/** Ages are whole seconds in knockd, so the last one cannot be used (measured: timeout 4 s, span 3.8 s failed). */
const seqTimeoutMarginMs = 1_000;

/**
 * The pause between hits of try `number` (from 1). A configured gap is kept for the first try and doubled for each
 * later one up to 600 ms; an unset one starts where this network has worked best. Never so long that the whole
 * sequence passes the server's time-out.
 */
export function gapMs(knock: Host['knock'], number: number, known: Known): number {
  const free = freeGaps(knock);
  if (free === 0) return 0;
  const allowed = (knock.seqTimeoutMs - seqTimeoutMarginMs - 1 - spanMs(knock, 0)) / free;
  if (knock.gapMs !== undefined) {
    const doubled = Math.max(knock.gapMs, Math.min(600, knock.gapMs * 2 ** (number - 1)));
    return Math.floor(Math.max(0, Math.min(doubled, Math.max(knock.gapMs, allowed))));
  }
  const start = gapsMs.indexOf(bestGap(knock, known.pacing));
  const gap = gapsMs[Math.min(start + number - 1, gapsMs.length - 1)] ?? gapsMs[0];
  const comfortable = Math.max(gapsMs[0], longestAutomaticSpanMs / free);
  return Math.floor(Math.max(0, Math.min(gap, comfortable, allowed)));
}

/** What one more try costs besides its span: the wait for the answer. Only the proportion between gaps matters. */
const tryCostMs = 750;

/** The gap with the smallest expected time to an opening: cost of a try over its chance, counted optimistically. */
function bestGap(knock: Host['knock'], pacing: Pacing): (typeof gapsMs)[number] {
  let best: (typeof gapsMs)[number] = gapsMs[0];
  let least = Infinity;
  for (const gap of gapsMs) {
    const seen = pacing[gap] ?? { tries: 0, opened: 0 };
    const chance = (seen.opened + 1) / (seen.tries + 1.5);
    const expected = (spanMs(knock, gap) + tryCostMs) / chance;
    if (expected < least) [best, least] = [gap, expected];
  }
  return best;
}

/** Counts one try. Halves the memory of a gap now and then, because networks change. */
export function countTry(pacing: Pacing, gap: number, opened: boolean): Pacing {
  if (!(gapsMs as readonly number[]).includes(gap)) return pacing;
  const seen = pacing[gap] ?? { tries: 0, opened: 0 };
  const fade = seen.tries >= 20 ? 0.5 : 1;
  const counted = { tries: seen.tries * fade + 1, opened: seen.opened * fade + (opened ? 1 : 0) };
  return { ...pacing, [gap]: counted };
}

/** Slowest opening that was measured (417 ms) and a long round trip (300 ms). */
const blindWaitMs = 720;

/** How the wait grows from try to try, for the servers and paths that are slower still. */
const patience = [1, 1, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3] as const;

/** A last look is given three seconds: nothing comes after it that could win the time back. */
const lastLookMs = 3_000;

/**
 * How long after the last hit of try `number` to watch the service before the try is given up. Long enough for the
 * slowest likely server and path, short enough to win on a lossy one, where the answer will never come.
 */
export function waitMs(request: {
  readonly number: number;
  readonly isLast: boolean;
  readonly known: Known;
  /** Until the deadline. */
  readonly leftMs: number;
}): number {
  const { known } = request;
  const expected =
    known.settleMs !== null
      ? Math.max(300, 150 + 2 * known.settleMs)
      : Math.max(blindWaitMs, 450 + 1.5 * (known.rttMs ?? 0));
  const wait = expected * (patience[request.number - 1] ?? 1);
  return Math.max(0, Math.min(request.isLast ? Math.max(wait, lastLookMs) : wait, request.leftMs));
}

/** A new try is only worth starting if its answer can still be seen. */
export function mayTryAgain(request: { readonly spanMs: number; readonly known: Known; readonly leftMs: number }): boolean {
  const { settleMs, rttMs } = request.known;
  return request.leftMs > request.spanMs + (settleMs ?? 250 + (rttMs ?? 0));
}

/**
 * Pause before probe `number` (from 1) after the last hit: at once, then with growing gaps. Dense enough to notice an
 * opening soon, few enough that a server which counts connections (ufw limit: six in 30 s) keeps admitting us.
 */
export function probePauseMs(number: number): number {
  return number === 1 ? 0 : Math.min(500, 30 + 15 * (number - 2) + 3 * (number - 2) ** 2);
}

/** When no packet of ours opened the door, the firewall did, and the service is starting: how often to look. */
export const startingServicePauseMs = 250;
