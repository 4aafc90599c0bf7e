/** Time as a port, so that a test says what time it is. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. For people and files. */
  now(): number;
  /** How many minutes the clocks on the wall are ahead of UTC at a moment of `now`. */
  offsetAt(at: number): number;
  /** Monotonic milliseconds from an arbitrary start, with fractions. For every measurement. */
  elapsed(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects: callers look at the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** As most days are long; one on which clocks are changed is not. */
export const dayMs = 24 * hourMs;
