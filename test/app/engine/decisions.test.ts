import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { wifiReading } from '../../../app/fake/network.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { DecisionEntry } from '../../../app/history/decision-entry.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import { known, rule } from '../rules/rule.ts';
import { nas } from './story.ts';
import { joinAt, watching } from './watching.ts';

const hosts = { ids: [nas().id] };
const minute = 60_000;

test('an entry holds the occasion, the network by its name, and each rule and host as it was then', async () => {
  const home = known({ gateway: '10.1.2.1', gatewayMac: '52:54:00:00:00:02', subnets: [], ssid: 'Away' });
  const joined = rule({ when: { kind: 'joined' }, hosts });
  const { decisions } = await watching({
    rules: [joined],
    networks: [home],
    forMs: minute,
    happens: (scene) => joinAt(scene, 1_000, wifiReading({ ssid: 'Away', last: 2 })),
  });
  expect(decisions.map(({ id, occasion }) => [id, occasion.kind])).toEqual([
    [1, 'started'],
    [2, 'left'],
    [3, 'joined'],
  ]);
  expect(decisions[2]).toMatchObject({
    networkName: 'Home',
    decisions: [{ rule: joined, hostName: 'nas', act: 'knock', because: { code: 'occasion' } }],
  });
});

test('those that did something can be asked for alone, page by page', async () => {
  const { api } = await watching({
    rules: [rule({ when: { kind: 'woke' }, hosts })],
    forMs: 60 * minute,
    happens(scene) {
      for (let n = 1; n <= 5; n += 1) scene.at(n * 10 * minute, () => scene.network.hint('woke'));
    },
  });
  const page = async (beforeId: number | null) => {
    const read = await api.readDecisions({ acted: true, beforeId, count: 2 });
    return read.ok ? { ids: read.value.entries.map(({ id }) => id), total: read.value.total } : null;
  };
  expect(await page(null)).toEqual({ ids: [6, 5], total: 5 });
  expect(await page(5)).toEqual({ ids: [4, 3], total: 5 });
  expect(await page(2)).toEqual({ ids: [], total: 5 });
});

test('what is too old or too much is let go of, also on disk', async () => {
  const world = createWorld({ hosts: [nas()] });
  const { activityRows, activityDays } = defaultSettings;
  const now = world.clock.now();
  const entry = (id: number, at: number): DecisionEntry => ({
    id,
    at,
    occasion: { kind: 'woke' },
    network: null,
    networkName: null,
    conditions: { isCaptive: false, isMetered: null, onBattery: null },
    openIds: [],
    decisions: [],
  });
  const old = Array.from({ length: activityRows }, (_, n) =>
    entry(n + 1, now - (activityDays + 1) * 86_400_000),
  );
  const disk: DecisionEntry[] = [...old];
  const log = {
    load: async () => [...disk],
    add: async (added: DecisionEntry) => void disk.push(added),
    replace: async (entries: readonly DecisionEntry[]) => void disk.splice(0, disk.length, ...entries),
  };
  const stop = new AbortController();
  const api = createEngine({ ...world.ports, history: { ...world.ports.history, decisions: log } });
  world.clock.after(minute, () => stop.abort());
  await world.clock.run(api.automate(stop.signal));
  expect(disk.map(({ id, occasion }) => [id, occasion.kind])).toEqual([[activityRows + 1, 'started']]);
});
