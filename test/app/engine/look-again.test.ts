import { expect, test } from 'vitest';
import { lookAgain, planLooks } from '../../../app/engine/look-again.ts';
import { createVirtualClock } from '../../../app/fake/clock.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { ok } from '../../../app/result.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { host as makeHost, id } from '../hosts/host.ts';
import { failed, knocking, now, open, snapshot } from '../present/snapshot.ts';
import { result } from '../run.ts';

const nas = makeHost({ id: id(1), name: 'nas' });
const hosts = [nas];
const none = { due: [], nextAt: null };
const second = 1_000;

function plan(shown: Snapshot, at = now, askedAt = new Map<string, number>()) {
  return planLooks(shown, { now: at, askedAt });
}

test.each<[string, Snapshot, number, ReturnType<typeof planLooks>]>([
  [
    'seen now: in half a minute',
    snapshot({ hosts, reach: { [nas.id]: open() } }),
    0,
    { due: [], nextAt: now + 30_000 },
  ],
  [
    'seen half a minute ago: now, and again in another',
    snapshot({ hosts, reach: { [nas.id]: open() } }),
    30_000,
    { due: [nas.id], nextAt: now + 60_000 },
  ],
  [
    'its time is over soon: a second after that',
    snapshot({ hosts, reach: { [nas.id]: open({ closesAt: now + 10_000 }) } }),
    0,
    { due: [], nextAt: now + 11_000 },
  ],
  [
    'being knocked',
    snapshot({ hosts, reach: { [nas.id]: open() }, runs: { [nas.id]: knocking() } }),
    40_000,
    none,
  ],
  ['failed', snapshot({ hosts, reach: { [nas.id]: failed() } }), 40_000, none],
  ['removed', snapshot({ hosts: [], reach: { [nas.id]: open() } }), 40_000, none],
  [
    'nobody wants looks',
    snapshot({ hosts, reach: { [nas.id]: open() }, settings: { ...defaultSettings, lookEveryS: 0 } }),
    40_000,
    none,
  ],
  [
    'a look would use the opening up',
    snapshot({ hosts: [{ ...nas, admitsOne: true }], reach: { [nas.id]: open() } }),
    40_000,
    none,
  ],
])('%s', (_story, shown, afterMs, looks) => {
  expect(plan(shown, now + afterMs)).toEqual(looks);
});

test('a look that was not answered is not repeated before its time', () => {
  const shown = snapshot({ hosts, reach: { [nas.id]: open() } });
  const askedAt = new Map([[nas.id, now + 30_000]]);
  expect(plan(shown, now + 31_000, askedAt)).toEqual({ due: [], nextAt: now + 60_000 });
});

/** Looks for `forMs` at a host that is open from the start, and answers the times of the looks, in seconds. */
async function looksWithin(forMs: number, list: readonly Host[]): Promise<readonly number[]> {
  const clock = createVirtualClock();
  const end = new AbortController();
  const times: number[] = [];
  const seen = (): Snapshot =>
    snapshot({ hosts: list, reach: { [nas.id]: open({ checkedAt: clock.now() }) } });
  let tell: (snapshot: Snapshot) => void = () => {};
  clock.after(forMs, () => end.abort());
  await clock.run(
    lookAgain({
      clock,
      signal: end.signal,
      api: {
        watch(listener) {
          tell = listener;
          listener(seen());
          return () => {};
        },
        async check() {
          times.push(clock.elapsed() / second);
          tell(seen());
          return ok(result());
        },
      },
    }),
  );
  return times;
}

test('an open door is looked at every half minute, as long as somebody wants to see it', async () => {
  expect(await looksWithin(100_000, hosts)).toEqual([30, 60, 90]);
});

test('without an open door nothing is done', async () => {
  expect(await looksWithin(100_000, [])).toEqual([]);
});
