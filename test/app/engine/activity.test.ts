import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import type { Entry } from '../../../app/history/entry.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { id } from '../hosts/host.ts';
import { at, home, knockd, nas, service } from './story.ts';

const options = { cause: 'tray', always: false, force: true, ifRunning: 'join' } as const;

/** An engine that keeps its activity in memory. */
function engineAt(world: ReturnType<typeof at>, settings = defaultSettings, saved: readonly Entry[] = []) {
  let kept = saved;
  const history = {
    ...world.ports.history,
    load: async () => kept,
    add: async (entry: Entry) => {
      kept = [...kept, entry];
    },
    replace: async (entries: readonly Entry[]) => {
      kept = entries;
    },
  };
  const engine = createEngine({ ...world.ports, history }, settings);
  let snapshot: Snapshot | null = null;
  engine.watch((next) => {
    snapshot = next;
  });
  return { engine, world, onDisk: () => kept, snapshot: () => snapshot };
}

test('every knock is kept with its cause, its result and its events; a check is not', async () => {
  const { engine, world, onDisk, snapshot } = engineAt(at(home, knockd()));
  const subject = { host: nas() };
  await world.clock.run(engine.knock({ subject, options }));
  await world.clock.run(engine.check({ subject }));
  expect(onDisk()).toMatchObject([{ id: 1, hostName: 'nas', cause: 'tray', result: { verdict: 'opened' } }]);
  expect(onDisk()[0]?.events.map(({ type }) => type)).toContain('packet');
  expect(snapshot()?.activity).toEqual({ total: 1, newestId: 1 });
});

test('what was kept before the start counts once somebody looks at it', async () => {
  const before = engineAt(at(home, knockd()));
  await before.world.clock.run(before.engine.knock({ subject: { host: nas() }, options }));
  const { engine, snapshot } = engineAt(at(home, knockd()), defaultSettings, before.onDisk());
  expect(snapshot()?.activity.total).toBe(0);
  await engine.readActivity({ filter: {}, beforeId: null, count: 50 });
  expect(snapshot()?.activity).toEqual({ total: 1, newestId: 1 });
});

test('pages come newest first, each older than the one before, with the number of all that match', async () => {
  const { engine, world } = engineAt(
    at(
      home,
      service(() => 'drop'),
    ),
  );
  for (const number of [1, 2, 3]) {
    const host = nas({ id: id(number), tries: 1 });
    await world.clock.run(engine.knock({ subject: { host }, options }));
  }
  const page = async (beforeId: number | null) => {
    const read = await engine.readActivity({ filter: { outcome: 'failed' }, beforeId, count: 2 });
    return read.ok ? { ids: read.value.entries.map((entry) => entry.id), total: read.value.total } : null;
  };
  expect(await page(null)).toEqual({ ids: [3, 2], total: 3 });
  expect(await page(2)).toEqual({ ids: [1], total: 3 });
});

test('no more is kept than the settings say, on disk too after a while', async () => {
  const settings = { ...defaultSettings, activityRows: 500 as const };
  const { engine, world, onDisk } = engineAt(
    at(
      home,
      service(() => 'drop'),
    ),
    settings,
  );
  const { check: _, ...host } = nas({ id: id(1) });
  for (let number = 0; number < 503; number += 1)
    await world.clock.run(engine.knock({ subject: { host }, options }));
  const read = await engine.readActivity({ filter: {}, beforeId: null, count: 1 });
  expect(read).toMatchObject({ value: { entries: [{ id: 503 }], total: 500 } });
  expect(onDisk().length).toBeLessThanOrEqual(550);
});

test('clearing leaves nothing', async () => {
  const { engine, world, onDisk, snapshot } = engineAt(at(home, knockd()));
  await world.clock.run(engine.knock({ subject: { host: nas() }, options }));
  await engine.clearActivity({});
  expect(onDisk()).toEqual([]);
  expect(snapshot()?.activity).toEqual({ total: 0, newestId: 0 });
});
