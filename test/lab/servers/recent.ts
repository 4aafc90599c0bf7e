/** Knock servers made of iptables' `recent` match alone: the three families of rule sets in circulation. */
import type { Namespace } from '../namespaces.ts';
import type { Door, Policy } from './door.ts';

export type RecentVariant = 'arch' | 'gates' | 'lenient';

export interface RecentOptions {
  readonly variant: RecentVariant;
  /** The rules for `iptables-restore`, IPv4, line by line (test/vectors/plain-servers.json). */
  readonly rules: readonly string[];
  readonly policy?: Policy;
  readonly openForS?: number;
}

/** Loads the rules for IPv4 and IPv6. */
export async function startRecent(server: Namespace, options: RecentOptions): Promise<Door> {
  const { variant, rules, policy = 'drop', openForS = 30 } = options;
  const ipv4 = rules.flatMap((rule) => adapt(rule, { policy, openForS }));
  const ipv6 = ipv4.flatMap((rule) => forIpv6(rule, variant));

  const load = async (lines: { ipv4: readonly string[]; ipv6: readonly string[] }) => {
    await server.run('iptables-restore', ['-w'], { input: `${lines.ipv4.join('\n')}\n` });
    await server.run('ip6tables-restore', ['-w'], { input: `${lines.ipv6.join('\n')}\n` });
  };
  const empty = ['*filter', ':INPUT ACCEPT [0:0]', 'COMMIT'];

  await load({ ipv4, ipv6 });
  return {
    name: `iptables recent, ${variant}`,
    reset: async () => {
      // A list of `recent` is forgotten when no rule names it any more.
      await load({ ipv4: empty, ipv6: empty });
      await load({ ipv4, ipv6 });
    },
    stop: () => load({ ipv4: empty, ipv6: empty }),
  };
}

function adapt(rule: string, { policy, openForS }: { policy: Policy; openForS: number }): readonly string[] {
  // Only the time after the last stage is 30 s in all three; the stages have 10 s or none.
  const timed = rule.replace('--seconds 30', `--seconds ${openForS}`);
  if (policy === 'drop') return [timed];
  // A chain's policy cannot reject, so a last rule does.
  return timed === 'COMMIT' ? ['-A INPUT -j REJECT', timed] : [timed.replace(/-j DROP$/, '-j REJECT')];
}

function forIpv6(rule: string, variant: RecentVariant): readonly string[] {
  const translated = rule.replace('-p icmp --icmp-type any', '-p ipv6-icmp');
  // Without neighbour discovery there is no IPv6; arch lets ICMP through by itself.
  const isFirst = translated.startsWith('-A INPUT -m conntrack');
  return variant !== 'arch' && isFirst ? ['-A INPUT -p ipv6-icmp -j ACCEPT', translated] : [translated];
}
