/** Names for the client's namespace. */
import type { Namespace } from '../namespaces.ts';
import { until } from './door.ts';

/** Serves the names with these addresses, and NXDOMAIN for every other name below `example`. */
export async function startNames(
  server: Namespace,
  client: Namespace,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const records = Object.entries(names).map(
    ([name, addresses]) => `--host-record=${[name, ...addresses].join(',')}`,
  );
  const child = server.start('dnsmasq', [
    '--no-daemon',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    '--user=root',
    '--pid-file=',
    '--local=/example/',
    '--interface=eth0',
    ...records,
  ]);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  // Said after the sockets are bound (dnsmasq.c).
  await until('dnsmasq serves', () => {
    if (child.exitCode !== null) throw new Error(`dnsmasq ended: ${said}`);
    return said.includes('started, version');
  });
  client.useNameServer(server.ipv4);
}
