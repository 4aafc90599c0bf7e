import ipaddr from 'ipaddr.js';
import { isSameNetwork } from '../network/identity.ts';
import type { NetworkIdentity } from '../network/reading.ts';
import type { KnownNetwork, Match } from './schema.ts';

export interface Matched {
  readonly match: Match;
  /** What the network was recognised by, in the user's words. */
  readonly name: string;
}

/** The first of `matches` that fits the network; null: none does. */
export function findMatch(
  network: NetworkIdentity,
  matches: readonly Match[],
  known: readonly KnownNetwork[],
): Matched | null {
  for (const match of matches) {
    const name = matchName(match, known);
    if (name !== null && fits(network, match, known)) return { match, name };
  }
  return null;
}

/** The network that the user named and that this one may be; null: none. One recognised by its router comes first. */
export function findKnown(network: NetworkIdentity, known: readonly KnownNetwork[]): KnownNetwork | null {
  const fitting = known.filter((entry) => isSameNetwork(entry, network));
  const proven = fitting.find(({ gatewayMac }) => gatewayMac !== null && gatewayMac === network.gatewayMac);
  return proven ?? fitting[0] ?? null;
}

/** "Home", "192.168.1.1", "Home-*", "wifi"; null: a network that was removed. */
export function matchName(match: Match, known: readonly KnownNetwork[]): string | null {
  switch (match.kind) {
    case 'known':
      return known.find(({ id }) => id === match.id)?.name ?? null;
    case 'gateway':
      return match.address;
    case 'subnet':
      return match.subnet;
    case 'ssid':
      return match.pattern;
    case 'link':
      return match.link;
    default:
      return match satisfies never;
  }
}

/** Whether nothing but a name tells this network: anybody can give his Wi-Fi any name. */
export function isNameAlone({ gateway, gatewayMac, subnets, ssid }: KnownNetwork): boolean {
  return ssid !== null && gateway === null && gatewayMac === null && subnets.length === 0;
}

function fits(network: NetworkIdentity, match: Match, known: readonly KnownNetwork[]): boolean {
  switch (match.kind) {
    case 'known':
      return known.some((entry) => entry.id === match.id && isSameNetwork(entry, network));
    case 'gateway':
      return network.gateway !== null && isSameAddress(network.gateway, match.address);
    case 'subnet':
      return network.subnets.some((subnet) => isWithin(subnet, match.subnet));
    case 'ssid':
      return network.ssid !== null && fitsPattern(network.ssid, match.pattern);
    case 'link':
      return network.kind === match.link || (match.link === 'vpn' && network.tunnel !== null);
    default:
      return match satisfies never;
  }
}

function isSameAddress(a: string, b: string): boolean {
  return ipaddr.process(a).toString() === ipaddr.process(b).toString();
}

function isWithin(inner: string, outer: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(inner);
  const [around, outerBits] = ipaddr.parseCIDR(outer);
  return address.kind() === around.kind() && bits >= outerBits && address.match(around, outerBits);
}

// No regular expression: one made of many asterisks can take minutes to fail.
function fitsPattern(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) {
    return false;
  }
  let at = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
