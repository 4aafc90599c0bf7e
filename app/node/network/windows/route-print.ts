import { ipFamily } from '../../../hosts/address.ts';

export interface Adapter {
  readonly index: number;
  /** "52:54:00:12:34:56"; null for tunnels. */
  readonly mac: string | null;
  /** The name of the device, which its driver gives in English as a rule. */
  readonly description: string;
}

export interface PrintedRoute {
  readonly family: 4 | 6;
  /** Null for "On-link", in whatever language. */
  readonly gateway: string | null;
  /** IPv4 names the link by its address, IPv6 by its index. */
  readonly via: string | number;
  readonly metric: number;
}

/** Links and default routes of `route print`. Headings are in the user's language: only the numbers are read. */
export function parseRoutePrint(text: string): {
  readonly adapters: readonly Adapter[];
  readonly routes: readonly PrintedRoute[];
} {
  const lines = text.split(/\r?\n/);
  return {
    adapters: lines.flatMap(adapterIn),
    routes: lines.flatMap(routeIn).toSorted((a, b) => a.family - b.family || a.metric - b.metric),
  };
}

/** " 12...00 15 5d 01 02 03 ......Intel(R) Ethernet", " 23...........................WireGuard Tunnel" */
function adapterIn(line: string): readonly Adapter[] {
  const found = /^\s*(\d+)\s?\.{3}((?:[\da-f]{2} )*)\s*\.+\s?(\S.*)$/i.exec(line);
  const [, index = '', bytes = '', description = ''] = found ?? [];
  if (found === null) return [];
  const mac = bytes.trim().toLowerCase().replaceAll(' ', ':');
  return [{ index: Number(index), mac: mac === '' ? null : mac, description: description.trim() }];
}

function routeIn(line: string): readonly PrintedRoute[] {
  const words = line.trim().split(/\s+/);
  // Destination, mask, gateway (of more than one word, perhaps), address of the link, metric.
  const [interfaceAddress = '', metric = ''] = words.slice(-2);
  if (words[0] === '0.0.0.0' && words[1] === '0.0.0.0') {
    if (words.length < 5 || ipFamily(interfaceAddress) !== 4 || !/^\d+$/.test(metric)) return [];
    return [{ family: 4, gateway: addressOf(words[2], 4), via: interfaceAddress, metric: Number(metric) }];
  }
  // Index of the link, metric, destination, gateway. A persistent one has index 0.
  const [index = '', metric6 = '', destination, gateway] = words;
  if (destination !== '::/0' || !/^[1-9]\d*$/.test(index) || !/^\d+$/.test(metric6)) return [];
  return [{ family: 6, gateway: addressOf(gateway, 6), via: Number(index), metric: Number(metric6) }];
}

function addressOf(word: string | undefined, family: 4 | 6): string | null {
  return word !== undefined && ipFamily(word) === family ? word : null;
}
