import type { Clock } from '../clock.ts';

/** A clock that only moves when nothing else can happen: hours pass in milliseconds, always in the same order. */
export interface VirtualClock extends Clock {
  /** Calls back `ms` from now. */
  after(ms: number, call: () => void): void;
  /** Lets time pass until `work` is settled. Throws if nothing is left that could settle it. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** More than the longest chain of awaits between two events of the core. */
const microtasks = 60;

export function createVirtualClock({
  startedAt = 1_767_225_600_000,
}: { readonly startedAt?: number } = {}): VirtualClock {
  let nowMs = 0;
  let serial = 0;
  let due: { readonly at: number; readonly serial: number; readonly call: () => void }[] = [];

  const clock: VirtualClock = {
    now: () => startedAt + nowMs,
    offsetAt: () => 0,
    elapsed: () => nowMs,
    after(ms, call) {
      const event = { at: nowMs + Math.max(0, ms), serial: (serial += 1), call };
      const index = due.findLastIndex((other) => other.at <= event.at) + 1;
      due.splice(index, 0, event);
    },
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
        clock.after(ms, resolve);
      });
    },
    async run(work) {
      let settled = false;
      const end = (): void => {
        settled = true;
      };
      work.then(end, end);
      for (;;) {
        for (let turn = 0; turn < microtasks && !settled; turn += 1) await Promise.resolve();
        if (settled) return work;
        const [next, ...later] = due;
        if (next === undefined) throw new Error('the work waits for something that no event will bring');
        due = later;
        nowMs = next.at;
        next.call();
      }
    },
  };
  return clock;
}
