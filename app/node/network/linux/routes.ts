import ipaddr from 'ipaddr.js';
import type { DefaultRoute } from '../../../network/reading.ts';

/** include/uapi/linux/route.h: the route is usable; it refuses what takes it. */
const [up, reject] = [0x0001, 0x0200];

interface Candidate extends DefaultRoute {
  readonly metric: number;
  readonly flags: number;
}

/** The default routes of /proc/net/route, best first. Addresses are numbers of a little-endian machine. */
export function defaultRoutes4(text: string): readonly DefaultRoute[] {
  const candidates = rows(text).flatMap((columns): Candidate[] => {
    const [link, to, gateway, flags, , , metric, mask] = columns;
    if (to !== '00000000' || mask !== '00000000' || link === undefined) return [];
    const bytes = bytesOf(gateway).toReversed();
    return [{ ...route(4, link, bytes), metric: Number(metric), flags: hex(flags) }];
  });
  return best(candidates);
}

/** The default routes of /proc/net/ipv6_route, best first. */
export function defaultRoutes6(text: string): readonly DefaultRoute[] {
  const candidates = rows(text).flatMap((columns): Candidate[] => {
    const [to = '', bits, , sourceBits, gateway, metric, , , flags, link] = columns;
    if (!/^0{32}$/.test(to) || bits !== '00' || sourceBits !== '00' || link === undefined) return [];
    return [{ ...route(6, link, bytesOf(gateway)), metric: hex(metric), flags: hex(flags) }];
  });
  return best(candidates);
}

/** What else happened to a route, such as its use being counted, is left out. */
function best(candidates: readonly Candidate[]): readonly DefaultRoute[] {
  return candidates
    .filter(({ flags, link }) => (flags & up) !== 0 && (flags & reject) === 0 && link !== 'lo')
    .toSorted((a, b) => a.metric - b.metric)
    .map(({ family, gateway, link }) => ({ family, gateway, link }));
}

function route(family: 4 | 6, link: string, gateway: readonly number[]): DefaultRoute {
  const isNone = gateway.every((byte) => byte === 0);
  return { family, gateway: isNone ? null : ipaddr.fromByteArray([...gateway]).toString(), link };
}

function rows(text: string): readonly (readonly string[])[] {
  return text.split('\n').map((line) => line.trim().split(/\s+/));
}

function bytesOf(digits = ''): readonly number[] {
  return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}

function hex(digits = '0'): number {
  return parseInt(digits, 16);
}
