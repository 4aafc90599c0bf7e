import type { DecisionEntry, NamedDecision } from '../../app/history/decision-entry.ts';
import { identityOf } from '../../app/network/identity.ts';
import { wifiReading } from '../../app/fake/network.ts';
import type { Because, Decision, Occasion } from '../../app/rules/decision.ts';
import { knownFrom } from '../../app/rules/edit.ts';
import type { KnownNetwork, Rule, Rulebook } from '../../app/rules/schema.ts';
import { parseHost, type Host } from '../../app/hosts/schema.ts';
import { methodCounters, methodHosts, methodVault } from './method-hosts.ts';
import { makeHosts, type DevWorldOptions } from './world.ts';

const ruleId = (number: number): string => `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;
const networkId = (number: number): string => `00000000-0000-4000-a000-${String(number).padStart(12, '0')}`;

/** The hosts of the other scenes, of which one can be closed. */
export const ruleHosts: readonly Host[] = makeHosts().map((host) => {
  if (host.name !== 'nas') return host;
  const closing = parseHost({
    ...host,
    close: { method: 'sequence', steps: [9000, 8000, 7000].map((port) => ({ proto: 'tcp', port })) },
    closeOn: ['left', 'quit'],
  });
  if (!closing.ok) throw new Error(JSON.stringify(closing.error));
  return closing.value;
});

const idOf = (name: string): string => ruleHosts.find((host) => host.name === name)?.id ?? '';

const usual = {
  enabled: true,
  on: { kind: 'any' },
  do: { kind: 'knock' },
  unless: { open: true, metered: false, battery: false },
  atMostAnHour: 6,
} as const satisfies Partial<Rule>;

const home: KnownNetwork = {
  id: networkId(1),
  name: 'Home',
  gateway: '10.1.1.1',
  gatewayMac: '52:54:00:00:00:01',
  subnets: ['10.1.1.0/24'],
  ssid: 'Home',
};
const office: KnownNetwork = {
  id: networkId(2),
  name: 'Office',
  gateway: '172.20.0.1',
  gatewayMac: null,
  subnets: ['172.20.0.0/22'],
  ssid: null,
};
const named: KnownNetwork = {
  id: networkId(3),
  name: 'Phone',
  gateway: null,
  gatewayMac: null,
  subnets: [],
  ssid: 'My phone',
};

const rules: readonly Rule[] = [
  {
    ...usual,
    id: ruleId(1),
    when: { kind: 'woke' },
    on: { kind: 'except', networks: [{ kind: 'known', id: home.id }] },
    hosts: { ids: [idOf('bastion'), idOf('nas')], tags: [] },
  },
  {
    ...usual,
    id: ruleId(2),
    when: { kind: 'connect' },
    do: { kind: 'keep-open', while: { kind: 'connected' } },
    hosts: { ids: [idOf('bastion')], tags: [] },
    atMostAnHour: 60,
  },
  {
    ...usual,
    id: ruleId(3),
    enabled: false,
    when: { kind: 'schedule', days: [1, 2, 3, 4, 5], at: '08:55' },
    hosts: { ids: [], tags: ['work'] },
    unless: { open: true, metered: true, battery: true },
  },
  {
    ...usual,
    id: ruleId(4),
    when: { kind: 'left' },
    on: { kind: 'only', networks: [{ kind: 'known', id: networkId(9) }] },
    do: { kind: 'close' },
    hosts: { ids: [idOf('nas')], tags: [] },
  },
];

const rulebook: Rulebook = { rules: [...rules], networks: [home, office, named], pausedUntil: null };

const atHome = identityOf(wifiReading());
const atCafe = identityOf(wifiReading({ ssid: 'Café', last: 7 }));

/** A week of it: wakes, networks, and what the rules made of them. */
function pastDecisions(count: number): readonly DecisionEntry[] {
  const [wake, keep] = rules;
  if (wake === undefined || keep === undefined || atHome === null || atCafe === null) {
    throw new Error('the scenes need rules and networks');
  }
  const decide = (rule: Rule, name: string, act: Decision['act'], because: Because): NamedDecision => ({
    ruleId: rule.id,
    hostId: idOf(name),
    act,
    because,
    rule,
    hostName: name,
  });
  const both = (act: Decision['act'], because: Because): readonly NamedDecision[] =>
    ['bastion', 'nas'].map((name) => decide(wake, name, act, because));
  const days: readonly (readonly [Occasion, 'home' | 'cafe' | null, readonly NamedDecision[]])[] = [
    [{ kind: 'woke' }, 'home', both('skip', { code: 'network-excluded', name: 'Home' })],
    [{ kind: 'left', network: atHome }, null, []],
    [{ kind: 'joined', network: atCafe }, 'cafe', []],
    [{ kind: 'woke' }, 'cafe', both('knock', { code: 'occasion' })],
    [
      { kind: 'woke' },
      'cafe',
      [
        decide(wake, 'bastion', 'skip', { code: 'already-open' }),
        decide(wake, 'nas', 'skip', { code: 'backing-off', failures: 3, until: null }),
      ],
    ],
    [
      { kind: 'connect', hostId: idOf('bastion') },
      'cafe',
      [decide(keep, 'bastion', 'keep-open', { code: 'occasion' })],
    ],
    [
      { kind: 'renewal', hostId: idOf('bastion') },
      'cafe',
      [decide(keep, 'bastion', 'skip', { code: 'not-connected' })],
    ],
  ];
  return Array.from({ length: count }, (_, index): DecisionEntry => {
    const [occasion, where, decisions] = days[index % days.length] ?? [{ kind: 'started' }, null, []];
    return {
      id: index + 1,
      at: Date.now() - (count - index) * 3 * 3_600_000,
      occasion,
      network: where === null ? null : where === 'home' ? atHome : atCafe,
      networkName: where === 'home' ? 'Home' : null,
      conditions: { isCaptive: false, isMetered: false, onBattery: false },
      openIds: [],
      decisions,
    };
  });
}

export const rulesWorld: DevWorldOptions = { hosts: ruleHosts, rulebook, decisions: pastDecisions(40) };

/** Rules on hosts whose knocks use something up. */
export const costlyWorld: DevWorldOptions = {
  hosts: Object.values(methodHosts),
  vault: methodVault,
  counters: methodCounters,
  rulebook: {
    rules: [
      {
        ...usual,
        id: ruleId(1),
        when: { kind: 'joined' },
        on: { kind: 'only', networks: [{ kind: 'ssid', pattern: 'Home-*' }] },
        do: { kind: 'keep-open', while: { kind: 'until', at: '18:00' } },
        hosts: { ids: [methodHosts['hotp']?.id ?? '', methodHosts['list']?.id ?? ''], tags: [] },
      },
    ],
    networks: atCafe === null ? [] : [knownFrom(atCafe, { id: networkId(4), name: 'Café' })],
    pausedUntil: null,
  },
};

export const ruleHash = `#/rules/${ruleId(1)}`;
export const scheduleHash = `#/rules/${ruleId(3)}`;
export const keepHash = `#/rules/${ruleId(2)}`;

/** bastion is kept open from the beginning on. */
export const keepingWorld: DevWorldOptions = {
  hosts: ruleHosts,
  rulebook: {
    rules: [
      {
        ...usual,
        id: ruleId(1),
        when: { kind: 'started' },
        do: { kind: 'keep-open', while: { kind: 'hours', hours: 2 } },
        hosts: { ids: [idOf('bastion'), idOf('nas')], tags: [] },
      },
    ],
    networks: [home],
    pausedUntil: null,
  },
};
