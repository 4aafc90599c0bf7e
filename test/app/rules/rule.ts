import * as v from 'valibot';
import type { HostFacts, Question } from '../../../app/rules/decide.ts';
import {
  emptyRulebook,
  knownNetworkSchema,
  ruleSchema,
  type KnownNetwork,
  type Rule,
  type Rulebook,
} from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { homeMac, network } from '../network/reading.ts';

/** Tuesday, 2026-03-03, 12:00 UTC. */
export const noon = Date.UTC(2026, 2, 3, 12);

export const nas = id(1);
export const web = id(2);

/** When this computer wakes, knock nas. */
export function rule(overrides: Readonly<Record<string, unknown>> = {}): Rule {
  return v.parse(ruleSchema, { id: id(101), when: { kind: 'woke' }, hosts: { ids: [nas] }, ...overrides });
}

export function known(overrides: Readonly<Record<string, unknown>> = {}): KnownNetwork {
  return v.parse(knownNetworkSchema, {
    id: id(201),
    name: 'Home',
    gateway: '192.168.1.1',
    gatewayMac: homeMac,
    subnets: ['192.168.1.0/24'],
    ssid: 'Home',
    ...overrides,
  });
}

export function rulebook(rules: readonly Rule[], overrides: Partial<Rulebook> = {}): Rulebook {
  return { ...emptyRulebook, rules: [...rules], ...overrides };
}

export function facts(overrides: Partial<HostFacts> = {}): HostFacts {
  return {
    id: nas,
    tags: [],
    isOpen: false,
    openForMs: 60_000,
    hasCheck: true,
    canClose: false,
    isLocked: false,
    isConnected: false,
    ...overrides,
  };
}

/** The computer woke at home at noon, and one rule is for it. */
export function question(overrides: Partial<Question> = {}): Question {
  return {
    occasion: { kind: 'woke' },
    rulebook: rulebook([rule()]),
    network: network(),
    hosts: [facts(), facts({ id: web, tags: ['work'] })],
    keeping: [],
    recent: [],
    conditions: { isCaptive: false, isMetered: null, onBattery: null },
    now: noon,
    offsetAt: () => 0,
    ...overrides,
  };
}
