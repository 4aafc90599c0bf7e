import type { NetworkIdentity } from '../network/reading.ts';
import { fail, ok, type Result } from '../result.ts';
import { ruleLimits, type KnownNetwork, type Rule, type Rulebook } from './schema.ts';

export type RulebookProblem =
  | { readonly code: 'rule-not-found' | 'network-not-found'; readonly id: string }
  | { readonly code: 'id-taken'; readonly id: string }
  | { readonly code: 'network-name-taken'; readonly name: string }
  | { readonly code: 'too-many-rules' | 'too-many-networks'; readonly most: number };

type Changed = Result<Rulebook, RulebookProblem>;

export function addRule(rulebook: Rulebook, rule: Rule): Changed {
  if (rulebook.rules.length >= ruleLimits.rules) {
    return fail({ code: 'too-many-rules', most: ruleLimits.rules });
  }
  if (has(rulebook.rules, rule.id)) return fail({ code: 'id-taken', id: rule.id });
  return ok({ ...rulebook, rules: [...rulebook.rules, rule] });
}

/** Puts `rule` where the rule with its id is. What a newer version added to the old one stays. */
export function replaceRule(rulebook: Rulebook, rule: Rule): Changed {
  if (!has(rulebook.rules, rule.id)) return fail({ code: 'rule-not-found', id: rule.id });
  return ok({ ...rulebook, rules: replaced(rulebook.rules, rule) });
}

export function removeRule(rulebook: Rulebook, id: string): Changed {
  if (!has(rulebook.rules, id)) return fail({ code: 'rule-not-found', id });
  return ok({ ...rulebook, rules: without(rulebook.rules, id) });
}

export function addNetwork(rulebook: Rulebook, network: KnownNetwork): Changed {
  const { networks } = rulebook;
  if (networks.length >= ruleLimits.networks) {
    return fail({ code: 'too-many-networks', most: ruleLimits.networks });
  }
  if (has(networks, network.id)) return fail({ code: 'id-taken', id: network.id });
  if (isNameTaken(networks, network)) return fail({ code: 'network-name-taken', name: network.name });
  return ok({ ...rulebook, networks: [...networks, network] });
}

/** Puts `network` where the network with its id is. What a newer version added to the old one stays. */
export function replaceNetwork(rulebook: Rulebook, network: KnownNetwork): Changed {
  const { networks } = rulebook;
  if (!has(networks, network.id)) return fail({ code: 'network-not-found', id: network.id });
  if (isNameTaken(networks, network)) return fail({ code: 'network-name-taken', name: network.name });
  return ok({ ...rulebook, networks: replaced(networks, network) });
}

/**
 * Rules that name the network stay as they are, and `lostNetworks` tells of them. One that is for this network alone
 * fits nowhere, and one that excludes it does nothing at all: neither knocks where it did not before.
 */
export function removeNetwork(rulebook: Rulebook, id: string): Changed {
  if (!has(rulebook.networks, id)) return fail({ code: 'network-not-found', id });
  return ok({ ...rulebook, networks: without(rulebook.networks, id) });
}

/** The rules that name a network which is not there any more. */
export function lostNetworks({
  rules,
  networks,
}: Rulebook): readonly { readonly ruleId: string; readonly networkIds: readonly string[] }[] {
  return rules.flatMap(({ id: ruleId, on }) => {
    const named = on.kind === 'any' ? [] : on.networks;
    const networkIds = named.flatMap((match) =>
      match.kind === 'known' && !has(networks, match.id) ? [match.id] : [],
    );
    return networkIds.length > 0 ? [{ ruleId, networkIds }] : [];
  });
}

/** The network that this computer is in, under a name. IPv6 prefixes are left out where providers change them. */
export function knownFrom(
  network: NetworkIdentity,
  { id, name }: { readonly id: string; readonly name: string },
): KnownNetwork {
  const four = network.subnets.filter((subnet) => !subnet.includes(':'));
  return {
    id,
    name,
    gateway: network.gateway,
    gatewayMac: network.gatewayMac,
    subnets: four.length > 0 ? four : [...network.subnets],
    ssid: network.ssid,
  };
}

interface Entry {
  readonly id: string;
}

function has(entries: readonly Entry[], id: string): boolean {
  return entries.some((entry) => entry.id === id);
}

function replaced<Item extends Entry>(entries: readonly Item[], entry: Item): Item[] {
  return entries.map((old) => (old.id === entry.id ? { ...old, ...entry } : old));
}

function without<Item extends Entry>(entries: readonly Item[], id: string): Item[] {
  return entries.filter((entry) => entry.id !== id);
}

function isNameTaken(networks: readonly KnownNetwork[], { id, name }: KnownNetwork): boolean {
  return networks.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase());
}
