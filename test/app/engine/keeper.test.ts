import { describe, expect, test } from 'vitest';
import { offline, wifiReading } from '../../../app/fake/network.ts';
import { fakeKnockd, type FakeServer } from '../../../app/fake/servers.ts';
import type { Rule } from '../../../app/rules/schema.ts';
import { rule } from '../rules/rule.ts';
import { door, home, nas, service } from './story.ts';
import { joinAt, reasons, watching } from './watching.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const connectedToNas = [`${home} 22`];
const away = wifiReading({ ssid: 'Away', last: 2 });

function keepOpen(condition: Extract<Rule['do'], { kind: 'keep-open' }>['while'], hostId = nas().id): Rule {
  return rule({
    when: { kind: 'started' },
    hosts: { ids: [hostId] },
    do: { kind: 'keep-open', while: condition },
  });
}

/** A server whose door closes by itself after this time. */
function closesAfter(openForMs: number): FakeServer {
  return fakeKnockd({ doors: [{ ...door, openForMs }], seqTimeoutMs: 10_000, latencyMs: () => 40 });
}

describe.each([20, 60, 300])('a door that closes after %i s', (seconds) => {
  const openForMs = seconds * second;
  const sessionEndsAt = 10 * minute;

  test.each([
    ['says', openForMs],
    ['does not say', undefined],
  ])('stays open for a session of 10 minutes where the host %s that, and not longer', async (_, stated) => {
    const seen = await watching({
      rules: [keepOpen({ kind: 'connected' })],
      hosts: [nas(stated === undefined ? {} : { openForMs: stated })],
      server: closesAfter(openForMs),
      forMs: hour,
      happens(scene) {
        scene.network.setConnected(connectedToNas);
        scene.at(sessionEndsAt, () => scene.network.setConnected([]));
      },
    });
    const during = seen.knockedAt.filter((at) => at <= sessionEndsAt);
    expect(during).toHaveLength(seen.knockedAt.length);
    const opened = [...during, sessionEndsAt];
    const gaps = opened.slice(1).map((at, index) => at - (opened[index] ?? 0));
    // A door whose time is known is never found shut; otherwise once, until it is learnt to a tenth.
    const shut = gaps.filter((gap) => gap > openForMs + 200);
    expect(shut.length).toBeLessThanOrEqual(stated === undefined ? 1 : 0);
    expect(Math.max(0, ...shut)).toBeLessThan(openForMs * 1.1 + 5 * second);
    // No more often than needed.
    expect(during.length).toBeLessThanOrEqual(Math.ceil(sessionEndsAt / (openForMs * 0.7)) + 1);
    expect(seen.api).toBeDefined();
  });
});

test('what was learnt of the open time is used at once the next time', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 1 })],
    server: closesAfter(minute),
    forMs: 2 * hour,
  });
  const gaps = seen.knockedAt.slice(1).map((at, index) => at - (seen.knockedAt[index] ?? 0));
  expect(gaps[0]).toBeGreaterThan(minute);
  expect(Math.max(...gaps.slice(1))).toBeLessThan(minute);
});

test('a session that ends stops the knocks within one period, and that is said', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'connected' })],
    hosts: [nas({ openForMs: minute })],
    server: closesAfter(minute),
    forMs: hour,
    happens(scene) {
      scene.network.setConnected(connectedToNas);
      scene.at(5 * minute, () => scene.network.setConnected([]));
    },
  });
  expect(Math.max(...seen.knockedAt)).toBeLessThan(5 * minute);
  expect(reasons(seen).at(-1)).toBe('renewal: skip, not-connected');
});

test('it ends after at most 8 hours, although somebody is still connected', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'connected' })],
    hosts: [nas({ openForMs: 10 * minute })],
    server: closesAfter(10 * minute),
    forMs: 24 * hour,
    happens: (scene) => scene.network.setConnected(connectedToNas),
  });
  expect(Math.max(...seen.knockedAt)).toBeLessThanOrEqual(8 * hour);
  expect(Math.max(...seen.knockedAt)).toBeGreaterThan(7.5 * hour);
});

test('it ends at the time of the rule', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'until', at: '02:00' })],
    hosts: [nas({ openForMs: 10 * minute })],
    server: closesAfter(10 * minute),
    forMs: 24 * hour,
  });
  expect(Math.max(...seen.knockedAt)).toBeLessThanOrEqual(2 * hour);
  expect(Math.max(...seen.knockedAt)).toBeGreaterThan(1.8 * hour);
});

test('the knock that closes is sent when keeping open ends, if the host wants that', async () => {
  const close = { method: 'sequence', steps: [{ proto: 'tcp', port: 9_999 }] };
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 0.25 })],
    hosts: [nas({ openForMs: minute, ...({ close, closeOn: ['keep-open-end'] } as object) })],
    server: closesAfter(minute),
    forMs: hour,
  });
  expect(seen.world.hits.filter(({ port }) => port === 9_999).length).toBeGreaterThan(0);
  expect(seen.runs.at(-1)).toMatchObject({ kind: 'close', cause: 'keep-open' });
});

test('on another network it is knocked from there once, not twice', async () => {
  let server = closesAfter(20 * minute);
  const seen = await watching({
    rules: [
      keepOpen({ kind: 'hours', hours: 1 }),
      rule({
        id: '00000000-0000-4000-8000-000000000102',
        when: { kind: 'joined' },
        hosts: { ids: [nas().id] },
        unless: { open: false },
      }),
    ],
    hosts: [nas({ openForMs: 20 * minute })],
    server: { receive: (arrival, atMs) => server.receive(arrival, atMs) },
    forMs: 10 * minute,
    happens(scene) {
      joinAt(scene, 3 * minute, away);
      // A door that is open for the old address is not for the new one.
      scene.at(3 * minute, () => (server = closesAfter(20 * minute)));
    },
  });
  expect(seen.knockedAt).toHaveLength(2);
});

test('a session over two networks keeps its door open from the second', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'connected' })],
    hosts: [nas({ openForMs: minute })],
    server: closesAfter(minute),
    forMs: 10 * minute,
    happens(scene) {
      scene.network.setConnected(connectedToNas);
      joinAt(scene, 3 * minute, away);
    },
  });
  expect(Math.max(...seen.knockedAt)).toBeGreaterThan(9 * minute);
});

test('a while without a network is waited for in silence', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 4 })],
    hosts: [nas({ openForMs: minute })],
    server: closesAfter(minute),
    forMs: 3 * hour,
    happens(scene) {
      joinAt(scene, 10 * minute, offline);
      joinAt(scene, 2 * hour, wifiReading());
    },
  });
  const between = seen.knockedAt.filter((at) => at > 11 * minute && at < 2 * hour);
  expect(between).toEqual([]);
  expect(Math.max(...seen.knockedAt)).toBeGreaterThan(2.9 * hour);
  expect(seen.decisions.filter(({ occasion }) => occasion.kind === 'retry')).toEqual([]);
});

test('a server that stops opening is given up after four failures', async () => {
  let isGone = false;
  const server = closesAfter(minute);
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 4 })],
    hosts: [nas({ openForMs: minute, tries: 1, deadlineMs: 2_000 })],
    server: { receive: (arrival, atMs) => (isGone ? 'drop' : server.receive(arrival, atMs)) },
    forMs: 4 * hour,
    happens: (scene) => scene.at(5 * minute, () => (isGone = true)),
  });
  expect(seen.knockedAt.filter((at) => at > 5 * minute)).toHaveLength(4);
  expect(seen.knockedAt.length).toBeLessThan(12);
});

test('a door that the user no longer wants open is not knocked again, even if that was under way', async () => {
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 4 })],
    hosts: [nas({ openForMs: minute })],
    server: closesAfter(minute),
    forMs: hour,
    happens: (scene) => scene.at(51 * second + 20, () => void scene.api.stopKeeping({ hostId: nas().id })),
  });
  expect(seen.knockedAt.filter((at) => at > 55 * second)).toEqual([]);
});

test('a rule that is removed keeps nothing open', async () => {
  const kept = keepOpen({ kind: 'hours', hours: 4 });
  const seen = await watching({
    rules: [kept],
    hosts: [nas({ openForMs: minute })],
    server: closesAfter(minute),
    forMs: hour,
    happens: (scene) => scene.at(10 * minute, () => void scene.api.removeRule({ ruleId: kept.id })),
  });
  expect(Math.max(...seen.knockedAt)).toBeLessThan(10 * minute);
});

test('a host without a check and without an open time is knocked once', async () => {
  const { check: _, ...unseen } = nas();
  const seen = await watching({
    rules: [keepOpen({ kind: 'hours', hours: 4 }, unseen.id)],
    hosts: [unseen],
    server: service(() => 'drop'),
    forMs: hour,
  });
  expect(seen.knockedAt).toHaveLength(1);
  expect(reasons(seen)).toEqual(['started: knock, open-time-unknown']);
});
