import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import vectors from '../vectors/plain-servers.json' with { type: 'json' };
import type { Agent } from './agent.ts';
import type { Hit } from './agent-process.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { guardedPort, until, type Door, type Policy } from './servers/door.ts';
import { startKnockd, type Knockd } from './servers/knockd.ts';
import { startNftSets } from './servers/nft.ts';
import { startRecent, type RecentVariant } from './servers/recent.ts';

// The lab's own servers are what they claim to be, measured with plain sockets and with the knock program.

type ServerName = 'knockd' | RecentVariant | 'nft';
const serverNames = ['knockd', 'arch', 'gates', 'lenient', 'nft'] as const;

/** The sequence of the vectors. */
const ports = [8881, 7777, 9991] as const;
const [first, second, last] = ports;
const tcp = (port: number, holdMs = 0): Hit => ({ proto: 'tcp', port, holdMs });
const udp = (port: number): Hit => ({ proto: 'udp', port });
const exact = ports.map((port) => tcp(port));
const unlisted = 6_000;
const ofTheOtherDoor = 7_555;

/** What a client sends for each input of the vectors. */
const inputs: Readonly<Record<string, readonly Hit[]>> = {
  'no knock': [],
  exact,
  'duplicate of first': [tcp(first), ...exact],
  'duplicate of second': [tcp(first), tcp(second), tcp(second), tcp(last)],
  'duplicate of last': [...exact, tcp(last)],
  'stray TCP to a port of no sequence, between': [tcp(first), tcp(unlisted), tcp(second), tcp(last)],
  'stray TCP to a port of another sequence (knockd only; otherwise same as above), between': [
    tcp(first),
    tcp(ofTheOtherDoor),
    tcp(second),
    tcp(last),
  ],
  'stray UDP between': [tcp(first), udp(unlisted), tcp(second), tcp(last)],
  'stray TCP after last': [...exact, tcp(unlisted)],
  'stray UDP after last': [...exact, udp(unlisted)],
  'wrong order': [tcp(first), tcp(last), tcp(second)],
  reversed: [tcp(last), tcp(second), tcp(first)],
  'second half only': [tcp(second), tcp(last)],
  'partial (2 of 3), then the full sequence at once': [tcp(first), tcp(second), ...exact],
  'partial, full, full': [tcp(first), tcp(second), ...exact, ...exact],
  'wrong knock first, then the full sequence': [tcp(last), ...exact],
  'UDP instead of TCP': ports.map((port) => udp(port)),
  'each TCP socket held 300 ms (kernel repeats the SYN after 1000 ms)': ports.map((port) => tcp(port, 300)),
  'each TCP socket held 900 ms (kernel repeats the SYN after 1000 ms)': ports.map((port) => tcp(port, 900)),
  'each TCP socket held 1100 ms (kernel repeats the SYN after 1000 ms)': ports.map((port) =>
    tcp(port, 1_100),
  ),
};

interface Site {
  readonly network: Network;
  readonly client: Agent;
  readonly door: Door;
  readonly knockd: Knockd | null;
}

async function openSite(
  name: ServerName,
  options: { policy?: Policy; openForS?: number } = {},
): Promise<Site> {
  const network = await createNetwork();
  const [client, service] = await Promise.all([network.client.agent(), network.server.agent()]);
  await service.listen(guardedPort, 'SSH-2.0-lab\r\n');
  switch (name) {
    case 'knockd': {
      const knockd = await startKnockd(network.server, {
        ...options,
        doors: [
          { name: 'ssh', sequence: ports.join(','), openForS: options.openForS ?? 30 },
          { name: 'other', sequence: `${ofTheOtherDoor},7556,7557` },
        ],
      });
      return { network, client, door: knockd, knockd };
    }
    case 'nft':
      return {
        network,
        client,
        door: await startNftSets(network.server, { ...options, sequence: ports }),
        knockd: null,
      };
    default: {
      const door = await startRecent(network.server, {
        ...options,
        variant: name,
        rules: vectors.rules[name],
      });
      return { network, client, door, knockd: null };
    }
  }
}

async function openSites(options?: { policy?: Policy; openForS?: number }) {
  return Promise.all(serverNames.map(async (name) => [name, await openSite(name, options)] as const));
}

async function closeSites(sites: readonly (readonly [ServerName, Site])[]): Promise<void> {
  await Promise.all(
    sites.map(async ([, { network, door }]) => {
      await door.stop();
      await network.close();
    }),
  );
}

/** Three connection attempts after the hits, one after the other, as the vectors were made. */
async function attempt(site: Site, hits: readonly Hit[], family: 4 | 6 = 4): Promise<readonly string[]> {
  const { client, door, knockd, network } = site;
  const to = family === 4 ? network.server.ipv4 : network.server.ipv6;
  await door.reset();
  await client.knock(to, hits);
  const isVisible = ({ proto, port }: Hit) => proto === 'tcp' && port !== unlisted;
  await knockd?.settle(hits.filter(isVisible).length);
  const seen: string[] = [];
  for (let probe = 0; probe < 3; probe += 1) seen.push(await client.probe(to, guardedPort, 400));
  return seen;
}

async function attemptAll(
  sites: readonly (readonly [ServerName, Site])[],
  hits: readonly Hit[],
  family: 4 | 6 = 4,
) {
  const seen = sites.map(async ([name, site]) => [name, await attempt(site, hits, family)] as const);
  return Object.fromEntries(await Promise.all(seen));
}

describe.skipIf(labProblem !== null)('knock servers that drop', () => {
  let sites: readonly (readonly [ServerName, Site])[] = [];
  beforeAll(async () => {
    sites = await openSites();
  });
  afterAll(() => closeSites(sites));

  test('every input of the vectors is tried', () => {
    expect(Object.keys(inputs)).toEqual(vectors.results.map(({ input }) => input));
  });

  test.each(vectors.results)('treat "$input" as measured', async ({ input, ...expected }) => {
    expect(await attemptAll(sites, inputs[input] ?? [])).toEqual(expected);
  });

  test('treat IPv6 like IPv4', async () => {
    const open = ['open', 'open', 'open'];
    const closed = ['closed', 'closed', 'closed'];
    expect(await attemptAll(sites, exact, 6)).toEqual({
      knockd: open,
      arch: open,
      gates: ['open', 'closed', 'closed'],
      lenient: open,
      nft: open,
    });
    const wrongOrder = inputs['wrong order'] ?? [];
    expect(await attemptAll(sites, wrongOrder, 6)).toEqual(
      Object.fromEntries(serverNames.map((name) => [name, closed])),
    );
  });

  test('open to the knock program', async () => {
    const seen = sites.map(async ([name, { network, client, door, knockd }]) => {
      await door.reset();
      await network.client.run('knock', [network.server.ipv4, ...ports.map(String)]);
      await knockd?.settle(ports.length);
      return [name, await client.probe(network.server.ipv4, guardedPort, 2_000)] as const;
    });
    expect(Object.fromEntries(await Promise.all(seen))).toEqual(
      Object.fromEntries(serverNames.map((name) => [name, 'open'])),
    );
  });
});

describe.skipIf(labProblem !== null)('knock servers that reject', () => {
  let sites: readonly (readonly [ServerName, Site])[] = [];
  beforeAll(async () => {
    sites = await openSites({ policy: 'reject', openForS: 2 });
  });
  afterAll(() => closeSites(sites));

  test.each([4, 6] as const)(
    'refuse, open and refuse again after the time-out over IPv%i',
    async (family) => {
      const seen = sites.map(async ([name, site]) => {
        const { client, network } = site;
        const to = family === 4 ? network.server.ipv4 : network.server.ipv6;
        await site.door.reset();
        const before = await client.probe(to, guardedPort, 2_000);
        const [opened] = await attempt(site, exact, family);
        // The strict ones would count a look at the port as one more knock, so they are left alone until it is over.
        await sleep(3_000);
        await until(`${name} closes`, async () => (await client.probe(to, guardedPort, 2_000)) !== 'open');
        return [name, [before, opened, await client.probe(to, guardedPort, 2_000)]] as const;
      });
      expect(Object.fromEntries(await Promise.all(seen))).toEqual(
        Object.fromEntries(serverNames.map((name) => [name, ['refused', 'open', 'refused']])),
      );
    },
  );
});

describe.skipIf(labProblem !== null)('knockd with mixed TCP and UDP doors', () => {
  let network: Network;
  let client: Agent;
  beforeAll(async () => {
    network = await createNetwork();
    client = await network.client.agent();
    await (await network.server.agent()).listen(guardedPort, '');
  });
  afterAll(() => network.close());

  const mixed = ['7000', '8000:udp', '9000'] as const;

  test.each(['iptables', 'nft'] as const)(
    'opening with %s opens for IPv4 and IPv6 and closes by itself',
    async (opener) => {
      const doors = [{ name: 'ssh', sequence: mixed.join(','), openForS: 2 }];
      const knockd = await startKnockd(network.server, { opener, doors });
      for (const to of [network.server.ipv4, network.server.ipv6]) {
        await knockd.reset();
        expect(await client.probe(to, guardedPort, 400)).toBe('closed');
        await network.client.run('knock', [to, ...mixed]);
        await knockd.settle(mixed.length);
        expect(await client.probe(to, guardedPort, 2_000)).toBe('open');
        await until('the door closes', async () => (await client.probe(to, guardedPort, 400)) === 'closed');
      }
      await knockd.stop();
      await network.server.run('nft', ['flush', 'ruleset']);
    },
  );

  test('the second door takes the opening back', async () => {
    const to = network.server.ipv4;
    const knockd = await startKnockd(network.server, {
      doors: [
        { name: 'ssh', sequence: mixed.join(',') },
        { name: 'ssh-close', sequence: mixed.toReversed().join(','), closes: true },
      ],
    });
    await network.client.run('knock', [to, ...mixed]);
    await knockd.settle(mixed.length);
    expect(await client.probe(to, guardedPort, 2_000)).toBe('open');
    await network.client.run('knock', [to, ...mixed.toReversed()]);
    await until('the door closes', async () => (await client.probe(to, guardedPort, 400)) === 'closed');
    await knockd.stop();
  });
});
