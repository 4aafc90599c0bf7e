import { describe, expect, test } from 'vitest';
import { fakeNumbered } from '../../../../app/fake/code-servers.ts';
import type { FakeServer } from '../../../../app/fake/servers.ts';
import { createWorld, type World } from '../../../../app/fake/world.ts';
import { openMethod } from '../../../../app/engine/methods/open.ts';
import { confirm, newCounter, reserve, type Counter } from '../../../../app/otp/counter.ts';
import { fail } from '../../../../app/result.ts';
import { home, home6, tell, type Story } from '../story.ts';
import { derivation, hitsOf, hostWith, otpSecret, service, vaultWith, withPorts } from './codes.ts';

const hotp = { method: 'hotp', derivation };
const host = hostWith(hotp);
const { check: _, ...unchecked } = host;

function counterServer({ expects = 0, lookAhead = 0 } = {}) {
  return fakeNumbered({ hitsOf, expects, lookAhead, ...service });
}

function worldWith(
  server: FakeServer,
  counter: Counter | null = null,
  secrets: Parameters<typeof vaultWith>[1] = { 'otp-secret': otpSecret },
): World {
  return createWorld({
    servers: { [home]: server },
    counters: counter === null ? {} : { [host.id]: counter },
    vault: vaultWith(host, secrets),
  });
}

async function counterOf(world: World): Promise<Counter | undefined> {
  const loaded = await world.ports.counters.load();
  if (!loaded.ok) throw new Error(loaded.error.code);
  return loaded.value[host.id];
}

/** Lets the door close again, and the rate limit forget. */
async function later(world: World): Promise<void> {
  await world.clock.run(world.clock.sleep(61_000));
}

const numbers = ({ events }: Story) =>
  events.flatMap((event) => (event.type === 'try' && event.moving !== null ? [event.moving.number] : []));

/** Loses the hits of the first `tries` tries of a sequence. */
function losing(server: FakeServer, hits: number): FakeServer {
  let lost = 0;
  return {
    receive(arrival, atMs) {
      if (arrival.port === service.servicePort || lost >= hits) return server.receive(arrival, atMs);
      lost += 1;
      return 'drop';
    },
  };
}

describe('a counter', () => {
  test('opens with its number and expects the next one', async () => {
    const server = counterServer({ expects: 7 });
    const world = worldWith(server, newCounter(7, null));
    const story = await tell({ host, world });
    expect(story.result).toMatchObject({ verdict: 'opened', tries: 1, packets: 4 });
    expect(story.events).toContainEqual(
      expect.objectContaining({ type: 'try', moving: { kind: 'counter', number: 7, offBy: 0 } }),
    );
    expect([await counterOf(world), server.expected()]).toEqual([newCounter(8, null), 8]);
  });

  test('is on disk beyond its number whenever a packet leaves', async () => {
    const onDisk: (Counter | undefined)[] = [];
    const world = withPorts(worldWith(counterServer({ expects: 2 })), ({ knock }) => ({
      knock: {
        ...knock,
        async prepare(packet, to) {
          const prepared = await knock.prepare(packet, to);
          if (!prepared.ok) return prepared;
          const { send, close } = prepared.value;
          const shot = {
            close,
            async send(onAnswer: Parameters<typeof send>[0]) {
              onDisk.push(await counterOf(world));
              return send(onAnswer);
            },
          };
          return { ok: true, value: shot };
        },
      },
    }));
    const story = await tell({ host, world });
    const sent = story.events.flatMap((event) => (event.type === 'packet' ? [event.try - 1] : []));
    expect(story.result.verdict).toBe('opened');
    expect(onDisk).toHaveLength(sent.length);
    onDisk.forEach((counter, index) =>
      expect(counter?.next).toBeGreaterThan(numbers(story)[sent[index] ?? 0] ?? Infinity),
    );
  });

  test('is tried twice before the next one, because packets get lost', async () => {
    const story = await tell({ host, world: worldWith(losing(counterServer(), 4)) });
    expect(story.result).toMatchObject({ verdict: 'opened', tries: 2 });
    expect(numbers(story)).toEqual([0, 0]);
  });

  test('catches up with a server that is ahead by up to the window', async () => {
    const world = worldWith(counterServer({ expects: 5 }));
    const story = await tell({ host, world });
    expect(numbers(story)).toEqual([0, 0, 1, 2, 3, 4, 5]);
    expect(story.result.verdict).toBe('opened');
    await later(world);
    expect(numbers(await tell({ host, world }))).toEqual([6]);
  });

  test('begins anew when the whole window was tried in vain', async () => {
    const world = worldWith(counterServer({ expects: 50 }));
    const story = await tell({ host: hostWith({ ...hotp, window: 2 }), world });
    expect(numbers(story)).toEqual([0, 0, 1, 2]);
    expect([story.result.verdict, await counterOf(world)]).toEqual(['still-closed', newCounter(0, null)]);
  });

  test('goes on where a run with too few tries for the window ended', async () => {
    const world = worldWith(counterServer({ expects: 3 }));
    const short = hostWith(hotp, { tries: 3 });
    await tell({ host: short, world });
    await later(world);
    const story = await tell({ host: short, world });
    expect(numbers(story)).toEqual([2, 0, 1]);
    await later(world);
    expect((await tell({ host: short, world })).result.verdict).toBe('opened');
  });

  test('that left unseen is in doubt, and counts as used', async () => {
    const world = worldWith(counterServer());
    const { result } = await tell({ host: unchecked, world });
    expect(result.verdict).toBe('sent');
    expect(await counterOf(world)).toEqual({ confirmed: 0, next: 1, total: null, doubt: 0 });
  });

  test('whose knock was cancelled on its way is not used again before the next one', async () => {
    const world = worldWith(counterServer({ lookAhead: 3 }));
    const { result } = await tell({ host, world, cancelAfterMs: 37 });
    expect(result).toMatchObject({ verdict: 'cancelled', packets: 2 });
    await later(world);
    const story = await tell({ host, world });
    expect([story.result.verdict, numbers(story)]).toEqual(['opened', [1]]);
    expect(await counterOf(world)).toEqual(newCounter(2, null));
  });

  test('that cannot be written down does not leave', async () => {
    const world = withPorts(worldWith(counterServer()), ({ counters }) => ({
      counters: {
        ...counters,
        change: async () => fail({ code: 'store-unwritable', file: 'counters.json', reason: 'full' }),
      },
    }));
    const { result } = await tell({ host, world });
    expect(result).toMatchObject({
      verdict: 'unreachable',
      obstacle: { code: 'counter-not-kept', reason: 'full' },
    });
    expect(world.hits).toEqual([]);
  });

  test('that never left is the next one again', async () => {
    const world = worldWith(counterServer());
    const prepare = async () => fail({ code: 'offline' } as const);
    const blocked = withPorts(world, ({ knock }) => ({ knock: { ...knock, prepare } }));
    const { result } = await tell({ host, world: blocked });
    expect(result).toMatchObject({ verdict: 'unreachable', packets: 0 });
    expect((await counterOf(world))?.next).toBe(0);
  });

  test('that was reserved for a knock which was cancelled before its first packet is the next one again', async () => {
    const world = worldWith(counterServer());
    const slow = withPorts(world, ({ counters }) => ({
      counters: {
        ...counters,
        async change(hostId, edit) {
          const changed = await counters.change(hostId, edit);
          await world.clock.sleep(100);
          return changed;
        },
      },
    }));
    const { result } = await tell({ host, world: slow, cancelAfterMs: 60 });
    expect(result).toMatchObject({ verdict: 'cancelled', packets: 0 });
    expect((await counterOf(world))?.next).toBe(0);
  });
});

describe('what moved the counter after our last packet', () => {
  /** Runs `after` as soon as our turn is given back, as another process that waited for it. */
  function followedBy(world: World, after: (ports: World['ports']) => Promise<unknown>): World {
    return withPorts(world, (ports) => ({
      memory: {
        ...ports.memory,
        async takeTurn(key, signal) {
          const turn = await ports.memory.takeTurn(key, signal);
          return (
            turn &&
            (async () => {
              await turn();
              await after(ports);
            })
          );
        },
      },
    }));
  }

  test('stays as it is when a run ends whose packets never left', async () => {
    const slow = withPorts(worldWith(counterServer()), ({ counters, clock }) => ({
      counters: {
        ...counters,
        async change(hostId, edit) {
          const changed = await counters.change(hostId, edit);
          await clock.sleep(100);
          return changed;
        },
      },
    }));
    const world = followedBy(slow, ({ counters }) =>
      counters.change(host.id, (counter) => confirm(reserve(counter ?? newCounter(0, null), 0), 0)),
    );
    const { result } = await tell({ host, world, cancelAfterMs: 60 });
    expect(result).toMatchObject({ verdict: 'cancelled', packets: 0 });
    expect(await counterOf(world)).toEqual(newCounter(1, null));
  });

  test('stays as it is when the whole window was tried in vain', async () => {
    const tried = hostWith({ ...hotp, window: 1 });
    const world = followedBy(worldWith(counterServer({ expects: 50 })), ({ counters }) =>
      counters.change(host.id, () => ({ confirmed: 7, next: 9, total: null, doubt: null })),
    );
    expect((await tell({ host: tried, world })).result.verdict).toBe('still-closed');
    expect(await counterOf(world)).toMatchObject({ confirmed: 7, next: 9 });
  });
});

describe('both families', () => {
  const both = hostWith(hotp, { address: 'nas.example', family: 'both' });
  const names = { 'nas.example': [home6, home] };
  const vault = vaultWith(host, { 'otp-secret': otpSecret });

  test('of one server never send a number again that opened', async () => {
    const server = counterServer({ lookAhead: 5 });
    const world = createWorld({ servers: { [home]: server, [home6]: server }, names, vault });
    const { result } = await tell({ host: both, world });
    expect(result.verdict).toBe('opened');
    expect((await counterOf(world))?.next).toBeGreaterThanOrEqual(server.expected());
  });

  test.each([
    ['at its start', newCounter(4, null)],
    ['in doubt', { confirmed: 2, next: 4, total: null, doubt: null }],
  ])('go on behind a number that opened for one of them: a counter %s', async (_where, counter) => {
    const { ports } = worldWith(counterServer(), counter);
    const opened = await openMethod({ host: both, ports });
    if (!opened.ok) throw new Error(opened.error.code);
    const method = opened.value;
    const known = { pacing: {}, rttMs: null, settleMs: null, maybeOpen: false };
    const tryAt = async (address: string, family: 4 | 6) => {
      const { signal } = new AbortController();
      const made = await method.next({ number: 1, at: { address, family }, known, signal, onHeld: () => {} });
      if (!made.ok || made.value === null) throw new Error('nothing to send');
      return made.value;
    };
    const first = await tryAt(home, 4);
    await method.ended(first, 'opened');
    const second = await tryAt(home6, 6);
    expect([first.moving?.number, second.moving?.number]).toEqual([4, 5]);
    await method.close();
  });

  test('leave the counter beyond everything that may have left', async () => {
    const world = createWorld({ servers: { [home]: counterServer() }, names, vault });
    const story = await tell({ host: both, world, cancelAfterMs: 1_000 });
    expect(story.result.verdict).toBe('opened');
    const highest = Math.max(...numbers(story));
    expect((await counterOf(world))?.next).toBeGreaterThan(highest);
  });
});

describe('a one-time list', () => {
  const lines = ['7001,8001', '7002,8002:udp', '7003,8003'];
  const list = hostWith({ method: 'list' });
  const secrets = { 'one-time-list': lines.map((line) => ` ${line}\n`).join('') };
  const lineHits = (number: number) =>
    (lines[number]?.split(',') ?? []).map((item) => {
      const [port, proto = 'tcp'] = item.split(':');
      return { proto: proto === 'udp' ? ('udp' as const) : ('tcp' as const), port: Number(port) };
    });
  const knockd = () => fakeNumbered({ hitsOf: lineHits, expects: 0, lookAhead: 0, ...service });

  test('opens with one line after the other, until all are used', async () => {
    const world = worldWith(knockd(), null, secrets);
    const stories: Story[] = [];
    for (let knock = 0; knock < 4; knock += 1) {
      stories.push(await tell({ host: list, world }));
      await later(world);
    }
    expect(stories.map(numbers)).toEqual([[1], [2], [3], []]);
    expect(stories.map(({ result }) => result.verdict)).toEqual([
      'opened',
      'opened',
      'opened',
      'unreachable',
    ]);
    expect(stories[3]?.result.obstacle).toEqual({ code: 'list-used-up' });
    expect(world.hits.map(({ port }) => port)).toEqual([7001, 8001, 7002, 8002, 7003, 8003]);
    expect(await counterOf(world)).toEqual(newCounter(3, 3));
  });

  test('goes no further than its last line', async () => {
    const world = worldWith(knockd(), newCounter(2, 3), secrets);
    const story = await tell({ host: list, world });
    expect(story.result.verdict).toBe('still-closed');
    expect(numbers(story)).toEqual([3, 3]);
  });

  test('that got longer has its new lines', async () => {
    const server = fakeNumbered({ hitsOf: lineHits, expects: 2, lookAhead: 0, ...service });
    const world = worldWith(server, newCounter(2, 2), secrets);
    const { result } = await tell({ host: list, world });
    expect(result.verdict).toBe('opened');
    expect(await counterOf(world)).toEqual(newCounter(3, 3));
  });
});
