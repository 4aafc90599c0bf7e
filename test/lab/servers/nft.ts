/** A knock server made of nftables sets alone: each hit puts the sender with the next port into a set. */
import type { Namespace } from '../namespaces.ts';
import { guardedPort, type Door, type Policy } from './door.ts';

export interface NftOptions {
  /** TCP ports. */
  readonly sequence: readonly number[];
  readonly policy?: Policy;
  readonly openForS?: number;
  readonly stageForS?: number;
  /** One sequence for each of these server addresses (IPv4), each opening the guarded port there only. */
  readonly perAddress?: boolean;
}

export async function startNftSets(server: Namespace, options: NftOptions): Promise<Door> {
  const load = async () => {
    await server.run('nft', ['-f', '-'], { input: ruleset(options) });
  };
  await load();
  return {
    name: 'nftables sets',
    reset: load,
    stop: async () => {
      await server.run('nft', ['flush', 'ruleset']);
    },
  };
}

function ruleset(options: NftOptions): string {
  const { sequence, policy = 'drop', openForS = 30, stageForS = 10, perAddress = false } = options;
  const refuse = policy === 'drop' ? 'drop' : 'reject with tcp reset';
  const families = [
    { suffix: '4', type: 'ipv4_addr', who: perAddress ? 'ip saddr . ip daddr' : 'ip saddr' },
    { suffix: '6', type: 'ipv6_addr', who: perAddress ? 'ip6 saddr . ip6 daddr' : 'ip6 saddr' },
  ];
  const rules = families.map(({ suffix, type, who }) => {
    const key = perAddress ? `${type} . ${type}` : type;
    const remember = (next: number | undefined) =>
      next === undefined
        ? `add @open${suffix} { ${who} timeout ${openForS}s }`
        : `add @stage${suffix} { ${who} . ${next} timeout ${stageForS}s }`;
    const stages = sequence.map((port, index) => {
      const reached = index === 0 ? '' : `${who} . tcp dport @stage${suffix}`;
      return `${reached} tcp dport ${port} ${remember(sequence[index + 1])} ${refuse}`;
    });
    return {
      sets: [
        `set open${suffix} { type ${key}; flags timeout; }`,
        `set stage${suffix} { type ${key} . inet_service; flags timeout; }`,
      ],
      stages,
      accept: `tcp dport ${guardedPort} ${who} @open${suffix} ct state new accept`,
    };
  });
  return `flush ruleset
table inet knock {
  ${rules.flatMap(({ sets }) => sets).join('\n  ')}
  chain input {
    type filter hook input priority -10; policy accept;
    iifname "lo" accept
    ct state established,related accept
    ${rules.flatMap(({ stages }) => stages).join('\n    ')}
    ${rules.map(({ accept }) => accept).join('\n    ')}
    tcp dport { ${[...sequence, guardedPort].join(', ')} } ${refuse}
  }
}
`;
}
