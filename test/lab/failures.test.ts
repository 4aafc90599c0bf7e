import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HostInput } from '../../app/hosts/schema.ts';
import type { KnockResult } from '../../app/run.ts';
import clientVectors from '../vectors/knock-client.json' with { type: 'json' };
import vectors from '../vectors/plain-servers.json' with { type: 'json' };
import { hitsOf, startCapture, type Capture } from './capture.ts';
import { labProblem } from './lab.ts';
import { createNetwork, createShapedNetwork, type Network, type ShapedNetwork } from './namespaces.ts';
import { postern, startPostern } from './postern.ts';
import type { Direction } from './shaper.ts';
import { startNames } from './servers/dnsmasq.ts';
import { guardedPort, until, type Door } from './servers/door.ts';
import { startKnockd } from './servers/knockd.ts';
import { startNftSets } from './servers/nft.ts';
import { startRecent } from './servers/recent.ts';
import { startSshd } from './servers/sshd.ts';

// What goes wrong on real networks and servers, and what Postern makes of it.

const mixed = '7000 8000:udp 9000';
const mixedDoor = { name: 'ssh', sequence: mixed.replaceAll(' ', ',') };
const ports = [8881, 7777, 9991] as const;
const plain = ports.join(' ');
const toSsh = (steps: string) => ['--steps', steps, '--check', 'ssh/22'];

/** Stops the server when the test ends, however it ends. */
async function started<Server extends { stop(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  onTestFinished(() => server.stop());
  return server;
}

describe.skipIf(labProblem !== null)('on a clean link', () => {
  let network: Network;
  let capture: Capture;
  beforeAll(async () => {
    network = await createNetwork();
    capture = await startCapture(network.server);
  });
  afterEach(async () => {
    await network.server.run('nft', ['flush', 'ruleset']);
  });
  afterAll(() => network.close());

  const serverAddresses = () => [network.server.ipv4, network.server.ipv6];
  const hits = async () =>
    hitsOf(await capture.packets(), serverAddresses()).filter(({ port }) => port !== guardedPort);
  const knock = (to: string, args: readonly string[]) => postern(network.client, ['knock', to, ...args]);

  test('a server that drops for 10 s gets one SYN for each step', async () => {
    await network.server.run('nft', ['-f', '-'], {
      input: `table inet dark {
        chain input { type filter hook input priority 0; policy drop; }
      }`,
    });
    const before = (await hits()).length;
    const limited = [...toSsh('7000 7001 7002 7003'), '--tries', '1', '--deadline', '10'];
    const { result, stderr } = await knock(network.server.ipv4, limited);
    expect(stderr).toBe('');
    // A kernel that still held one of the sockets would repeat its SYN 1, 2, 3, … seconds later.
    await sleep(Math.max(0, 10_000 - (result?.tookMs ?? 0)));
    expect(result).toMatchObject({ verdict: 'still-closed', closedBy: 'silence', packets: 4 });
    const seen = (await hits()).slice(before).map(({ proto, port, flags }) => ({ proto, port, flags }));
    expect(seen).toEqual([7000, 7001, 7002, 7003].map((port) => ({ proto: 'tcp', port, flags: 'SYN' })));
  });

  test.each(comparableVectors())(
    'puts on the wire what the knock program does for "$name"',
    async ({ options, steps, packets }) => {
      const to = packets[0]?.ip === 6 ? network.server.ipv6 : network.server.ipv4;
      const since = async (before: number) => (await hits()).slice(before).map(({ atMs: _, ...hit }) => hit);
      const expected = packets.map(({ atMs: _, ...packet }) => packet);

      const beforeKnock = (await hits()).length;
      await network.client.run('knock', [...options, to, ...steps]);
      expect(await since(beforeKnock)).toEqual(expected);

      const beforePostern = (await hits()).length;
      const typed = options.includes('-u') ? steps.map((step) => step.replace(/(:.*)?$/, ':udp')) : steps;
      const gap = options.includes('-d') ? ['--gap', options[options.indexOf('-d') + 1] ?? ''] : [];
      const { result } = await knock(to, ['--steps', typed.join(' '), ...gap]);
      expect(result).toMatchObject({ verdict: 'sent' });
      expect(await since(beforePostern)).toEqual(expected);
    },
  );

  test.each([4, 6] as const)(
    'an ICMP step is one echo request of that many bytes over IPv%i',
    async (family) => {
      const before = (await hits()).length;
      const to = family === 4 ? network.server.ipv4 : network.server.ipv6;
      const { result } = await knock(to, ['--steps', '7000 icmp:228 7001']);
      expect(result).toMatchObject({ verdict: 'sent', packets: 3 });
      expect((await hits()).slice(before).map(({ proto, port, payload }) => [proto, port, payload])).toEqual([
        ['tcp', 7000, 0],
        ['icmp', null, 228],
        ['tcp', 7001, 0],
      ]);
    },
  );
});

/** The vectors whose steps a person would write and Postern takes: no service names, no odd spellings, real ports. */
function comparableVectors() {
  return clientVectors.vectors.flatMap(({ name, exit, args, packets }) => {
    const host = args.findIndex((arg) => /[.]|::/.test(arg));
    const [options, steps] = [args.slice(0, host), args.slice(host + 1)];
    const isUsual = (step: string) =>
      /^[1-9]\d*(:(tcp|udp))?$/.test(step) && Number.parseInt(step, 10) <= 65_535;
    return exit === 0 && steps.every(isUsual) ? [{ name, options, steps, packets }] : [];
  });
}

describe.skipIf(labProblem !== null)('at a server with faults', () => {
  let network: Network;
  beforeAll(async () => {
    network = await createNetwork();
    await startNames(network.server, network.client, {
      'door.example': [network.server.ipv4, network.server.ipv6],
    });
  });
  afterEach(async () => {
    await network.server.run('nft', ['flush', 'ruleset']);
  });
  afterAll(() => network.close());

  const knock = (to: string, args: readonly string[]) => postern(network.client, ['knock', to, ...args]);

  test.each([4, 6] as const)(
    'a name with A and AAAA of which only IPv%i opens is opened there',
    async (family) => {
      await started(startSshd(network.server));
      const other = family === 4 ? 6 : 4;
      const knockd = await started(startKnockd(network.server, { doors: [mixedDoor] }));
      // The other family's way to the service is dark, as where a provider forgot a firewall rule.
      const darken = () =>
        network.server.run('nft', ['-f', '-'], {
          input: `table inet dark {
            chain input {
              type filter hook prerouting priority -300;
              meta nfproto ipv${other} tcp dport ${guardedPort} drop;
            }
          }`,
        });
      await darken();
      const both = await knock('door.example', [...toSsh(mixed), '--both', '--deadline', '5']);
      await knockd.reset();
      await darken();
      const auto = await knock('door.example', toSsh(mixed));

      expect(both.result).toMatchObject({ verdict: 'opened', family });
      expect(
        Object.fromEntries(both.result?.addresses.map((each) => [each.family, each.verdict]) ?? []),
      ).toEqual({
        [family]: 'opened',
        [other]: 'still-closed',
      });
      expect(auto.result).toMatchObject({ verdict: 'opened', family });
      expect([both.code, auto.code]).toEqual([0, 0]);
    },
  );

  test('both families of a name are knocked one after the other, so that knockd opens both at once', async () => {
    await started(startSshd(network.server));
    // When one sender's attempt ends, knockd 0.8 forgets the unfinished ones of all others.
    const knockd = await started(startKnockd(network.server, { doors: [mixedDoor] }));
    const { result } = await knock('door.example', [...toSsh(mixed), '--both']);
    const stages = [...knockd.said().matchAll(/^(\S+): ssh: Stage (\d)$/gm)].map(([, , stage]) => stage);
    expect(stages).toEqual(['1', '2', '3', '1', '2', '3']);
    expect(result?.addresses.map((each) => [each.family, each.verdict, each.tries])).toEqual([
      [4, 'opened', 1],
      [6, 'opened', 1],
    ]);
  });

  test('a killed knockd opens nothing, and opens to a later try once it is back', async () => {
    await started(startSshd(network.server));
    const knockd = await started(startKnockd(network.server, { doors: [mixedDoor] }));
    await knockd.stop();
    const dead = await knock(network.server.ipv4, [...toSsh(mixed), '--tries', '1']);
    const running = startPostern(network.client, ['knock', network.server.ipv4, ...toSsh(mixed)]);
    await running.seen('packet');
    // The first try has no listener; a later one finds it.
    await sleep(300);
    await knockd.restart();
    const { result } = await running.outcome;
    expect(dead.result).toMatchObject({ verdict: 'still-closed', closedBy: 'silence' });
    expect(result?.verdict).toBe('opened');
    expect(result?.tries).toBeGreaterThan(1);
  });

  test('a service that starts after the door has opened is waited for', async () => {
    const knockd = await started(startKnockd(network.server, { doors: [mixedDoor] }));
    const running = startPostern(network.client, ['knock', network.server.ipv4, ...toSsh(mixed)]);
    await until('the door opens', () => knockd.said().includes('OPEN SESAME'));
    await sleep(1_500);
    await started(startSshd(network.server));
    const { result } = await running.outcome;
    expect(result?.verdict).toBe('opened');
    expect(result?.openAfterMs).toBeGreaterThan(1_000);
  });

  test('a server that is slow to open is not given up', async () => {
    // A network of its own: commands that knockd has started outlive it and would open the door of the next test.
    const own = await createNetwork();
    onTestFinished(() => own.close());
    await startSshd(own.server);
    await startKnockd(own.server, { doors: [mixedDoor], before: 'sleep 2;' });
    const { result } = await postern(own.client, ['knock', own.server.ipv4, ...toSsh(mixed)]);
    expect(result?.verdict).toBe('opened');
  });

  test('a wrong sequence leaves the door closed, and the right one opens it afterwards', async () => {
    await started(startSshd(network.server));
    await started(startKnockd(network.server, { doors: [mixedDoor] }));
    const wrong = await knock(network.server.ipv4, [...toSsh('7000 9000 8000:udp'), '--tries', '2']);
    const right = await knock(network.server.ipv4, toSsh(mixed));
    expect([wrong.result?.verdict, wrong.code]).toEqual(['still-closed', 4]);
    expect([right.result?.verdict, right.code]).toEqual(['opened', 0]);
  });

  test('half a sequence from before does not keep knockd closed', async () => {
    await started(startSshd(network.server));
    await started(startKnockd(network.server, { doors: [mixedDoor] }));
    await network.client.run('knock', [network.server.ipv4, '7000', '8000:udp']);
    const { result } = await knock(network.server.ipv4, toSsh(mixed));
    expect(result?.verdict).toBe('opened');
  });
});

describe.skipIf(labProblem !== null)('many hosts', () => {
  let network: Network;
  const addresses = Array.from({ length: 100 }, (_, index) => `192.0.2.${100 + index}`);
  beforeAll(async () => {
    network = await createNetwork();
    await network.server.addAddresses(addresses);
    const service = await network.server.agent();
    await service.listen(guardedPort, 'SSH-2.0-lab\r\n');
    await startNftSets(network.server, { sequence: ports, perAddress: true });
  });
  afterEach(async () => {
    await startNftSets(network.server, { sequence: ports, perAddress: true });
  });
  afterAll(() => network.close());

  test('two are knocked at once by two processes and both open', async () => {
    const outcomes = await Promise.all(
      addresses.slice(0, 2).map((to) => postern(network.client, ['knock', to, ...toSsh(plain)])),
    );
    expect(outcomes.map(({ result }) => [result?.verdict, result?.address])).toEqual([
      ['opened', addresses[0]],
      ['opened', addresses[1]],
    ]);
  });

  test('a hundred are knocked at once by one process and all open', async () => {
    const hosts = addresses.map((address, index): HostInput => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: address,
      address,
      knock: { method: 'sequence', steps: ports.map((port) => ({ proto: 'tcp', port })) },
      check: { port: guardedPort, expect: { kind: 'ssh' } },
    }));
    const printed = await network.client.run(
      process.execPath,
      [fileURLToPath(new URL('many.ts', import.meta.url))],
      {
        input: JSON.stringify(hosts),
        env: { POSTERN_HOME: network.client.folder },
      },
    );
    const results = JSON.parse(printed) as KnockResult[];
    expect(results.map(({ address, verdict }) => [address, verdict])).toEqual(
      addresses.map((address) => [address, 'opened']),
    );
  });
});

describe.skipIf(labProblem !== null)('on a bad link', () => {
  let network: ShapedNetwork;
  beforeAll(async () => {
    network = await createShapedNetwork();
    await startSshd(network.server);
  });
  afterEach(async () => {
    await network.shaper.shape({});
    await network.server.run('nft', ['flush', 'ruleset']);
  });
  afterAll(() => network.close());

  const both = (direction: Direction) => ({ toServer: direction, toClient: direction });

  const faults = {
    '10 % packet loss': both({ delayMs: 20, lossPercent: 10 }),
    'reordering by jitter': both({ delayMs: 40, jitterMs: 35, overtake: true }),
    'packets that jump the queue': both({ delayMs: 60, jitterMs: 30, reorderPercent: 10 }),
    'duplicate packets': both({ delayMs: 20, duplicatePercent: 20 }),
  };
  const doors = {
    knockd: { steps: mixed, start: () => startKnockd(network.server, { doors: [mixedDoor] }) },
    arch: {
      steps: plain,
      start: () => startRecent(network.server, { variant: 'arch', rules: vectors.rules.arch }),
    },
    'nft sets': { steps: plain, start: () => startNftSets(network.server, { sequence: ports }) },
  };
  const cases = Object.entries(faults).flatMap(([fault, shaping]) =>
    Object.entries(doors).map(([name, door]) => ({ fault, shaping, name, door })),
  );

  test.each(cases)('$fault: $name opens, again and again', async ({ shaping, door }) => {
    const server = await started<Door>(door.start());
    const verdicts: (string | undefined)[] = [];
    for (const seed of [1, 2, 3]) {
      await server.reset();
      await network.shaper.shape({ seed, ...shaping });
      const to = seed % 2 === 0 ? network.server.ipv6 : network.server.ipv4;
      verdicts.push((await postern(network.client, ['knock', to, ...toSsh(door.steps)])).result?.verdict);
    }
    expect(verdicts).toEqual(['opened', 'opened', 'opened']);
  });

  test('the link was really that bad', async () => {
    const { toServer, toClient } = await network.shaper.counts();
    for (const { lost, reordered, duplicated } of [toServer, toClient]) {
      expect(Math.min(lost, reordered, duplicated)).toBeGreaterThan(0);
    }
  });

  test('every SYN lost is silence, not a broken network', async () => {
    await startNftSets(network.server, { sequence: ports });
    await network.shaper.shape({ toServer: { lossPercent: 100 } });
    const args = [...toSsh(plain), '--tries', '2', '--deadline', '4'];
    const { result, code } = await postern(network.client, ['knock', network.server.ipv4, ...args]);
    expect(result).toMatchObject({ verdict: 'still-closed', closedBy: 'silence' });
    expect(code).toBe(4);
  });
});
