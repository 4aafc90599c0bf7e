import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { egressOf } from '../../../app/network/identity.ts';
import type { Attempt } from '../../../app/rules/attempts.ts';
import { decide, type HostFacts, type Question } from '../../../app/rules/decide.ts';
import type { Because, Decision, Happening, Occasion } from '../../../app/rules/decision.ts';
import type { Keeping } from '../../../app/rules/keep-open.ts';
import type { Rule } from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { network } from '../network/reading.ts';
import { facts, known, nas, noon, question, rule, rulebook, web } from './rule.ts';

const home = network();
const home201 = { kind: 'known', id: id(201) };
const office = network({ key: 'mac office', gatewayMac: '52:54:00:aa:aa:aa', ssid: null });
const keepOpen = { kind: 'keep-open', while: { kind: 'connected' } };

const keeping: Keeping = {
  hostId: nas,
  ruleId: id(101),
  while: { kind: 'connected' },
  startedAt: noon - 60_000,
  openedAt: noon - 51_000,
  openForMs: 60_000,
};

function attempt(secondsAgo: number, overrides: Partial<Attempt> = {}): Attempt {
  const at = noon - secondsAgo * 1_000;
  return {
    hostId: nas,
    ruleId: id(101),
    egress: egressOf(home),
    act: 'knock',
    at,
    result: 'failed',
    ...overrides,
  };
}

/** What the only rule decides about nas, in short: "knock: occasion". */
function answer(
  ruleFields: Readonly<Record<string, unknown>> = {},
  overrides: Partial<Question> = {},
): string {
  const networks = [known()];
  const book = rulebook([rule(ruleFields)], { networks, pausedUntil: null });
  return brief(decide(question({ rulebook: book, ...overrides })));
}

function brief(decisions: readonly Decision[]): string {
  return decisions.map(({ act, because }) => `${act}: ${because.code}`).join(', ');
}

function reasons(decisions: readonly Decision[]): readonly Because[] {
  return decisions.map((decision) => decision.because);
}

describe('a rule acts', () => {
  test('on its occasion, for the hosts of its ids and tags, once each', () => {
    const both = rule({ hosts: { ids: [nas, web], tags: ['work'] } });
    expect(decide(question({ rulebook: rulebook([both]) }))).toEqual([
      { ruleId: id(101), hostId: nas, act: 'knock', because: { code: 'occasion' } },
      { ruleId: id(101), hostId: web, act: 'knock', because: { code: 'occasion' } },
    ]);
  });

  test.each<[string, Happening, Readonly<Record<string, unknown>>]>([
    ['joining', { kind: 'joined', network: home }, { kind: 'joined' }],
    ['leaving', { kind: 'left', network: office }, { kind: 'left' }],
    ['a change', { kind: 'changed', network: home, what: ['tunnel'] }, { kind: 'changed' }],
    ['waking', { kind: 'woke' }, { kind: 'woke' }],
    ['starting', { kind: 'started' }, { kind: 'started' }],
    ['connecting', { kind: 'connect', hostId: nas }, { kind: 'connect' }],
    ['a time', { kind: 'schedule', at: noon }, { kind: 'schedule', days: [2], at: '12:00' }],
  ])('on %s, and a retry of it', (_, happening, when) => {
    const retry: Occasion = { kind: 'retry', hostId: nas, of: happening };
    expect(answer({ when }, { occasion: happening })).toBe('knock: occasion');
    expect(answer({ when }, { occasion: retry })).toBe('knock: occasion');
    expect(answer({ when }, { occasion: { kind: 'renewal', hostId: nas } })).toBe('skip: other-occasion');
  });

  test('at its own times only', () => {
    const when = { kind: 'schedule', days: [2], at: '12:01' };
    expect(answer({ when }, { occasion: { kind: 'schedule', at: noon } })).toBe('skip: other-occasion');
  });

  test('for the host that is connected to, and no other', () => {
    const connect = rule({ when: { kind: 'connect' }, hosts: { ids: [nas, web] } });
    const decisions = decide(
      question({ rulebook: rulebook([connect]), occasion: { kind: 'connect', hostId: web } }),
    );
    expect(decisions.map(({ hostId }) => hostId)).toEqual([web]);
  });
});

describe('a rule leaves a host alone', () => {
  const only = { kind: 'only', networks: [home201] };
  const except = { kind: 'except', networks: [home201] };

  test.each<[string, Readonly<Record<string, unknown>>, Partial<Question>, string]>([
    ['when it is off', { enabled: false }, {}, 'disabled'],
    ['on another occasion', { when: { kind: 'started' } }, {}, 'other-occasion'],
    ['when it is gone', { hosts: { ids: [id(99)] } }, {}, 'no-such-host'],
    ['on a network it excludes', { on: except }, {}, 'network-excluded'],
    ['on a network it is not for', { on: only }, { network: office }, 'network-not-named'],
    ['when offline', {}, { network: null }, 'offline'],
    ['when offline, whatever networks it is for', { on: only }, { network: null }, 'offline'],
    [
      'while a page wants a login',
      {},
      { conditions: { isCaptive: true, isMetered: null, onBattery: null } },
      'captive',
    ],
    [
      'on a metered network',
      { unless: { metered: true } },
      { conditions: { isCaptive: false, isMetered: true, onBattery: null } },
      'metered',
    ],
    [
      'on battery',
      { unless: { battery: true } },
      { conditions: { isCaptive: false, isMetered: null, onBattery: true } },
      'on-battery',
    ],
    ['that is open', {}, { hosts: [facts({ isOpen: true })] }, 'already-open'],
    ['whose secrets are locked', {}, { hosts: [facts({ isLocked: true })] }, 'secrets-locked'],
    ['that just failed', {}, { recent: [attempt(1)] }, 'backing-off'],
    [
      'that was knocked six times',
      {},
      { recent: [60, 120, 180, 240, 300, 360].map((ago) => attempt(ago, { result: 'opened' })) },
      'hourly-limit',
    ],
    ['that is being knocked', {}, { recent: [attempt(1, { result: 'running' })] }, 'done-here'],
    [
      'that was just opened, by hand too',
      {},
      { recent: [attempt(1, { result: 'opened', ruleId: null })] },
      'done-here',
    ],
    ['that has nothing to close it', { do: { kind: 'close' } }, {}, 'nothing-to-close'],
  ])('%s', (_, fields, overrides, code) => {
    expect(answer(fields, overrides)).toBe(`skip: ${code}`);
  });

  test.each<[string, Readonly<Record<string, unknown>>, Partial<Question>, string]>([
    [
      'a metered network does not matter unless it was said',
      {},
      { conditions: { isCaptive: false, isMetered: true, onBattery: true } },
      'knock: occasion',
    ],
    [
      'what the system does not tell does not count',
      { unless: { metered: true, battery: true } },
      {},
      'knock: occasion',
    ],
    [
      'an open door does not matter if it was said so',
      { unless: { open: false } },
      { hosts: [facts({ isOpen: true })] },
      'knock: occasion',
    ],
    [
      'an open door can be closed',
      { do: { kind: 'close' } },
      { hosts: [facts({ isOpen: true, canClose: true })] },
      'close: occasion',
    ],
    ['failures elsewhere do not count', {}, { recent: [attempt(1)], network: office }, 'knock: occasion'],
    [
      'failures below a VPN do not count above it',
      {},
      { recent: [attempt(1)], network: network({ tunnel: 'wg0' }) },
      'knock: occasion',
    ],
    [
      'a person who connects does not wait for failures',
      { when: { kind: 'connect' } },
      { occasion: { kind: 'connect', hostId: nas }, recent: [attempt(1)] },
      'knock: occasion',
    ],
    [
      'a change makes an opening of just now worthless',
      { when: { kind: 'changed' } },
      {
        occasion: { kind: 'changed', network: home, what: ['addresses'] },
        recent: [attempt(1, { result: 'opened' })],
      },
      'knock: occasion',
    ],
  ])('but %s', (_, fields, overrides, expected) => {
    expect(answer(fields, overrides)).toBe(expected);
  });

  test('and says by which network, until when, and after how many', () => {
    const say = (fields: Readonly<Record<string, unknown>>, overrides: Partial<Question> = {}, more = {}) =>
      reasons(
        decide(
          question({ rulebook: rulebook([rule(fields)], { networks: [known()], ...more }), ...overrides }),
        ),
      );
    expect(say({ on: except })).toEqual([{ code: 'network-excluded', name: 'Home' }]);
    expect(say({ on: only }, { network: office })).toEqual([{ code: 'network-not-named', name: 'Home' }]);
    expect(
      say({ on: { ...only, networks: [home201, { kind: 'link', link: 'wired' }] } }, { network: office }),
    ).toEqual([{ code: 'network-not-named', name: null }]);
    expect(say({}, {}, { pausedUntil: noon + 1 })).toEqual([{ code: 'paused', until: noon + 1 }]);
    expect(say({}, {}, { pausedUntil: 'resumed' })).toEqual([{ code: 'paused', until: null }]);
    expect(say({}, { recent: [attempt(1)] })).toEqual([
      { code: 'backing-off', failures: 1, until: noon + 4_000 },
    ]);
    expect(say({ atMostAnHour: 1 }, { recent: [attempt(60)] })).toEqual([{ code: 'hourly-limit', limit: 1 }]);
  });

  test('on every network, if it excludes one that was removed', () => {
    const lost = { kind: 'except', networks: [{ kind: 'known', id: id(299) }, home201] };
    expect(answer({ on: lost }, { network: office })).toBe('skip: network-removed');
    expect(answer({ on: lost })).toBe('skip: network-excluded');
    expect(answer({ on: { ...lost, kind: 'only' } }, { network: office })).toBe('skip: network-not-named');
  });

  test('by the network that was left, but not when there is no other', () => {
    const leave = { when: { kind: 'left' }, on: only };
    const left: Occasion = { kind: 'left', network: home };
    expect(answer(leave, { occasion: left, network: office })).toBe('knock: occasion');
    expect(answer(leave, { occasion: { kind: 'left', network: office }, network: home })).toBe(
      'skip: network-not-named',
    );
    expect(answer(leave, { occasion: left, network: null })).toBe('skip: offline');
  });
});

describe('two rules for one host', () => {
  test('make one knock, and the other says so', () => {
    const rules = [rule(), rule({ id: id(102) })];
    expect(decide(question({ rulebook: rulebook(rules) }))).toEqual([
      { ruleId: id(101), hostId: nas, act: 'knock', because: { code: 'occasion' } },
      { ruleId: id(102), hostId: nas, act: 'skip', because: { code: 'done-here' } },
    ]);
  });

  test('keep it open rather than only knock, whichever comes first', () => {
    const rules = [rule(), rule({ id: id(102), do: keepOpen }), rule({ id: id(103), do: keepOpen })];
    expect(brief(decide(question({ rulebook: rulebook(rules) })))).toBe(
      'skip: done-here, keep-open: occasion, skip: done-here',
    );
  });
});

describe('a rule that keeps open', () => {
  test('takes a door over that is open already', () => {
    expect(answer({ do: keepOpen }, { hosts: [facts({ isOpen: true })] })).toBe('keep-open: already-open');
  });

  test('only knocks where nobody knows how long it stays open, and nothing shows it', () => {
    const blind = facts({ openForMs: null, hasCheck: false });
    expect(answer({ do: keepOpen }, { hosts: [blind] })).toBe('knock: open-time-unknown');
    expect(answer({ do: keepOpen }, { hosts: [{ ...blind, hasCheck: true }] })).toBe('keep-open: occasion');
  });

  function renewed(
    overrides: Partial<Question> = {},
    fields: Readonly<Record<string, unknown>> = {},
  ): string {
    return answer(
      { do: keepOpen, ...fields },
      {
        occasion: { kind: 'renewal', hostId: nas },
        keeping: [keeping],
        hosts: [facts({ isOpen: true, isConnected: true })],
        ...overrides,
      },
    );
  }

  test.each<[string, Partial<Question>, Readonly<Record<string, unknown>>, string]>([
    ['renews an open door', {}, {}, 'keep-open: occasion'],
    [
      'renews beyond the hourly limit, which is for occasions',
      { recent: [attempt(51, { result: 'opened' })] },
      { atMostAnHour: 1 },
      'keep-open: occasion',
    ],
    [
      'stops when nothing is connected',
      { hosts: [facts({ isConnected: false })] },
      {},
      'skip: not-connected',
    ],
    ['stops when nobody knows', { hosts: [facts({ isConnected: null })] }, {}, 'skip: connection-unknown'],
    [
      'stops after eight hours',
      { keeping: [{ ...keeping, startedAt: noon - 8 * 3_600_000 }] },
      {},
      'skip: keep-open-over',
    ],
    ['stops when it is off', {}, { enabled: false }, 'skip: disabled'],
    ['stops when it only knocks now', {}, { do: { kind: 'knock' } }, 'skip: other-occasion'],
    ['stops when it is for another host now', {}, { hosts: { ids: [web] } }, 'skip: keep-open-over'],
    ['stops when it was removed', { rulebook: rulebook([]) }, {}, 'skip: keep-open-over'],
    ['waits after a failure', { recent: [attempt(1, { act: 'renewal' })] }, {}, 'skip: backing-off'],
    [
      'is not the rule that keeps this door open',
      { keeping: [{ ...keeping, ruleId: id(102) }] },
      {},
      'skip: other-occasion, skip: keep-open-over',
    ],
  ])('%s', (_, overrides, fields, expected) => {
    expect(renewed(overrides, fields)).toBe(expected);
  });
});

describe('whatever is asked', () => {
  const hostIds = [nas, web, id(3)];
  const whens = [
    { kind: 'joined' },
    { kind: 'woke' },
    { kind: 'changed' },
    { kind: 'connect' },
    { kind: 'schedule', days: [2], at: '12:00' },
  ];
  const anyMatch = fc.constantFrom(home201, { kind: 'link', link: 'wired' }, { kind: 'known', id: id(299) });
  const anyRule: fc.Arbitrary<Rule> = fc
    .record({
      enabled: fc.constantFrom(true, true, false),
      when: fc.constantFrom(...whens),
      on: fc.oneof(
        fc.constant({ kind: 'any' }),
        fc.record({
          kind: fc.constantFrom('only', 'except'),
          networks: fc.array(anyMatch, { minLength: 1 }),
        }),
      ),
      do: fc.constantFrom({ kind: 'knock' }, keepOpen, { kind: 'close' }),
      hosts: fc.record({ ids: fc.subarray([...hostIds, id(98)]), tags: fc.subarray(['work', 'nobody']) }),
      unless: fc.record({ open: fc.boolean(), metered: fc.boolean(), battery: fc.boolean() }),
      atMostAnHour: fc.integer({ min: 1, max: 4 }),
    })
    .map((fields) => rule(fields));
  const anyRules = fc
    .array(anyRule, { maxLength: 6 })
    .map((rules) => rules.map((entry, index) => ({ ...entry, id: id(101 + index) })));
  const anyNetwork = fc.constantFrom(home, office, network({ tunnel: 'wg0' }), null);
  const anyHappening = fc.constantFrom<Happening>(
    { kind: 'joined', network: home },
    { kind: 'woke' },
    { kind: 'changed', network: home, what: ['addresses'] },
    { kind: 'connect', hostId: nas },
    { kind: 'schedule', at: noon },
    { kind: 'renewal', hostId: nas },
  );
  const anyOccasion = fc.oneof(
    anyHappening,
    anyHappening.map((of): Occasion => ({ kind: 'retry', hostId: nas, of })),
  );
  const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
    hostId: fc.constantFrom(...hostIds),
    ruleId: fc.constantFrom(id(101), id(102), null),
    egress: fc.constantFrom(egressOf(home), egressOf(office)),
    act: fc.constantFrom('knock', 'renewal', 'close'),
    at: fc.integer({ min: noon - 4_000_000, max: noon }),
    result: fc.constantFrom('running', 'opened', 'sent', 'failed'),
  });
  const anyHost = (hostId: string): fc.Arbitrary<HostFacts> =>
    fc.record({
      id: fc.constant(hostId),
      tags: fc.subarray(['work']),
      isOpen: fc.boolean(),
      openForMs: fc.constantFrom(null, 10_000),
      hasCheck: fc.boolean(),
      canClose: fc.boolean(),
      isLocked: fc.boolean(),
      isConnected: fc.constantFrom(true, false, null),
    });
  const anyQuestion: fc.Arbitrary<Question> = fc.record({
    occasion: anyOccasion,
    rulebook: fc.record({
      rules: anyRules,
      networks: fc.constant([known()]),
      pausedUntil: fc.constantFrom(null, null, noon - 1, noon + 1, 'resumed' as const),
    }),
    network: anyNetwork,
    hosts: fc.tuple(...hostIds.map(anyHost)),
    keeping: fc.subarray([keeping, { ...keeping, hostId: web }]),
    recent: fc.array(anyAttempt, { maxLength: 8 }),
    conditions: fc.record({
      isCaptive: fc.constantFrom(false, false, true),
      isMetered: fc.constantFrom(true, false, null),
      onBattery: fc.constantFrom(true, false, null),
    }),
    now: fc.constant(noon),
    offsetAt: fc.constant(() => 0),
  });

  function holds(claim: (decisions: readonly Decision[], asked: Question) => void): void {
    fc.assert(
      fc.property(anyQuestion, (asked) => claim(decide(asked), asked)),
      { numRuns: 500 },
    );
  }

  test('no host is acted on twice', () => {
    holds((decisions) => {
      const acting = decisions.filter(({ act }) => act !== 'skip').map(({ hostId }) => hostId);
      expect(acting).toEqual([...new Set(acting)]);
    });
  });

  test('every rule says something about every host that it is for', () => {
    holds((decisions, { rulebook: { rules }, occasion, hosts }) => {
      for (const { id: ruleId, hosts: named } of rules) {
        const tagged = hosts.filter(({ tags }) => tags.some((tag) => named.tags.includes(tag)));
        const expected = new Set([...named.ids, ...tagged.map((host) => host.id)]);
        const asked = [...expected].filter((host) => !('hostId' in occasion) || host === occasion.hostId);
        const own = decisions.filter((decision) => decision.ruleId === ruleId).map(({ hostId }) => hostId);
        expect(own.filter((host) => expected.has(host)).toSorted()).toEqual(asked.toSorted());
      }
    });
  });

  test('nothing is done while paused, offline or before a login', () => {
    holds((decisions, { rulebook: { pausedUntil }, network: where, conditions }) => {
      const isPaused = pausedUntil === 'resumed' || (pausedUntil !== null && pausedUntil > noon);
      const mayAct = !isPaused && where !== null && !conditions.isCaptive;
      expect(mayAct ? [] : decisions.filter(({ act }) => act !== 'skip')).toEqual([]);
    });
  });

  test('no rule goes beyond its hourly limit, but for what it keeps open', () => {
    holds((decisions, { rulebook: { rules }, recent, occasion }) => {
      const happening = occasion.kind === 'retry' ? occasion.of : occasion;
      for (const { ruleId, hostId, act, because: reason } of decisions) {
        // A door that is open already is not knocked for being kept open.
        if (act === 'skip' || happening.kind === 'renewal' || reason.code === 'already-open') continue;
        const knocks = recent.filter(
          (done) =>
            done.hostId === hostId &&
            done.ruleId === ruleId &&
            done.act !== 'renewal' &&
            done.at > noon - 3_600_000,
        );
        expect(knocks.length).toBeLessThan(rules.find((entry) => entry.id === ruleId)?.atMostAnHour ?? 0);
      }
    });
  });

  test('the answer depends on nothing but the question, and not on the order of what was tried', () => {
    holds((decisions, asked) => {
      const copy = structuredClone({ ...asked, offsetAt: null });
      expect(decide({ ...copy, offsetAt: asked.offsetAt })).toEqual(decisions);
      expect(decide({ ...asked, recent: asked.recent.toReversed() })).toEqual(decisions);
    });
  });
});

test('200 rules for 5,000 hosts say something about each', () => {
  const hosts = Array.from({ length: 5_000 }, (_, index) => facts({ id: id(1_000 + index), tags: ['all'] }));
  const rules = Array.from({ length: 200 }, (_, index) =>
    rule({ id: id(101 + index), hosts: { ids: [], tags: ['all'] } }),
  );
  const decisions = decide(question({ rulebook: rulebook(rules), hosts }));
  expect(decisions.length).toBe(1_000_000);
  expect(decisions.filter(({ act }) => act === 'knock').length).toBe(5_000);
});
