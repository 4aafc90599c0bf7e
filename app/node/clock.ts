import type { Clock } from '../clock.ts';
import { onAbort } from './on-abort.ts';

/** The system's clock. */
export const clock: Clock = {
  now: () => Date.now(),
  offsetAt: (at) => -new Date(at).getTimezoneOffset(),
  elapsed: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const until = performance.now() + ms;
      const wake = (): void => {
        clearTimeout(timer);
        forget();
        resolve();
      };
      // Timers count whole milliseconds and may be up to one early: a hit that left early would shrink the gap.
      const look = (): void => {
        const left = until - performance.now();
        if (left > 0) timer = setTimeout(look, Math.ceil(left));
        else wake();
      };
      const forget = signal === undefined ? (): void => {} : onAbort(signal, wake);
      let timer = setTimeout(look, Math.ceil(ms));
    });
  },
};
