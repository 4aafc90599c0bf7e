import { expect, test } from 'vitest';
import type { Clock } from '../../../../../app/clock.ts';
import { createVirtualClock } from '../../../../../app/fake/clock.ts';
import { clockSource } from '../../../../../app/node/network/sources/clock-jump.ts';

/** What a clock that jumps by `jumpMs` on the wall, once in a quarter of a minute, makes the source say. */
async function hintsWith(jumpMs: number): Promise<readonly string[]> {
  const clock = createVirtualClock();
  let asleepMs = 0;
  const wall: Clock = { ...clock, now: () => clock.now() + asleepMs };
  clock.after(7_000, () => (asleepMs += jumpMs));
  const stop = new AbortController();
  clock.after(15_000, () => stop.abort());
  const hints: string[] = [];
  const listener = { onActive() {}, onHint: (hint: string) => void hints.push(hint) };
  await clock.run(clockSource(wall).listen(listener, stop.signal));
  return hints;
}

test.each([
  ['an hour', 3_600_000, ['woke']],
  ['31 s', 31_000, ['woke']],
  ['29 s, as of a clock that is set right', 29_000, []],
  ['nothing', 0, []],
  ['an hour back', -3_600_000, []],
] as const)('a jump of %s', async (_, jumpMs, hints) => {
  expect(await hintsWith(jumpMs)).toEqual(hints);
});

test('a pause that ends much too late is a wake, on systems whose clocks go on asleep', async () => {
  let time = 0;
  const stop = new AbortController();
  const hints: string[] = [];
  const late: Clock = {
    ...createVirtualClock(),
    now: () => time,
    elapsed: () => time,
    async sleep() {
      time += 60_000;
    },
  };
  const listener = {
    onActive() {},
    onHint(hint: string) {
      hints.push(hint);
      stop.abort();
    },
  };
  await clockSource(late).listen(listener, stop.signal);
  expect(hints).toEqual(['woke']);
});
