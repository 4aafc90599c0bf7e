import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../app/engine/engine.ts';
import { newCounter } from '../../app/otp/counter.ts';
import { noVault } from '../../app/secrets/look.ts';
import { defaultSettings } from '../../app/settings/schema.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { applyUpdate, connect, serve, updateFrom, type Wire } from '../../app/wire.ts';
import { at, home, knockd, nas } from './engine/story.ts';
import { noAutomation } from './present/snapshot.ts';

/** A process boundary without a process: everything is copied, as IPC does. */
function copying(wire: Wire): Wire {
  return {
    call: async (name, input) => structuredClone(await wire.call(name, structuredClone(input))),
    watch: (listener) => wire.watch((update) => listener(structuredClone(update))),
  };
}

test('a knock over the wire shows the same snapshots as one without', async () => {
  const world = at(home, knockd());
  const engine = createEngine(world.ports);
  const far = connect(copying(serve(engine)));
  const near: Snapshot[] = [];
  const seen: Snapshot[] = [];
  engine.watch((snapshot) => near.push(snapshot));
  far.watch((snapshot) => seen.push(snapshot));
  const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;
  const result = await world.clock.run(far.knock({ subject: { host: nas() }, options }));
  expect(result).toMatchObject({ ok: true, value: { verdict: 'opened' } });
  expect(seen).toEqual(near);
});

test('a page that joins late gets the current snapshot first', async () => {
  const world = at(home, knockd());
  const far = connect(copying(serve(createEngine(world.ports))));
  await world.clock.run(far.loadHosts({}));
  const seen: Snapshot[] = [];
  far.watch((snapshot) => seen.push(snapshot));
  expect(seen).toMatchObject([{ hosts: { state: 'ready' } }]);
});

test.each([
  ['an unknown command', 'formatDisk', {}],
  ['a name of the object, not of ours', 'constructor', {}],
  ['a missing input', 'knock', undefined],
  ['a field too many', 'cancelKnock', { hostId: nas().id, shell: 'x' }],
  ['an id that is none', 'removeHost', { hostId: '../hosts' }],
])('%s is refused at the door', async (_, name, input) => {
  const wire = serve(createEngine(at(home, knockd()).ports));
  await expect(wire.call(name, input)).rejects.toThrow(/^(unknown command|bad input)$/);
});

describe('a change', () => {
  const base: Snapshot = {
    revision: 0,
    hosts: { state: 'loading' },
    runs: {},
    reach: {},
    settings: defaultSettings,
    vault: { state: 'loading' },
    counters: {},
    automation: noAutomation,
    activity: { total: 0, newestId: 0 },
  };
  const closed = (checkedAt: number) => ({ state: 'closed', by: 'silence', checkedAt }) as const;

  test('holds only the entries that changed', () => {
    const before: Snapshot = { ...base, reach: { a: closed(1), b: closed(1), c: closed(1) } };
    const { a, b } = before.reach;
    if (!a || !b) throw new Error('the snapshot above has both');
    const after: Snapshot = { ...before, revision: 1, reach: { a, b: closed(2) } };
    expect(updateFrom(before, after)).toEqual({
      kind: 'change',
      revision: 1,
      parts: {},
      runs: { put: {}, drop: [] },
      reach: { put: { b: closed(2) }, drop: ['c'] },
      counters: { put: {}, drop: [] },
    });
  });

  test('holds the counter that moved and the one that went, and a vault as a whole', () => {
    const before: Snapshot = {
      ...base,
      counters: { a: newCounter(1, null), b: newCounter(2, null), c: newCounter(3, 9) },
    };
    const { b } = before.counters;
    if (!b) throw new Error('the snapshot above has it');
    const vault = { state: 'ready', look: noVault } as const;
    const after: Snapshot = { ...before, revision: 1, counters: { a: newCounter(2, null), b }, vault };
    expect(updateFrom(before, after)).toMatchObject({
      parts: { vault },
      counters: { put: { a: newCounter(2, null) }, drop: ['c'] },
    });
    expect(applyUpdate(before, updateFrom(before, after))).toEqual(after);
  });

  test('cannot come first', () => {
    expect(() => applyUpdate(null, updateFrom(base, { ...base, revision: 1 }))).toThrow(
      /before the snapshot/,
    );
  });

  test('leads from any snapshot to any other', () => {
    const snapshot = fc
      .record({
        revision: fc.nat(),
        reach: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat().map(closed)),
        activity: fc.record({ total: fc.nat(), newestId: fc.nat() }),
        counters: fc.dictionary(
          fc.constantFrom('a', 'b', 'c', 'd'),
          fc.nat().map((next) => newCounter(next, null)),
        ),
        vault: fc.constantFrom<Snapshot['vault']>(
          { state: 'loading' },
          { state: 'ready', look: noVault },
          { state: 'failed', failure: { code: 'store-busy', file: 'secrets.json' } },
        ),
      })
      .map((parts): Snapshot => ({
        ...base,
        ...parts,
        reach: { ...parts.reach },
        counters: { ...parts.counters },
      }));
    fc.assert(
      fc.property(snapshot, snapshot, (before, after) => {
        const received = applyUpdate(null, updateFrom(null, before));
        expect(applyUpdate(received, updateFrom(before, after))).toEqual(after);
      }),
    );
  });
});
