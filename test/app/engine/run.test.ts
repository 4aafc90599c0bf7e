import { describe, expect, test } from 'vitest';
import { runCheck } from '../../../app/engine/run.ts';
import { fakeRecentArch } from '../../../app/fake/servers.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Memory } from '../../../app/memory/schema.ts';
import { at, door, home, home6, knockd, nas, service, slowLink, tell } from './story.ts';

const ports = (hits: readonly { readonly port: number }[]) => hits.map(({ port }) => port);

describe('the verdict of a knock', () => {
  test('is "opened" when the service was silent before and answers after the last hit', async () => {
    const { result, world } = await tell({ host: nas(), world: at(home, knockd()) });
    expect(result).toMatchObject({
      verdict: 'opened',
      address: home,
      family: 4,
      tries: 1,
      packets: 3,
      closedBy: null,
      resolvedAgoMs: null,
    });
    expect(world.hits).toMatchObject([
      { port: 7000, atMs: 30 },
      { port: 8000, atMs: 35 },
      { port: 9000, atMs: 40 },
    ]);
    // The door opens 40 ms after the last hit; the probes leave 5, 35 and 65 ms after it.
    expect(result.openAfterMs).toBeCloseTo(10 + 65 + 0.2);
  });

  test('is "already-open", and nothing is sent, when the service answers before', async () => {
    const { result, world } = await tell({
      host: nas(),
      world: at(
        home,
        service(() => 'accept'),
      ),
    });
    expect(result).toMatchObject({
      verdict: 'already-open',
      packets: 0,
      tries: 0,
      rttMs: expect.closeTo(0.2) as number,
    });
    expect(world.hits).toEqual([]);
  });

  test('is "already-open" with packets when the user insists', async () => {
    const { result } = await tell({
      host: nas(),
      world: at(
        home,
        service(() => 'accept'),
      ),
      always: true,
    });
    expect(result).toMatchObject({ verdict: 'already-open', packets: 3 });
  });

  test('is "still-closed" by silence after all tries, within the deadline', async () => {
    const { result, world } = await tell({
      host: nas(),
      world: at(
        home,
        service(() => 'drop'),
      ),
    });
    expect(result).toMatchObject({ verdict: 'still-closed', closedBy: 'silence', tries: 8 });
    expect(result.tookMs).toBeLessThanOrEqual(15_000);
    // Each retry has a clearing hit in front.
    expect(world.hits).toHaveLength(3 + 7 * 4);
  });

  test('is "still-closed" by refusal when the firewall refuses before and after', async () => {
    const { result } = await tell({
      host: nas({ tries: 1 }),
      world: at(
        home,
        service(() => 'reset'),
      ),
    });
    expect(result).toMatchObject({ verdict: 'still-closed', closedBy: 'refusal', tries: 1, packets: 3 });
  });

  test('is "service-down" when silence turns into refusal, and the open firewall is not knocked again', async () => {
    const { result, world } = await tell({
      host: nas({ deadlineMs: 5_000 }),
      world: at(
        home,
        service((atMs) => (atMs < 100 ? 'drop' : 'reset')),
      ),
    });
    expect(result).toMatchObject({ verdict: 'service-down', closedBy: 'refusal', tries: 1 });
    expect(ports(world.hits)).toEqual([7000, 8000, 9000]);
  });

  test('is "opened" when the service behind the open firewall needs four seconds to start', async () => {
    const slowStart = service((atMs) => (atMs < 100 ? 'drop' : atMs < 4_000 ? 'reset' : 'accept'));
    const { result, world } = await tell({ host: nas(), world: at(home, slowStart) });
    expect(result).toMatchObject({ verdict: 'opened', tries: 1 });
    expect(world.hits).toHaveLength(3);
  });

  test('is "sent" without a check, and never more than one sequence leaves', async () => {
    const { check: _, ...host } = nas();
    const { result, world } = await tell({ host, world: at(home, knockd()) });
    expect(result).toMatchObject({ verdict: 'sent', tries: 1, packets: 3, rttMs: null, openAfterMs: null });
    expect(world.probes()).toBe(0);
  });

  test('is "sent" without a single probe where the server admits one connection', async () => {
    const { result, world } = await tell({ host: nas({ admitsOne: true }), world: at(home, knockd()) });
    expect(result.verdict).toBe('sent');
    expect(world.probes()).toBe(0);
  });

  test('is "unreachable" for a name without addresses', async () => {
    const { result, world } = await tell({
      host: nas({ address: 'nowhere.example' }),
      world: createWorld({}),
    });
    expect(result).toMatchObject({
      verdict: 'unreachable',
      obstacle: { code: 'dns', address: 'nowhere.example' },
      address: null,
      packets: 0,
    });
    expect(world.hits).toEqual([]);
  });

  test('is "unreachable" for a name without an address of the wanted family', async () => {
    const world = createWorld({ servers: { [home]: knockd() }, names: { 'nas.example': [home] } });
    const { result } = await tell({ host: nas({ address: 'nas.example', family: '6' }), world });
    expect(result.obstacle).toEqual({ code: 'no-address-in-family', address: 'nas.example', family: 6 });
  });

  test('is "cancelled" at once, in the middle of a sequence', async () => {
    const { result, world } = await tell({ host: nas(), world: at(home, knockd()), cancelAfterMs: 37 });
    expect(result).toMatchObject({ verdict: 'cancelled', packets: 2, tookMs: 37 });
    expect(ports(world.hits)).toEqual([7000, 8000]);
  });
});

describe('a door that was open all the time', () => {
  // Strict chains close an open door at the next stray packet: knocking it would shut the user out.
  test('ends the sequence as soon as a slow path tells', async () => {
    const open = service(() => 'accept');
    const gap = { ...nas().knock, gapMs: 200 };
    const { result, world } = await tell({ host: nas({ knock: gap }), world: at(home, open, slowLink) });
    expect(result.verdict).toBe('already-open');
    expect(ports(world.hits)).toEqual([7000, 8000]);
  });

  test('is given its whole round trip where it was opened a moment ago', async () => {
    const memory = new Map<string, Memory>();
    const server = fakeRecentArch(door);
    const world = createWorld({ servers: { [home]: server }, link: slowLink, memory });
    const first = await tell({ host: nas(), world });
    const second = await tell({ host: nas(), world });
    expect([first.result.verdict, second.result.verdict]).toEqual(['opened', 'already-open']);
    expect(second.result.packets).toBe(0);
  });
});

describe('addresses', () => {
  const names = { 'nas.example': [home6, home] };

  test('the second try goes to the other family when only that one opens', async () => {
    const world = createWorld({ servers: { [home]: knockd() }, names });
    const { result, events } = await tell({ host: nas({ address: 'nas.example' }), world });
    expect(result).toMatchObject({ verdict: 'opened', address: home, family: 4, tries: 2 });
    expect(events.filter(({ type }) => type === 'resolved')).toHaveLength(2);
    expect(result.resolvedAgoMs).toBeGreaterThan(0);
  });

  test('the family that worked is tried first the next time', async () => {
    const world = createWorld({ servers: { [home]: knockd() }, names });
    const host = nas({ address: 'nas.example', openForMs: 1_000 });
    await tell({ host, world });
    await world.clock.run(world.clock.sleep(60_000));
    const { result } = await tell({ host, world });
    expect(result).toMatchObject({ verdict: 'opened', family: 4, tries: 1 });
  });

  test('hits and probes of a try share one pinned address', async () => {
    const world = createWorld({ servers: { [home6]: knockd(), [home]: knockd() }, names });
    const { events } = await tell({ host: nas({ address: 'nas.example' }), world });
    const used = events.flatMap((event) => ('address' in event ? [event.address] : []));
    expect(new Set(used)).toEqual(new Set([home6]));
  });

  test('"both" knocks and checks each family and tells which one opened', async () => {
    const world = createWorld({ servers: { [home]: knockd() }, names });
    const { result } = await tell({ host: nas({ address: 'nas.example', family: 'both' }), world });
    expect(result).toMatchObject({ verdict: 'opened', address: home, family: 4 });
    expect(result.addresses.map(({ address, verdict }) => [address, verdict])).toEqual([
      [home, 'opened'],
      [home6, 'still-closed'],
    ]);
    // The other family is given two more seconds, not the whole deadline.
    expect(result.tookMs).toBeLessThan(4_000);
  });
});

// knockd 0.8 forgets all unfinished attempts when one ends.
test('the sequences of two families never interleave on the wire', async () => {
  const world = createWorld({ servers: {}, names: { 'nas.example': [home6, home] } });
  await tell({ host: nas({ address: 'nas.example', family: 'both', tries: 3 }), world });
  const switches = world.hits.filter(({ address }, index) => address !== world.hits[index - 1]?.address);
  expect(world.hits).toHaveLength(2 * (3 + 4 + 4));
  expect(switches).toHaveLength(6);
});

describe('the rate limit', () => {
  test('refuses the thirteenth sequence of a minute, says when the next is allowed, and lets go after that', async () => {
    const world = at(home, knockd());
    const host = nas({ openForMs: 1_000, tries: 1 });
    const closed = nas({ ...host, check: { port: 23 } });
    for (let number = 0; number < 12; number += 1) await tell({ host: closed, world });
    const refused = await tell({ host: closed, world });
    expect(refused.result).toMatchObject({ verdict: 'rate-limited', packets: 0, tries: 0 });

    await world.clock.run(world.clock.sleep(refused.result.waitMs ?? 0));
    const allowed = await tell({ host: closed, world });
    expect(allowed.result.verdict).toBe('still-closed');
  });

  test('is lifted by force', async () => {
    const world = at(home, knockd());
    const host = nas({ check: { port: 23 }, tries: 1 });
    for (let number = 0; number < 12; number += 1) await tell({ host, world });
    const { result } = await tell({ host, world, force: true });
    expect(result.packets).toBe(3);
  });

  test('does not hide that the service is open', async () => {
    const world = at(
      home,
      service(() => 'accept'),
    );
    const { result } = await tell({ host: nas({ knocksPerMinute: 1 }), world });
    const again = await tell({ host: nas({ knocksPerMinute: 1 }), world });
    expect([result.verdict, again.result.verdict]).toEqual(['already-open', 'already-open']);
  });
});

describe('a check', () => {
  const look = (reply: Parameters<typeof service>[0]) => {
    const world = at(home, service(reply));
    const signal = new AbortController().signal;
    return world.clock.run(runCheck({ host: nas(), ports: world.ports, emit: () => {}, signal }));
  };

  test.each([
    ['accept', 'already-open', null],
    ['reset', 'still-closed', 'refusal'],
    ['drop', 'still-closed', 'silence'],
  ] as const)('of a service that would %s says %s and sends no hit', async (reply, verdict, closedBy) => {
    const result = await look(() => reply);
    expect(result).toMatchObject({ verdict, closedBy, packets: 0, tries: 0, address: home });
  });

  test('gives a silent service three seconds', async () => {
    const result = await look(() => 'drop');
    expect(result.tookMs).toBe(3_000);
  });
});
