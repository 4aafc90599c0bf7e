import type { Clock } from '../../../clock.ts';
import type { Source } from './source.ts';

/** A look costs some 40 µs; a change is noticed within this. */
const periodMs = 5_000;

/**
 * Looks again and again. `look` returns what is to be compared, as text. What was seen last is kept from one turn to the
 * next, so that what happened between them is noticed too.
 */
export function pollingSource({
  look,
  clock,
}: {
  readonly look: () => Promise<string>;
  readonly clock: Clock;
}): Source {
  let seen: string | null = null;
  return {
    name: 'polling',
    async listen({ onActive, onHint }, signal) {
      onActive();
      while (!signal.aborted) {
        const now = await look();
        if (signal.aborted) break;
        if (seen !== null && now !== seen) onHint('changed');
        seen = now;
        await clock.sleep(periodMs, signal);
      }
      return 'died';
    },
  };
}
