import type { VirtualClock } from './clock.ts';

/** Real time, as the development shell has it. */
export interface Pace {
  readonly now: () => number;
  readonly elapsed: () => number;
  /** Calls back after real milliseconds. */
  readonly later: (call: () => void, ms: number) => void;
}

/** A clock of a fake world that runs as fast as real time, for people who watch. */
export function createPacedClock(pace: Pace): VirtualClock {
  const clock: VirtualClock = {
    now: pace.now,
    offsetAt: () => 0,
    elapsed: pace.elapsed,
    after: (ms, call) => pace.later(call, Math.max(0, ms)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
        clock.after(ms, resolve);
      }),
    run: (work) => work,
  };
  return clock;
}
