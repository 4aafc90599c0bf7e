import * as v from 'valibot';
import { expect, test } from 'vitest';
import { ruleSchema, type Rule } from '../../../../app/rules/schema.ts';
import {
  newRuleDraft,
  parseMatch,
  parseRuleDraft,
  ruleDraftOf,
  warningsOf,
  type RuleDraft,
} from '../../../../renderer/views/rules/rule-draft.ts';
import { host, id } from '../../../app/hosts/host.ts';
import { rule } from '../../../app/rules/rule.ts';

const filled: RuleDraft = { ...newRuleDraft, hostIds: [id(1)] };

function parse(change: Partial<RuleDraft>, kept: Rule | null = null) {
  return parseRuleDraft({ ...filled, ...change }, { id: id(101), kept });
}

const rules: readonly Rule[] = [
  rule(),
  rule({ enabled: false, when: { kind: 'schedule', days: [1, 7], at: '23:59' }, atMostAnHour: 60 }),
  rule({ on: { kind: 'only', networks: [{ kind: 'ssid', pattern: 'Home-*' }] }, do: { kind: 'close' } }),
  rule({ do: { kind: 'keep-open', while: { kind: 'until', at: '18:00' } }, hosts: { tags: ['work'] } }),
  rule({ do: { kind: 'keep-open', while: { kind: 'hours', hours: 0.25 } }, unless: { battery: true } }),
  rule({ do: { kind: 'keep-open', while: { kind: 'connected' } }, when: { kind: 'connect' } }),
];

test.each(rules)('the rule %# comes back from its form as it was', (saved) => {
  const { rule: parsed, problems } = parseRuleDraft(ruleDraftOf(saved), { id: saved.id, kept: saved });
  expect(problems).toEqual([]);
  expect(parsed).toEqual({ ...saved, unless: { ...saved.unless, open: true } });
});

test('what a newer version added stays, as long as its part of the sentence does', () => {
  const kept = {
    ...rule(),
    color: 'red',
    when: { kind: 'woke', after: 'noon' },
    do: { kind: 'knock', gently: true },
  } as Rule;
  expect(parseRuleDraft(ruleDraftOf(kept), { id: kept.id, kept }).rule).toMatchObject({
    color: 'red',
    when: { kind: 'woke', after: 'noon' },
    do: { gently: true },
  });
  const changed = parseRuleDraft({ ...ruleDraftOf(kept), when: 'started' }, { id: kept.id, kept }).rule;
  expect(changed?.when).toEqual({ kind: 'started' });
});

test.each<[Partial<RuleDraft>, readonly string[]]>([
  [{ hostIds: [] }, ['hosts']],
  [{ when: 'schedule', days: [], at: '24:00' }, ['days', 'at']],
  [{ days: [], at: 'noon' }, []],
  [{ on: 'only' }, ['networks']],
  [{ on: 'except' }, ['networks']],
  [{ act: 'keep-open', while: 'until', until: '6 pm' }, ['until']],
  [{ act: 'keep-open', while: 'hours', hours: '9' }, ['hours']],
  [{ act: 'keep-open', while: 'hours', hours: '0' }, ['hours']],
  [{ act: 'keep-open', while: 'hours', hours: '0,5' }, []],
  [{ act: 'keep-open', while: 'connected', hours: 'x' }, []],
  [{ atMost: '' }, ['atMost']],
  [{ atMost: '61' }, ['atMost']],
  [{ atMost: '1.5' }, ['atMost']],
])('the form %o lacks %j', (change, problems) => {
  const parsed = parse(change);
  expect(parsed.problems).toEqual(problems);
  expect(parsed.rule === null).toBe(problems.length > 0);
});

test('whatever the form takes for a rule is one', () => {
  for (const when of ['joined', 'left', 'changed', 'woke', 'started', 'connect', 'schedule'] as const) {
    for (const act of ['knock', 'keep-open', 'close'] as const) {
      for (const kind of ['connected', 'until', 'hours'] as const) {
        const { rule: parsed } = parse({ when, act, while: kind });
        expect(v.safeParse(ruleSchema, parsed).success).toBe(true);
      }
    }
  }
});

test.each([
  ['gateway', '192.168.1.1', true],
  ['gateway', 'router', false],
  ['subnet', '10.0.0.0/8', true],
  ['subnet', '2001:db8::/32', true],
  ['subnet', '10.0.0.0/33', false],
  ['subnet', '10.0.0.0', false],
  ['ssid', ' Home-* ', true],
  ['ssid', ' ', false],
] as const)('as %s, "%s" is a network: %s', (kind, text, isOne) => {
  const match = parseMatch(kind, text);
  expect(match !== null).toBe(isOne);
  if (match === null) return;
  expect(v.safeParse(ruleSchema, rule({ on: { kind: 'only', networks: [match] } })).success).toBe(true);
});

const hosts = [
  host({ id: id(1), name: 'nas' }),
  host({ id: id(2), name: 'attic', tags: ['work'], knock: { method: 'list' }, openForMs: 30_000 }),
  host({
    id: id(3),
    name: 'lab',
    check: undefined,
    close: { method: 'sequence', steps: [{ proto: 'tcp', port: 1 }] },
  }),
];

test.each<[Partial<RuleDraft>, object]>([
  [{ hostIds: [id(1)] }, { usesUp: [], cantClose: [], noCheck: [], nameAlone: false }],
  [{ hostIds: [], tags: ['work'] }, { usesUp: ['attic'] }],
  [
    { hostIds: [id(1), id(3)], act: 'close' },
    { usesUp: [], cantClose: ['nas'] },
  ],
  [
    { hostIds: [id(1), id(2), id(3)], act: 'keep-open' },
    { noCheck: ['lab'], usesUp: ['attic'] },
  ],
  [{ on: 'only', networks: [{ kind: 'ssid', pattern: 'Home' }] }, { nameAlone: true }],
  [{ on: 'any', networks: [{ kind: 'ssid', pattern: 'Home' }] }, { nameAlone: false }],
])('of the form %o is said %o', (change, warnings) => {
  expect(warningsOf({ ...filled, ...change }, hosts)).toMatchObject(warnings);
});
