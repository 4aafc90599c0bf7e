import { expect, test } from 'vitest';
import { clock } from '../../../app/node/clock.ts';

test('no sleep is shorter than it should be', async () => {
  const lengths = [0, 0.3, 1, 4.7, 5, 12.2];
  const slept = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const ms = lengths[index % lengths.length] ?? 0;
      const startedAt = clock.elapsed();
      await clock.sleep(ms);
      return clock.elapsed() - startedAt - ms;
    }),
  );
  expect(Math.min(...slept)).toBeGreaterThanOrEqual(0);
});

test('a shorter sleep ends before a longer one', async () => {
  const ended: number[] = [];
  await Promise.all([60, 20, 40].map((ms) => clock.sleep(ms).then(() => ended.push(ms))));
  expect(ended).toEqual([20, 40, 60]);
});

test('an abort ends the sleep', async () => {
  const before = timers();
  const stop = new AbortController();
  const sleep = clock.sleep(600_000, stop.signal);
  expect(timers()).toBe(before + 1);
  stop.abort();
  await sleep;
  expect(timers()).toBe(before);
});

test('an abort that came before leaves nothing to sleep', async () => {
  const before = timers();
  await clock.sleep(600_000, AbortSignal.abort());
  expect(timers()).toBe(before);
});

test('a sleep that ended no longer listens', async () => {
  const signal = new AbortController().signal;
  const kept = new Set<unknown>();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type: string, listener: () => void) => {
    kept.add(listener);
    addEventListener.call(signal, type, listener);
  };
  signal.removeEventListener = (type: string, listener: () => void) => {
    kept.delete(listener);
    removeEventListener.call(signal, type, listener);
  };
  const sleep = clock.sleep(1, signal);
  expect(kept.size).toBe(1);
  await sleep;
  expect(kept.size).toBe(0);
});

test('the wall clock is in milliseconds since 1970, the other one never goes back', () => {
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
  const readings = Array.from({ length: 1_000 }, () => clock.elapsed());
  expect(readings).toEqual(readings.toSorted((a, b) => a - b));
});

/** How many timers the process waits for. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}
