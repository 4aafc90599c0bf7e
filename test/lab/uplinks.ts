/** A client with two ways out, and a server that answers on both under one address. */
import { createNetwork, type Network } from './namespaces.ts';

export interface Uplinks extends Network {
  /** The server, whichever way is used. */
  readonly address: string;
  /** The client's address on each way. */
  readonly from: { readonly first: string; readonly second: string };
  /** Puts the default route on one way; null: on none. */
  use(way: 'first' | 'second' | null): Promise<void>;
}

/** RFC 5737. */
const second = { client: '198.51.100.2', server: '198.51.100.1' } as const;
const address = '203.0.113.9';

export async function createUplinks(): Promise<Uplinks> {
  const network = await createNetwork();
  const { client, server } = network;
  try {
    await client.run(
      'ip',
      `link add eth1 netns ${client.name} type veth peer name eth1 netns ${server.name}`.split(' '),
    );
    for (const [side, own] of [
      [client, second.client],
      [server, second.server],
    ] as const) {
      await side.run('ip', `addr add ${own}/24 dev eth1`.split(' '));
      await side.run('ip', 'link set eth1 up'.split(' '));
    }
    await server.run('ip', `addr add ${address}/32 dev lo`.split(' '));
    // Their hardware addresses are known from here on, as those of routers in use are.
    for (const router of [server.ipv4, second.server]) {
      await client.run('ping', ['-q', '-c', '1', '-w', '10', router]);
    }
  } catch (error) {
    await network.close();
    throw error;
  }
  return {
    ...network,
    address,
    from: { first: client.ipv4, second: second.client },
    async use(way) {
      if (way === null) {
        await client.exec('ip', ['route', 'del', 'default']);
        return;
      }
      const [router, link] = way === 'first' ? [server.ipv4, 'eth0'] : [second.server, 'eth1'];
      await client.run('ip', ['route', 'replace', 'default', 'via', router, 'dev', link]);
    },
  };
}
