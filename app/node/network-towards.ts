import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { sourceTowards } from './local-address.ts';

/**
 * The network this computer would speak from to reach `address`, as a prefix such as "192.0.2.0/24"; null if there is no
 * route. Sends nothing.
 */
export async function networkTowards(address: string, family: 4 | 6): Promise<string | null> {
  const source = await sourceTowards(address, family);
  return source === null ? null : prefixOf(source);
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
