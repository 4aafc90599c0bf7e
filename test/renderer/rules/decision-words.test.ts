import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Because, Decision, Occasion } from '../../../app/rules/decision.ts';
import { createFormat } from '../../../renderer/format.ts';
import {
  describeBecause,
  describeDecision,
  describeOccasion,
  mergeDecisions,
  networkName,
} from '../../../renderer/rules/decision-words.ts';
import germanWords from '../../../renderer/words/de/rules.json';
import englishWords from '../../../renderer/words/en/rules.json';
import { id } from '../../app/hosts/host.ts';
import { network } from '../../app/network/reading.ts';
import { known } from '../../app/rules/rule.ts';

const i18next = createInstance();
await i18next.init({
  resources: { en: { words: { rules: englishWords } }, de: { words: { rules: germanWords } } },
  defaultNS: 'words',
  interpolation: { escapeValue: false },
});

const reasons: Readonly<Record<Because['code'], readonly Because[]>> = {
  occasion: [{ code: 'occasion' }],
  disabled: [{ code: 'disabled' }],
  'other-occasion': [{ code: 'other-occasion' }],
  'network-excluded': [
    { code: 'network-excluded', name: null },
    { code: 'network-excluded', name: 'Home' },
  ],
  'network-not-named': [
    { code: 'network-not-named', name: null },
    { code: 'network-not-named', name: 'Home' },
  ],
  'network-removed': [{ code: 'network-removed' }],
  offline: [{ code: 'offline' }],
  captive: [{ code: 'captive' }],
  paused: [
    { code: 'paused', until: null },
    { code: 'paused', until: 0 },
  ],
  'already-open': [{ code: 'already-open' }],
  metered: [{ code: 'metered' }],
  'on-battery': [{ code: 'on-battery' }],
  'hourly-limit': [
    { code: 'hourly-limit', limit: 1 },
    { code: 'hourly-limit', limit: 6 },
  ],
  'backing-off': [
    { code: 'backing-off', failures: 1, until: 0 },
    { code: 'backing-off', failures: 4, until: null },
  ],
  'done-here': [{ code: 'done-here' }],
  'no-such-host': [{ code: 'no-such-host' }],
  'nothing-to-close': [{ code: 'nothing-to-close' }],
  'not-connected': [{ code: 'not-connected' }],
  'connection-unknown': [{ code: 'connection-unknown' }],
  'open-time-unknown': [{ code: 'open-time-unknown' }],
  'keep-open-over': [{ code: 'keep-open-over' }],
  'secrets-locked': [{ code: 'secrets-locked' }],
};

test.each(['en', 'de'] as const)('in %s every reason has words of its own', (language) => {
  const t = i18next.getFixedT(language);
  const said = Object.values(reasons)
    .flat()
    .map((because) => describeBecause(t, createFormat(language), because));
  expect(new Set(said).size).toBe(said.length);
  expect(said.filter((text) => /rules\.|{{|undefined/.test(text))).toEqual([]);
});

test.each<[Occasion, string]>([
  [{ kind: 'woke' }, 'This computer woke'],
  [{ kind: 'left', network: network() }, 'Left net'],
  [
    { kind: 'changed', network: network(), what: ['gateway', 'tunnel'] },
    'The connection changed: router and VPN',
  ],
  [{ kind: 'retry', hostId: id(1), of: { kind: 'woke' } }, 'Another try: This computer woke'],
  [{ kind: 'renewal', hostId: id(1) }, 'nas: time for the next knock'],
])('%o is said as "%s"', (occasion, said) => {
  const about = { t: i18next.getFixedT('en'), language: 'en', format: createFormat('en') };
  expect(describeOccasion(occasion, { ...about, hostName: () => 'nas', network: () => 'net' })).toBe(said);
});

test('decisions that differ only in their host are said once', () => {
  const skip = (hostId: string, because: Because): Decision => ({
    ruleId: id(101),
    hostId,
    act: 'skip',
    because,
  });
  const merged = mergeDecisions([
    skip(id(1), { code: 'metered' }),
    skip(id(2), { code: 'offline' }),
    skip(id(3), { code: 'metered' }),
  ]);
  expect(merged.map((group) => group.map(({ hostId }) => hostId))).toEqual([[id(1), id(3)], [id(2)]]);
  const about = { t: i18next.getFixedT('en'), language: 'en', format: createFormat('en') };
  const because = { code: 'metered' } as const;
  expect(describeDecision({ ...about, hosts: ['nas', 'web'], act: 'skip', because })).toBe(
    'nas and web: left alone, because the network was metered.',
  );
});

test('a network has the name that the user gave it, or what else tells it', () => {
  expect(networkName(network(), [known({ name: 'At home' })])).toBe('At home');
  const bare = { ...network(), ssid: null };
  expect(networkName(bare, [])).toBe(bare.gateway);
  expect(networkName({ ...bare, gateway: null }, [])).toBe(bare.link);
});
