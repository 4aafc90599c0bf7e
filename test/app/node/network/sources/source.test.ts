import { expect, test } from 'vitest';
import { keepListening, type Source } from '../../../../../app/node/network/sources/source.ts';
import { createVirtualClock } from '../../../../../app/fake/clock.ts';

/** What a source does each time it is started; after the last it stays, until it is told to stop. */
async function run(lives: readonly { readonly ends: 'missing' | 'died'; readonly afterMs: number }[]) {
  const clock = createVirtualClock();
  const startedAt: number[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  const source: Source = {
    name: 'test',
    async listen({ onActive }, signal) {
      const life = lives[startedAt.length];
      startedAt.push(clock.elapsed() / 1_000);
      if (life === undefined) {
        onActive();
        stop.abort();
        await clock.sleep(1, signal);
        return 'died';
      }
      if (life.ends === 'died') onActive();
      await clock.sleep(life.afterMs, signal);
      return life.ends;
    },
  };
  const to = { clock, onHint() {}, onState: (state: string) => void states.push(state) };
  await clock.run(keepListening(source, to, stop.signal));
  return { startedAt, states };
}

const missing = { ends: 'missing', afterMs: 0 } as const;

test('a source that is missing is looked for after 1, 2, 4 … 60 s', async () => {
  const { startedAt } = await run(Array.from({ length: 9 }, () => missing));
  expect(startedAt).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
});

test('one that dies at once is trusted less each time, one that lived a minute is started as if new', async () => {
  const early = { ends: 'died', afterMs: 0 } as const;
  const { startedAt } = await run([early, early, early, { ends: 'died', afterMs: 60_000 }, early]);
  expect(startedAt).toEqual([0, 1, 3, 7, 68, 70]);
});

test('its state is told whenever it starts and ends, and not when it is told to stop', async () => {
  const { states } = await run([missing, { ends: 'died', afterMs: 5 }]);
  expect(states).toEqual(['missing', 'active', 'restarting', 'active']);
});
