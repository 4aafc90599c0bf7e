import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import vectors from '../vectors/plain-servers.json' with { type: 'json' };
import { hitsOf, startCapture, type Capture } from './capture.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Namespace, type Network } from './namespaces.ts';
import { newHome, postern, startPostern, type PosternOptions } from './postern.ts';
import { startNames } from './servers/dnsmasq.ts';
import { guardedPort, until, type Door, type Policy } from './servers/door.ts';
import { startKnockd } from './servers/knockd.ts';
import { startNftSets } from './servers/nft.ts';
import { startRecent } from './servers/recent.ts';
import { startSshd, type Sshd } from './servers/sshd.ts';

// Each verdict of Postern's CLI, earned from real servers.

const mixed = '7000 8000:udp 9000';
const plain = '8881 7777 9991';
const ports = [8881, 7777, 9991] as const;
const policies: readonly Policy[] = ['drop', 'reject'];
const families = [4, 6] as const;

/** The doors, and the sequence that opens each. */
const servers: Readonly<
  Record<string, { steps: string; start(server: Namespace, policy: Policy): Promise<Door> }>
> = {
  'knockd with nft': {
    steps: mixed,
    start: (server, policy) => startKnockd(server, { policy, doors: [mixedDoor] }),
  },
  'knockd with iptables': {
    steps: mixed,
    start: (server, policy) => startKnockd(server, { policy, opener: 'iptables', doors: [mixedDoor] }),
  },
  arch: { steps: plain, start: (server, policy) => recent(server, policy, 'arch') },
  gates: { steps: plain, start: (server, policy) => recent(server, policy, 'gates') },
  lenient: { steps: plain, start: (server, policy) => recent(server, policy, 'lenient') },
  'nft sets': { steps: plain, start: (server, policy) => startNftSets(server, { policy, sequence: ports }) },
};
const mixedDoor = { name: 'ssh', sequence: mixed.replaceAll(' ', ',') };

function recent(server: Namespace, policy: Policy, variant: 'arch' | 'gates' | 'lenient'): Promise<Door> {
  return startRecent(server, { policy, variant, rules: vectors.rules[variant] });
}

describe.skipIf(labProblem !== null)('a knock', () => {
  let network: Network;
  let sshd: Sshd;
  let capture: Capture;
  let door: Door | null = null;

  beforeAll(async () => {
    network = await createNetwork();
    sshd = await startSshd(network.server);
    await startNames(network.server, network.client, { 'door.example': [network.server.ipv4] });
    capture = await startCapture(network.server);
  });
  afterEach(async () => {
    await door?.stop();
    door = null;
    await network.server.run('nft', ['flush', 'ruleset']);
  });
  afterAll(() => network.close());

  const addressOf = (family: 4 | 6) => (family === 4 ? network.server.ipv4 : network.server.ipv6);
  const knock = (to: string, args: readonly string[], options?: PosternOptions) =>
    postern(network.client, ['knock', to, ...args], options);
  const startDoor = async (name: string, policy: Policy) => {
    const server = servers[name];
    if (server === undefined) throw new Error(`no server ${name}`);
    door = await server.start(network.server, policy);
    return server.steps;
  };
  /** What reached the server's knock ports since `before` was counted. */
  const hits = async (before = 0) => {
    const all = hitsOf(await capture.packets(), [network.server.ipv4, network.server.ipv6]);
    return all.filter(({ port }) => port !== guardedPort && port !== 53).slice(before);
  };

  const everyDoor = Object.keys(servers).flatMap((name) =>
    policies.flatMap((policy) => families.map((family) => ({ name, policy, family }))),
  );

  test.each(everyDoor)(
    'opens $name ($policy, IPv$family) to a real sshd',
    async ({ name, policy, family }) => {
      const steps = await startDoor(name, policy);
      const { result, code, stderr } = await knock(addressOf(family), [
        '--steps',
        steps,
        '--check',
        'ssh/22',
      ]);
      expect(stderr).toBe('');
      expect(result).toMatchObject({ verdict: 'opened', address: addressOf(family), family, obstacle: null });
      expect(code).toBe(0);
    },
  );

  test('on an open door says already-open and sends nothing, unless asked', async () => {
    const steps = await startDoor('knockd with nft', 'drop');
    const args = ['--steps', steps, '--check', 'ssh/22'];
    expect((await knock(network.server.ipv4, args)).result).toMatchObject({ verdict: 'opened' });
    const before = (await hits()).length;

    const again = await knock(network.server.ipv4, args);
    expect(again.result).toMatchObject({ verdict: 'already-open', packets: 0, tries: 0 });
    expect(again.code).toBe(0);
    expect(await hits(before)).toEqual([]);

    const always = await knock(network.server.ipv4, [...args, '--always']);
    expect(always.result).toMatchObject({ verdict: 'already-open', packets: 3 });
    expect((await hits(before)).map(({ port }) => port)).toEqual([7000, 8000, 9000]);
  });

  test.each([
    { policy: 'drop', closedBy: 'silence' },
    { policy: 'reject', closedBy: 'refusal' },
  ] as const)('with a wrong sequence stays closed by $closedBy when the server must $policy', async (row) => {
    await startDoor('knockd with nft', row.policy);
    const args = ['--steps', '7000 9000 8000:udp', '--check', 'ssh/22', '--tries', '2'];
    for (const family of families) {
      const { result, code } = await knock(addressOf(family), args);
      expect(result).toMatchObject({
        verdict: 'still-closed',
        closedBy: row.closedBy,
        family,
        openAfterMs: null,
      });
      expect(code).toBe(4);
    }
  });

  test('that opens the firewall to no service says service-down', async () => {
    const steps = await startDoor('knockd with nft', 'drop');
    await sshd.stop();
    const { result, code } = await knock(network.server.ipv4, [
      '--steps',
      steps,
      '--check',
      'ssh/22',
      '--deadline',
      '5',
    ]);
    sshd = await startSshd(network.server);
    expect(result).toMatchObject({ verdict: 'service-down', closedBy: 'refusal' });
    expect(code).toBe(5);
  });

  test('that opens to another service says wrong-service and what it saw', async () => {
    const steps = await startDoor('knockd with nft', 'drop');
    await sshd.stop();
    const agent = await network.server.agent();
    await agent.listen(guardedPort, '220 mail.example ESMTP\r\n');
    const { result, code } = await knock(network.server.ipv4, [
      '--steps',
      steps,
      '--check',
      'ssh/22',
      '--deadline',
      '5',
    ]);
    await agent.unlisten(guardedPort);
    sshd = await startSshd(network.server);
    expect(result).toMatchObject({ verdict: 'wrong-service', saw: '220 mail.example ESMTP' });
    expect(code).toBe(5);
  });

  test('without a check is sent, once, and is no success', async () => {
    const before = (await hits()).length;
    const { result, code } = await knock(network.server.ipv4, ['--steps', mixed]);
    expect(result).toMatchObject({ verdict: 'sent', packets: 3, tries: 1 });
    expect(code).toBe(3);
    expect((await hits(before)).map(({ proto, port, payload }) => [proto, port, payload])).toEqual([
      ['tcp', 7000, 0],
      ['udp', 8000, 1],
      ['tcp', 9000, 0],
    ]);
  });

  test.each([
    { name: 'a name that does not exist', to: 'gone.example', code: 'dns' },
    { name: 'an address without a route', to: '198.51.100.1', code: 'no-route' },
    {
      name: 'a name without an IPv6 address',
      to: 'door.example',
      code: 'no-address-in-family',
      args: ['-6'],
    },
  ])('at $name is unreachable ($code)', async ({ to, code, args = [] }) => {
    const before = (await hits()).length;
    const outcome = await knock(to, ['--steps', mixed, '--check', 'ssh/22', ...args]);
    expect(outcome.result).toMatchObject({ verdict: 'unreachable', obstacle: { code }, packets: 0 });
    expect(outcome.code).toBe(6);
    expect(await hits(before)).toEqual([]);
  });

  test('on a computer without a network is unreachable', async () => {
    const alone = await createNetwork();
    await alone.client.run('ip', ['link', 'set', 'eth0', 'down']);
    const { result, code } = await postern(alone.client, ['knock', '192.0.2.1', '--steps', mixed]);
    await alone.close();
    expect(result).toMatchObject({ verdict: 'unreachable', packets: 0 });
    expect(['offline', 'no-route']).toContain(result?.obstacle?.code);
    expect(code).toBe(6);
  });

  test('after twelve in a minute is rate-limited until forced', async () => {
    const home = newHome(network.client);
    const args = ['--steps', '7000'];
    for (let count = 0; count < 12; count += 1) {
      expect((await knock(network.server.ipv4, args, { home })).result).toMatchObject({ verdict: 'sent' });
    }
    const before = (await hits()).length;
    const limited = await knock(network.server.ipv4, args, { home });
    expect(limited.result).toMatchObject({ verdict: 'rate-limited', packets: 0 });
    expect(limited.result?.waitMs).toBeGreaterThan(0);
    expect(limited.code).toBe(8);
    expect(await hits(before)).toEqual([]);
    const forced = await knock(network.server.ipv4, [...args, '--force'], { home });
    expect(forced.result).toMatchObject({ verdict: 'sent' });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'stopped by %s is cancelled and sends nothing more',
    async (signal) => {
      const before = (await hits()).length;
      const args = [
        'knock',
        network.server.ipv4,
        '--steps',
        '7000 7001 7002',
        '--gap',
        '4000',
        '--check',
        'ssh/22',
      ];
      await startDoor('nft sets', 'drop');
      const { child, outcome, seen } = startPostern(network.client, args);
      await seen('packet');
      child.kill(signal);
      const { result, code } = await outcome;
      expect(result).toMatchObject({ verdict: 'cancelled', packets: 1 });
      expect(code).toBe(8);
      expect((await hits(before)).map(({ port }) => port)).toEqual([7000]);
    },
  );

  test('opens a door that has closed again after its time-out', async () => {
    door = await startKnockd(network.server, { doors: [{ ...mixedDoor, openForS: 2 }] });
    const client = await network.client.agent();
    const args = ['--steps', mixed, '--check', 'ssh/22'];
    for (const family of [4, 6, 4] as const) {
      expect((await knock(addressOf(family), args)).result).toMatchObject({ verdict: 'opened', family });
      const isClosed = async () => (await client.probe(addressOf(family), guardedPort, 400)) === 'closed';
      await until('the door closes', isClosed);
    }
  });
});
