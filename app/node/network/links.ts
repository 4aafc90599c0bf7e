import type { DefaultRoute, Link, LinkKind } from '../../network/reading.ts';
import type { Interfaces, System } from './system.ts';

/** A link's addresses as the system lists them. An alias such as "eth0:1" belongs to its link. */
export function linkOf(link: {
  readonly name: string;
  readonly kind: LinkKind;
  readonly ssid: string | null;
  readonly interfaces: Interfaces;
  readonly isTemporary?: (address: string) => boolean;
}): Link {
  const { name, kind, ssid, interfaces, isTemporary = () => false } = link;
  const entries = Object.entries(interfaces).flatMap(([key, list = []]) =>
    key === name || key.startsWith(`${name}:`) ? list : [],
  );
  const addresses = entries.map(({ family, address, cidr }) => ({
    family: family === 'IPv4' ? (4 as const) : (6 as const),
    address,
    prefix: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
    isTemporary: isTemporary(address),
  }));
  return { name, kind, addresses, ssid };
}

/** The links that have addresses, and those of routes. Not the loopback. */
export function linkNames(interfaces: Interfaces, routes: readonly DefaultRoute[]): readonly string[] {
  const withAddress = Object.entries(interfaces)
    .filter(([, entries = []]) => entries.some(({ internal }) => !internal))
    .map(([name]) => name.replace(/:.*$/, ''));
  return [...new Set([...withAddress, ...routes.map(({ link }) => link)])];
}

/**
 * Somewhere in the Internet: a root name server (RFC 9609 §1). It is not sent anything; the question is which way the
 * system would take.
 */
const farAway = { 4: '198.41.0.4', 6: '2001:503:ba3e::2:30' } as const;

/**
 * The routes in use first, IPv4 before IPv6, then the others. The tables alone do not tell which one is used: a VPN may
 * have two halves of a default route (0.0.0.0/1 and 128.0.0.0/1), or a table of its own (ip-rule(8)).
 */
export async function inUseFirst(
  routes: readonly DefaultRoute[],
  { interfaces, sourceTowards }: Pick<System, 'interfaces' | 'sourceTowards'>,
): Promise<readonly DefaultRoute[]> {
  const [four, six] = await Promise.all([used(4), used(6)]);
  const first = [four, six].filter((route) => route !== null);
  return [...first, ...routes.filter((route) => !first.includes(route))];

  async function used(family: 4 | 6): Promise<DefaultRoute | null> {
    const known = routes.filter((route) => route.family === family);
    const source = await sourceTowards(farAway[family], family);
    const link = source === null ? null : linkWith(source, interfaces());
    if (link === null) return known[0] ?? null;
    return known.find((route) => route.link === link) ?? { family, gateway: null, link };
  }
}

function linkWith(address: string, interfaces: Interfaces): string | null {
  const found = Object.entries(interfaces).find(([, entries = []]) =>
    entries.some((entry) => entry.address === address && !entry.internal),
  );
  return found?.[0].replace(/:.*$/, '') ?? null;
}

/** The route whose gateway tells networks apart: not that of a tunnel, and IPv4's if there is one. */
export function routeOut(
  routes: readonly DefaultRoute[],
  kindOf: (link: string) => LinkKind,
): (DefaultRoute & { readonly gateway: string }) | null {
  const candidates = routes.flatMap((route) =>
    route.gateway !== null && kindOf(route.link) !== 'vpn' ? [{ ...route, gateway: route.gateway }] : [],
  );
  return candidates.find(({ family }) => family === 4) ?? candidates[0] ?? null;
}
