/** Which time step counts when, by RFC 6238 §4.2. All times are the wall clock of this computer, in milliseconds since 1970. */

interface StepClock {
  readonly nowMs: number;
  /** X of RFC 6238, seconds. */
  readonly stepS: number;
  /** T0 of RFC 6238, Unix seconds. */
  readonly epochS: number;
  /** Added to this computer's clock to get the server's, seconds. */
  readonly clockOffsetS: number;
}

export interface StepWindow {
  /** Negative before the epoch. */
  readonly step: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export function windowAt({ nowMs, stepS, epochS, clockOffsetS }: StepClock): StepWindow {
  const originMs = (epochS - clockOffsetS) * 1_000;
  const lengthMs = stepS * 1_000;
  const step = Math.floor((nowMs - originMs) / lengthMs);
  const startsAtMs = originMs + step * lengthMs;
  return { step, startsAtMs, endsAtMs: startsAtMs + lengthMs };
}

/** Clocks that somebody set differ by less; a larger difference is for `clockOffsetS`. */
const nearMs = 5_000;

/**
 * The step for the next try of a run. The current one first; when that failed close to a boundary, the server's clock
 * may be on its other side: then the neighbour, and after it the current one again.
 */
export function stepForTry({
  tried,
  ...clock
}: StepClock & {
  /** The steps of the tries of this run so far, all of which failed. */
  readonly tried: readonly number[];
}): number {
  const { step, startsAtMs, endsAtMs } = windowAt(clock);
  if (tried.at(-1) !== step) return step;
  const sinceMs = clock.nowMs - startsAtMs;
  const leftMs = endsAtMs - clock.nowMs;
  if (Math.min(sinceMs, leftMs) >= nearMs) return step;
  // There is none before the first.
  return sinceMs < leftMs ? Math.max(0, step - 1) : step + 1;
}

/** Between the start of a sequence and its first hit, and for what the server's timer lacks. */
const marginMs = 1_000;

/**
 * How long to hold a start back, so that the step does not change while hits are on their way: a server that accepts no
 * neighbours (`skew` 0) would get half of each. A sequence that fits into no step is not held at all.
 */
export function holdMs({
  spanMs,
  skew,
  ...clock
}: StepClock & {
  /** From the first hit to the last. */
  readonly spanMs: number;
  readonly skew: number;
}): number {
  const neededMs = spanMs + marginMs;
  if (skew > 0 || neededMs >= clock.stepS * 1_000) return 0;
  const leftMs = windowAt(clock).endsAtMs - clock.nowMs;
  return leftMs <= neededMs ? leftMs : 0;
}
