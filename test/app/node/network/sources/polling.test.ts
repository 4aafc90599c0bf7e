import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../../app/fake/clock.ts';
import { pollingSource } from '../../../../../app/node/network/sources/polling.ts';

test('a difference between two looks is a hint, also when nobody looked in between', async () => {
  const clock = createVirtualClock();
  const hintsAt: number[] = [];
  let seen = 'a';
  const polling = pollingSource({ look: async () => seen, clock });
  const listener = { onActive() {}, onHint: () => void hintsAt.push(clock.elapsed()) };

  const first = new AbortController();
  clock.after(7_000, () => (seen = 'b'));
  clock.after(12_000, () => first.abort());
  await clock.run(polling.listen(listener, first.signal));
  expect(hintsAt).toEqual([10_000]);

  clock.after(8_000, () => (seen = 'c'));
  await clock.run(clock.sleep(8_000));
  const second = new AbortController();
  clock.after(1_000, () => second.abort());
  await clock.run(polling.listen(listener, second.signal));
  expect(hintsAt).toEqual([10_000, 20_000]);
});
