/** The firewall in front of a guarded service, for the servers that open it from outside of the firewall. */
import type { Namespace } from '../namespaces.ts';
import { guardedPort, type Policy } from './door.ts';

export interface Guard {
  readonly policy?: Policy;
  /** What a scan does not find open besides the guarded port: the ports of the knock. */
  readonly tcp?: readonly string[];
  readonly udp?: readonly string[];
}

/** Table `inet knock`: whoever stands in its sets open4 and open6 reaches the guarded port. */
export async function loadNftGuard(server: Namespace, guard: Guard = {}): Promise<void> {
  const { policy, tcp, udp } = shutPorts(guard);
  const rules = `flush ruleset
table inet knock {
  set open4 { type ipv4_addr; flags timeout; }
  set open6 { type ipv6_addr; flags timeout; }
  chain input {
    type filter hook input priority filter - 10; policy accept;
    iifname "lo" accept
    ct state established,related accept
    tcp dport ${guardedPort} ip  saddr @open4 accept
    tcp dport ${guardedPort} ip6 saddr @open6 accept
    tcp dport { ${tcp.join(', ')} } ${policy === 'drop' ? 'drop' : 'reject with tcp reset'}
    ${udp.length > 0 ? `udp dport { ${udp.join(', ')} } ${policy}` : ''}
  }
}
`;
  await server.run('nft', ['-f', '-'], { input: rules });
}

/** For IPv4 and IPv6. A rule of acceptance belongs in front of these. */
export async function loadIptablesGuard(server: Namespace, guard: Guard = {}): Promise<void> {
  const { policy, tcp, udp } = shutPorts(guard);
  const refuse = (proto: 'tcp' | 'udp', ports: readonly string[]) => {
    const target = policy === 'drop' ? 'DROP' : proto === 'tcp' ? 'REJECT --reject-with tcp-reset' : 'REJECT';
    return ports.map((port) => `-A INPUT -p ${proto} --dport ${port} -j ${target}`);
  };
  const rules = [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    '-A INPUT -i lo -j ACCEPT',
    '-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    ...refuse('tcp', tcp),
    ...refuse('udp', udp),
    'COMMIT',
    '',
  ].join('\n');
  await server.run('iptables-restore', ['-w'], { input: rules });
  await server.run('ip6tables-restore', ['-w'], { input: rules });
}

function shutPorts({ policy = 'drop', tcp = [], udp = [] }: Guard) {
  return { policy, tcp: [...new Set([String(guardedPort), ...tcp])], udp: [...new Set(udp)] };
}
