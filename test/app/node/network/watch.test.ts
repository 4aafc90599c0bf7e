import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../../app/fake/clock.ts';
import type { SourceState } from '../../../../app/network/ports.ts';
import type { Listener, Source } from '../../../../app/node/network/sources/source.ts';
import { watchWith } from '../../../../app/node/network/watch.ts';

/** A source that starts if `mayStart`, and dies when it is told. */
function controlled(name: string) {
  let mayStart = true;
  let live: { readonly to: Listener; readonly end: () => void } | null = null;
  const source: Source = {
    name,
    listen: (to, signal) =>
      new Promise((resolve) => {
        if (!mayStart) return resolve('missing');
        const end = (): void => {
          live = null;
          resolve('died');
        };
        live = { to, end };
        signal.addEventListener('abort', end, { once: true });
        to.onActive();
      }),
  };
  return {
    source,
    isLive: () => live !== null,
    hint: () => live?.to.onHint('changed'),
    die: () => live?.end(),
    allow: (isAllowed: boolean) => void (mayStart = isAllowed),
  };
}

function setUp({ missing = [] }: { readonly missing?: readonly string[] } = {}) {
  const clock = createVirtualClock();
  const [best, second, last, wake] = [
    controlled('best'),
    controlled('second'),
    controlled('last'),
    controlled('wake'),
  ];
  if (missing.includes('best')) best.allow(false);
  if (missing.includes('second')) second.allow(false);
  const told: string[] = [];
  const hints: string[] = [];
  const watch = watchWith({
    changes: [best.source, second.source, last.source],
    always: [wake.source],
    clock,
  });
  const stop = watch({
    onHint: (hint) => void hints.push(hint),
    onSources: (sources: readonly SourceState[]) =>
      void told.push(sources.map(({ name, state }) => `${name} ${state}`).join(', ')),
  });
  return {
    clock,
    best,
    second,
    last,
    wake,
    told,
    hints,
    stop,
    wait: (ms: number) => clock.run(clock.sleep(ms)),
  };
}

test('while the best source listens, the others rest', async () => {
  const { wait, second, last, best, told, hints } = setUp();
  await wait(10);
  expect([second.isLive(), last.isLive()]).toEqual([false, false]);
  best.hint();
  expect(hints).toEqual(['changed']);
  expect(told.at(-1)).toBe('best active, wake active');
});

test('where it is missing the next one listens, and so on', async () => {
  const { wait, last, told, hints } = setUp({ missing: ['best', 'second'] });
  await wait(10);
  expect(told.at(-1)).toBe('best missing, second missing, last active, wake active');
  last.hint();
  expect(hints).toEqual(['changed']);
});

test('one that dies is replaced until it is back', async () => {
  const { wait, best, second, told } = setUp();
  await wait(10);
  best.die();
  await wait(10);
  expect(second.isLive()).toBe(true);
  expect(told.at(-1)).toBe('best restarting, second active, wake active');
  await wait(2_000);
  expect([best.isLive(), second.isLive()]).toEqual([true, false]);
  expect(told.at(-1)).toBe('best active, wake active');
});

test('one that was missing is used once it is there', async () => {
  const { wait, best, last, told } = setUp({ missing: ['best', 'second'] });
  await wait(20_000);
  best.allow(true);
  await wait(60_000);
  expect([best.isLive(), last.isLive()]).toEqual([true, false]);
  expect(told.at(-1)).toBe('best active, wake active');
});

test('that something is still missing is no news', async () => {
  const { wait, told } = setUp({ missing: ['best'] });
  await wait(10);
  const before = told.length;
  await wait(600_000);
  expect(told.length).toBe(before);
});

test('told to stop, all end and nobody is told anything', async () => {
  const { wait, best, second, last, wake, told, hints, stop } = setUp();
  await wait(10);
  best.die();
  await wait(10);
  const before = told.length;
  stop();
  await wait(120_000);
  expect([best, second, last, wake].map((each) => each.isLive())).toEqual([false, false, false, false]);
  expect([told.length, hints.length]).toEqual([before, 0]);
});
