import ipaddr from 'ipaddr.js';
import type { DefaultRoute, Link, LinkKind, NetworkFacts, NetworkIdentity, Reading } from './reading.ts';

/**
 * The network that this computer is in; null: offline. The link with the default route decides, whatever others there
 * are. A tunnel with the default route is a fact of its own: the network is the one it runs over, as far as that shows.
 */
export function identityOf(reading: Reading): NetworkIdentity | null {
  const links = new Map(reading.links.map((link) => [link.name, link]));
  const routes = reading.routes.filter(({ link }) => links.has(link) && link !== 'lo');
  const [used] = routes;
  if (used === undefined) return null;

  const tunnel = tunnelOf(routes, links);
  const route = routes.find(({ link }) => !isTunnel(links.get(link)));
  const link = links.get(route?.link ?? '') ?? linkBelow(reading.links) ?? links.get(used.link);
  if (link === undefined) throw new Error('a route without its link');

  const facts: NetworkFacts = {
    gateway: plainAddress(route?.gateway ?? null),
    gatewayMac: reading.gatewayMac,
    subnets: subnetsOf(link),
    ssid: link.ssid,
  };
  const addresses = link.addresses
    .filter(({ family, address }) => family === 4 && !isLocal(address))
    .map(({ address }) => address)
    .toSorted();
  return { key: keyOf(facts, link), ...facts, link: link.name, kind: link.kind, addresses, tunnel };
}

/** Whether what is known of both says that they are one network. What only one of them tells is not looked at. */
export function isSameNetwork(a: NetworkFacts, b: NetworkFacts): boolean {
  if (a.gatewayMac !== null && b.gatewayMac !== null) {
    if (a.gatewayMac !== b.gatewayMac) return false;
    if (!isShared(a.gatewayMac)) return true;
  }
  const compared = [sameText(a.ssid, b.ssid), sameGateway(a.gateway, b.gateway), sharedSubnet(a, b)];
  return compared.includes(true) && !compared.includes(false);
}

/** Where packets come from, as a server sees it: the network, or the tunnel above it. Attempts count for one of these. */
export function egressOf({ key, tunnel }: Pick<NetworkIdentity, 'key' | 'tunnel'>): string {
  return tunnel === null ? key : `${key} via ${tunnel}`;
}

// The hardware address of a router is unique, and stays when the provider hands out other prefixes. Without it: half of
// all homes are 192.168.1.0/24 behind 192.168.1.1, and only the name of the Wi-Fi tells them apart.
function keyOf(facts: NetworkFacts, { name }: Link): string {
  const { gateway, gatewayMac, subnets, ssid } = facts;
  if (gatewayMac !== null && !isShared(gatewayMac)) return `mac ${gatewayMac}`;
  const four = subnets.filter((subnet) => !subnet.includes(':'));
  const known = [gatewayMac, gateway, ...(four.length > 0 ? four : subnets), ssid].filter(
    (fact) => fact !== null,
  );
  return known.length > 0 ? `net ${known.join(' ')}` : `link ${name}`;
}

/** Routers that stand in for each other share an address (VRRP: RFC 9568 §7.3, HSRP, GLBP): the same one at many sites. */
function isShared(mac: string): boolean {
  return /^00:00:5e:00:0[12]:|^00:00:0c:(?:07:ac|9f:f)|^00:07:b4:/.test(mac);
}

function tunnelOf(routes: readonly DefaultRoute[], links: ReadonlyMap<string, Link>): string | null {
  // Only the first of a family is in use.
  const used = ([4, 6] as const).flatMap((own) => routes.find(({ family }) => family === own) ?? []);
  return used.find(({ link }) => isTunnel(links.get(link)))?.link ?? null;
}

function isTunnel(link: Link | undefined): boolean {
  if (link === undefined || link.kind === 'vpn') return link !== undefined;
  const untold = link.kind === 'other' || link.kind === 'virtual';
  return untold && /^(?:tun|tap|utun|wg|zt|tailscale)/.test(link.name);
}

const outward: readonly LinkKind[] = ['wired', 'wifi', 'mobile'];

/** What a tunnel most likely runs over, if its own route hides the one below. */
function linkBelow(links: readonly Link[]): Link | undefined {
  const inner = /^(?:docker|veth|br-|virbr|vmnet|vboxnet|lxc|lxd|cni|podman)/;
  const usable = links.filter(({ name, kind }) => outward.includes(kind) && !inner.test(name));
  return outward
    .flatMap((kind) => usable.filter((link) => link.kind === kind))
    .find((link) => subnetsOf(link).length > 0);
}

function subnetsOf(link: Link): readonly string[] {
  const subnets = link.addresses
    .filter(({ address, isTemporary }) => !isTemporary && !isLocal(address))
    .map(({ family, address, prefix }) => {
      // DHCPv6 gives single addresses out of a prefix of 64 bits, and they change.
      const bits = family === 6 ? Math.min(prefix, 64) : prefix;
      const kind = family === 6 ? ipaddr.IPv6 : ipaddr.IPv4;
      return `${kind.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`;
    });
  return [...new Set(subnets)].toSorted((a, b) => familyOf(a) - familyOf(b) || (a < b ? -1 : 1));
}

/** An address that says nothing about the network: of this link or this computer alone. */
function isLocal(address: string): boolean {
  const range = ipaddr.parse(address).range();
  return range === 'linkLocal' || range === 'loopback' || range === 'unspecified';
}

/** Without the zone that systems append to link-local addresses: "fe80::1%wlan0". */
function plainAddress(address: string | null): string | null {
  return address === null ? null : address.replace(/%.*$/, '');
}

/** Null: cannot be compared. */
function sameText(a: string | null, b: string | null): boolean | null {
  return a === null || b === null ? null : a === b;
}

function sameGateway(a: string | null, b: string | null): boolean | null {
  if (a === null || b === null || familyOf(a) !== familyOf(b)) return null;
  if (a !== b) return false;
  // Every second router is fe80::1: alone that is no proof.
  return a.toLowerCase() === 'fe80::1' ? null : true;
}

function sharedSubnet(a: NetworkFacts, b: NetworkFacts): boolean | null {
  if (a.subnets.some((subnet) => b.subnets.includes(subnet))) return true;
  const families = new Set(a.subnets.map(familyOf));
  return b.subnets.some((subnet) => families.has(familyOf(subnet))) ? false : null;
}

function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}
