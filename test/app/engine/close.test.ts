import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { offline, wifiReading } from '../../../app/fake/network.ts';
import type { Arrival, FakeServer } from '../../../app/fake/servers.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { rule } from '../rules/rule.ts';
import { home, nas } from './story.ts';
import { joinAt, watching } from './watching.ts';

const second = 1_000;
const minute = 60 * second;
const away = wifiReading({ ssid: 'Away', last: 2 });
const closePort = 9_999;

function closing(change: Partial<Host> = {}): Host {
  return nas({
    close: { method: 'sequence', steps: [{ proto: 'tcp', port: closePort }] } as NonNullable<Host['close']>,
    ...change,
  });
}

/** Opens for any knock on 9000 and shuts for one on 9999, unless it is deaf. */
function doorman({ isOpen = false, isDeaf = false } = {}): FakeServer {
  let open = isOpen;
  return {
    receive({ port }: Arrival) {
      if (port === 9_000) open = true;
      if (port === closePort && !isDeaf) open = false;
      return port === 22 && open ? 'accept' : 'drop';
    },
  };
}

function worldWith(server: FakeServer, host = closing()) {
  const world = createWorld({ servers: { [home]: server }, hosts: [host] });
  const api = createEngine(world.ports);
  return { world, api, close: () => world.clock.run(api.closeHost({ hostId: host.id, cause: 'window' })) };
}

describe('closing by hand', () => {
  test('says closed of a door that was seen open and then shut', async () => {
    const { close, world } = worldWith(doorman({ isOpen: true }));
    expect(await close()).toMatchObject({ ok: true, value: { verdict: 'closed', tries: 1 } });
    expect(world.hits.map(({ port }) => port)).toEqual([closePort]);
  });

  test('sends nothing to a door that is shut', async () => {
    const { close, world } = worldWith(doorman());
    expect(await close()).toMatchObject({ ok: true, value: { verdict: 'already-closed', packets: 0 } });
    expect(world.hits).toEqual([]);
  });

  test('says still open of a door that does not listen, after three tries', async () => {
    const { close, world } = worldWith(doorman({ isOpen: true, isDeaf: true }));
    expect(await close()).toMatchObject({ ok: true, value: { verdict: 'still-open', tries: 3 } });
    expect(world.hits).toHaveLength(3);
  });

  test('says sent where nothing can be looked at', async () => {
    const { check: _, ...unseen } = closing();
    const { close } = worldWith(doorman({ isOpen: true }), unseen);
    expect(await close()).toMatchObject({ ok: true, value: { verdict: 'sent' } });
  });

  test('refuses a host that has nothing to close with', async () => {
    const { close } = worldWith(doorman({ isOpen: true }), nas());
    expect(await close()).toEqual({ ok: false, error: { code: 'nothing-to-close', name: 'nas' } });
  });

  test('is kept in the activity as closing', async () => {
    const { close, world, api } = worldWith(doorman({ isOpen: true }));
    await close();
    const kept = await world.clock.run(api.readActivity({ filter: {}, beforeId: null, count: 10 }));
    expect(kept).toMatchObject({ ok: true, value: { entries: [{ kind: 'close', cause: 'window' }] } });
  });
});

test('a door that is closed by hand is not kept open any more', async () => {
  const host = closing({ openForMs: minute });
  const seen = await watching({
    rules: [
      rule({
        when: { kind: 'started' },
        hosts: { ids: [host.id] },
        do: { kind: 'keep-open', while: { kind: 'hours', hours: 2 } },
      }),
    ],
    hosts: [host],
    server: doorman(),
    forMs: 20 * minute,
    happens: (scene) =>
      scene.at(5 * minute, () => void scene.api.closeHost({ hostId: host.id, cause: 'window' })),
  });
  expect(Math.max(...seen.knockedAt)).toBeLessThan(5 * minute);
});

describe('on leaving a network', () => {
  const host = closing({ closeOn: ['left'] });
  const hosts = { ids: [host.id] };
  const started = rule({ when: { kind: 'started' }, hosts });
  const closes = (world: { readonly hits: readonly { readonly port: number }[] }) =>
    world.hits.filter(({ port }) => port === closePort).length;

  test('a door that was open is shut from the next one', async () => {
    const { world, runs } = await watching({
      rules: [started],
      hosts: [host],
      server: doorman(),
      forMs: 10 * minute,
      happens(scene) {
        joinAt(scene, minute, offline);
        joinAt(scene, 2 * minute, away);
      },
    });
    expect(closes(world)).toBe(1);
    expect(runs.at(-1)).toMatchObject({ kind: 'close', cause: 'left', result: { verdict: 'closed' } });
  });

  test('it stays open if a rule opens it there', async () => {
    const joined = rule({ id: '00000000-0000-4000-8000-000000000102', when: { kind: 'joined' }, hosts });
    const { world } = await watching({
      rules: [started, joined],
      hosts: [host],
      server: doorman(),
      forMs: 10 * minute,
      happens: (scene) => joinAt(scene, 2 * minute, away),
    });
    expect(closes(world)).toBe(0);
  });

  test('it stays open if the same network comes back', async () => {
    const { world } = await watching({
      rules: [started],
      hosts: [host],
      server: doorman(),
      forMs: 10 * minute,
      happens(scene) {
        joinAt(scene, minute, offline);
        joinAt(scene, 2 * minute, wifiReading());
      },
    });
    expect(closes(world)).toBe(0);
  });
});

describe('on quitting', () => {
  const knock = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;

  async function quit(host: Host, server: FakeServer, isKnocked = true) {
    const world = createWorld({ servers: { [home]: server }, hosts: [host] });
    const api = createEngine(world.ports);
    if (isKnocked) await world.clock.run(api.knock({ subject: { hostId: host.id }, options: knock }));
    const before = world.clock.elapsed();
    await world.clock.run(api.closeOnQuit());
    const closes = world.hits.filter(({ port }) => port === closePort).length;
    return { closes, tookMs: world.clock.elapsed() - before };
  }

  test('a door that was opened is shut', async () => {
    expect(await quit(closing({ closeOn: ['quit'] }), doorman())).toMatchObject({ closes: 1 });
  });

  test('a host that nobody knocked is left alone, at once', async () => {
    const seen = await quit(closing({ closeOn: ['quit'] }), doorman({ isOpen: true }), false);
    expect(seen).toEqual({ closes: 0, tookMs: 0 });
  });

  test('a host that does not want it is left alone', async () => {
    expect(await quit(closing({ closeOn: ['left'] }), doorman())).toMatchObject({ closes: 0 });
  });

  test('a server that is gone costs 5 s at most', async () => {
    let isGone = false;
    const server = doorman();
    const host = closing({ closeOn: ['quit'] });
    const world = createWorld({
      servers: { [home]: { receive: (arrival, at) => (isGone ? 'drop' : server.receive(arrival, at)) } },
      hosts: [host],
      names: {},
    });
    const api = createEngine(world.ports);
    await world.clock.run(api.knock({ subject: { hostId: host.id }, options: knock }));
    isGone = true;
    const before = world.clock.elapsed();
    await world.clock.run(api.closeOnQuit());
    expect(world.clock.elapsed() - before).toBeLessThanOrEqual(5 * second);
  });
});
