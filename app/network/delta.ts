import { isSameNetwork } from './identity.ts';
import type { Change, NetworkIdentity } from './reading.ts';

/** What two readings say together. Null networks are none: offline. */
export type Delta =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'joined'; readonly network: NetworkIdentity }
  | { readonly kind: 'left'; readonly network: NetworkIdentity }
  /** From one network to another, without a time between them that anybody saw. */
  | { readonly kind: 'moved'; readonly from: NetworkIdentity; readonly to: NetworkIdentity }
  | { readonly kind: 'changed'; readonly network: NetworkIdentity; readonly what: readonly Change[] };

export interface Comparison {
  readonly delta: Delta;
  /** What to compare the next reading with: `after`, with what only earlier readings told about it. */
  readonly network: NetworkIdentity | null;
}

/** Compares where this computer was with where it is. */
export function compareNetworks(before: NetworkIdentity | null, after: NetworkIdentity | null): Comparison {
  if (after === null) {
    return {
      delta: before === null ? { kind: 'nothing' } : { kind: 'left', network: before },
      network: null,
    };
  }
  if (before === null) return { delta: { kind: 'joined', network: after }, network: after };
  if (!isOneStay(before, after)) {
    return { delta: { kind: 'moved', from: before, to: after }, network: after };
  }
  const network = continued(before, after);
  const what = changesBetween(before, network);
  return { delta: what.length > 0 ? { kind: 'changed', network, what } : { kind: 'nothing' }, network };
}

/**
 * What differs between two identities of one network and matters to doors. Facts that were not known before are no
 * change; neither are rotating IPv6 addresses, of which an identity knows only the prefixes.
 */
function changesBetween(before: NetworkIdentity, after: NetworkIdentity): readonly Change[] {
  const changes: readonly (readonly [Change, boolean])[] = [
    ['gateway', isOther(before.gateway, after.gateway)],
    [
      'addresses',
      isOtherList(before.addresses, after.addresses) || isOtherList(before.subnets, after.subnets),
    ],
    ['name', isOther(before.ssid, after.ssid)],
    ['link', before.link !== after.link],
    ['tunnel', before.tunnel !== after.tunnel],
  ];
  return changes.filter(([, differs]) => differs).map(([change]) => change);
}

function isOneStay(before: NetworkIdentity, after: NetworkIdentity): boolean {
  return before.key === after.key || isSameNetwork(before, after);
}

/**
 * The key is that of the first reading: a router that tells its hardware address later, or not while a VPN is up, makes
 * no other network, and what was counted for it goes on to count.
 */
function continued(before: NetworkIdentity, after: NetworkIdentity): NetworkIdentity {
  const isCovered = after.tunnel !== null && after.link === before.link;
  return {
    ...after,
    key: before.key,
    gatewayMac: after.gatewayMac ?? before.gatewayMac,
    gateway: after.gateway ?? (isCovered ? before.gateway : null),
    ssid: after.ssid ?? (after.link === before.link ? before.ssid : null),
  };
}

function isOther(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after;
}

function isOtherList(before: readonly string[], after: readonly string[]): boolean {
  return before.length !== after.length || before.some((item, index) => item !== after[index]);
}
