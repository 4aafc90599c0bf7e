import type { Clock } from '../../../clock.ts';
import type { Source } from './source.ts';

const periodMs = 5_000;
/** Longer than any pause of a busy computer. */
const jumpMs = 30_000;

/**
 * Wakes that nobody tells of. A pause that took much longer on the wall was sleep: on Linux the monotonic clock, and
 * with it the pause, stands still meanwhile (clock_gettime(2)); elsewhere the pause ends late.
 */
export function clockSource(clock: Clock): Source {
  return {
    name: 'clock',
    async listen({ onActive, onHint }, signal) {
      onActive();
      while (!signal.aborted) {
        const before = clock.now();
        await clock.sleep(periodMs, signal);
        if (!signal.aborted && clock.now() - before > periodMs + jumpMs) onHint('woke');
      }
      return 'died';
    },
  };
}
