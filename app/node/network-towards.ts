import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * The network this computer would speak from to reach `address`, as a prefix such as "192.0.2.0/24"; null if there is no
 * route. Sends nothing: connecting a UDP socket only makes the system choose route and source (connect(2), udp(7)).
 */
export async function networkTowards(address: string, family: 4 | 6): Promise<string | null> {
  const source = await sourceTowards(address, family);
  return source === null ? null : prefixOf(source);
}

function sourceTowards(address: string, family: 4 | 6): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
    const finish = (source: string | null) => {
      socket.close();
      resolve(source);
    };
    socket.once('connect', () => finish(socket.address().address));
    socket.once('error', () => finish(null));
    // discard (RFC 863); any port would do.
    socket.connect(9, address);
  });
}

function prefixOf(source: string): string {
  const [address = source] = source.split('%');
  for (const [name, entries] of Object.entries(networkInterfaces())) {
    const entry = entries?.find((candidate) => candidate.address === address);
    if (!entry?.cidr) continue;
    const bits = entry.cidr.split('/')[1] ?? '';
    const network = ipaddr[entry.family].networkAddressFromCIDR(entry.cidr).toString();
    // Every link has the same link-local prefix, so there the interface tells them apart.
    return network.startsWith('fe80:') ? `${network}/${bits}%${name}` : `${network}/${bits}`;
  }
  return `${address}/${address.includes(':') ? 128 : 32}`;
}
