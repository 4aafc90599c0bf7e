/** A knock server that lets no packet of the service through but while the door is open, not even of a session that stands. */
import type { Namespace } from '../namespaces.ts';
import { guardedPort, type Door } from './door.ts';

export interface StrictDoor extends Door {
  /** How many sequences were begun since the last reset. */
  begun(): Promise<number>;
  /** The addresses that began one. */
  senders(): Promise<readonly string[]>;
  /** From now on no sequence opens it. */
  jam(): Promise<void>;
}

export const strictSequence = [7000, 8000, 9000] as const;
/** One packet to it shuts the door. */
export const closingPort = 9_999;

/** IPv4 only. Each sequence makes the time of the door begin anew. */
export async function startStrictDoor(
  server: Namespace,
  { openForS }: { readonly openForS: number },
): Promise<StrictDoor> {
  const load = async (lastPort: number): Promise<void> => {
    await server.run('nft', ['-f', '-'], { input: ruleset(openForS, lastPort) });
  };
  const reset = () => load(strictSequence[2]);
  await reset();
  return {
    name: 'strict nftables sets',
    reset,
    jam: () => load(1),
    async begun() {
      const listed = await server.run('nft', ['list', 'counter', 'inet', 'knock', 'begun']);
      return Number(/packets (\d+)/.exec(listed)?.[1]);
    },
    async senders() {
      const listed = await server.run('nft', ['list', 'set', 'inet', 'knock', 'senders']);
      const [, elements = ''] = /elements = \{([^}]*)\}/.exec(listed) ?? [];
      return elements
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    },
    async stop() {
      await server.run('nft', ['delete', 'table', 'inet', 'knock']);
    },
  };
}

function ruleset(openForS: number, lastPort: number): string {
  const [first, second] = strictSequence;
  return `table inet knock
delete table inet knock
table inet knock {
  counter begun { }
  set senders { type ipv4_addr; flags dynamic; size 1000; }
  set stage { type ipv4_addr . inet_service; flags timeout, dynamic; size 1000; }
  set open { type ipv4_addr; flags timeout, dynamic; size 1000; }
  chain input {
    type filter hook input priority -10; policy accept;
    iifname "lo" accept
    tcp dport ${first} counter name begun add @senders { ip saddr } add @stage { ip saddr . ${second} timeout 10s } drop
    ip saddr . tcp dport @stage tcp dport ${second} add @stage { ip saddr . ${lastPort} timeout 10s } drop
    ip saddr . tcp dport @stage tcp dport ${lastPort} update @open { ip saddr timeout ${openForS}s } drop
    tcp dport ${closingPort} delete @open { ip saddr } drop
    tcp dport ${guardedPort} ip saddr @open accept
    tcp dport { ${[...strictSequence, closingPort, guardedPort].join(', ')} } drop
  }
}
`;
}
