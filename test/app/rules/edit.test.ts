import { describe, expect, test } from 'vitest';
import {
  addNetwork,
  addRule,
  knownFrom,
  lostNetworks,
  removeNetwork,
  removeRule,
  replaceNetwork,
  replaceRule,
  type RulebookProblem,
} from '../../../app/rules/edit.ts';
import { isSameNetwork } from '../../../app/network/identity.ts';
import type { Result } from '../../../app/result.ts';
import { ruleLimits, type Rulebook } from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { network } from '../network/reading.ts';
import { known, rule, rulebook } from './rule.ts';

const later = { fromLater: 1 };
const book: Rulebook = {
  ...rulebook([rule(later), rule({ id: id(102) })], { networks: [known(later)] }),
  ...later,
};

function edited(result: Result<Rulebook, RulebookProblem>): Rulebook {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function problem(result: Result<Rulebook, RulebookProblem>): RulebookProblem | null {
  return result.ok ? null : result.error;
}

describe('rules', () => {
  test('are added at the end, changed in their place and removed', () => {
    const added = edited(addRule(book, rule({ id: id(103) })));
    expect(added.rules.map((entry) => entry.id)).toEqual([id(101), id(102), id(103)]);
    const changed = edited(replaceRule(added, rule({ id: id(102), enabled: false })));
    expect(changed.rules.map(({ enabled }) => enabled)).toEqual([true, false, true]);
    const removed = edited(removeRule(changed, id(102)));
    expect(removed.rules.map((entry) => entry.id)).toEqual([id(101), id(103)]);
  });

  test('are not added twice, and only changed or removed where they are', () => {
    expect(problem(addRule(book, rule()))).toEqual({ code: 'id-taken', id: id(101) });
    expect(problem(replaceRule(book, rule({ id: id(109) })))).toEqual({
      code: 'rule-not-found',
      id: id(109),
    });
    expect(problem(removeRule(book, id(109)))).toEqual({ code: 'rule-not-found', id: id(109) });
  });

  test('are 200 at most', () => {
    const full = rulebook(
      Array.from({ length: ruleLimits.rules }, (_, index) => rule({ id: id(300 + index) })),
    );
    expect(problem(addRule(full, rule()))).toEqual({ code: 'too-many-rules', most: 200 });
  });
});

describe('networks', () => {
  test('are added, changed and removed', () => {
    const cafe = known({ id: id(202), name: 'Café' });
    const added = edited(addNetwork(book, cafe));
    const changed = edited(replaceNetwork(added, { ...cafe, name: 'Bar' }));
    expect(changed.networks.map(({ name }) => name)).toEqual(['Home', 'Bar']);
    expect(edited(removeNetwork(changed, id(201))).networks.map(({ name }) => name)).toEqual(['Bar']);
  });

  test('have names of their own, in any case', () => {
    const cafe = known({ id: id(202), name: 'Café' });
    const home = known({ id: id(202), name: 'HOME' });
    expect(problem(addNetwork(book, home))).toEqual({ code: 'network-name-taken', name: 'HOME' });
    expect(problem(replaceNetwork(edited(addNetwork(book, cafe)), home))).toEqual({
      code: 'network-name-taken',
      name: 'HOME',
    });
    expect(edited(replaceNetwork(book, known({ name: 'HOME' }))).networks[0]?.name).toBe('HOME');
  });

  test('are only changed or removed where they are, and not added twice', () => {
    const missing = { code: 'network-not-found', id: id(209) };
    expect(problem(replaceNetwork(book, known({ id: id(209) })))).toEqual(missing);
    expect(problem(removeNetwork(book, id(209)))).toEqual(missing);
    expect(problem(addNetwork(book, known({ name: 'Other' })))).toEqual({ code: 'id-taken', id: id(201) });
  });

  test('are 200 at most', () => {
    const networks = Array.from({ length: ruleLimits.networks }, (_, index) =>
      known({ id: id(300 + index), name: `Network ${index}` }),
    );
    expect(problem(addNetwork(rulebook([], { networks }), known()))).toEqual({
      code: 'too-many-networks',
      most: 200,
    });
  });

  test('that were removed are told by the rules that name them', () => {
    const named = (kind: string) => ({
      kind,
      networks: [
        { kind: 'known', id: id(201) },
        { kind: 'link', link: 'wifi' },
      ],
    });
    const rules = [
      rule({ on: named('only') }),
      rule({ id: id(102), on: named('except') }),
      rule({ id: id(103) }),
    ];
    const before = rulebook(rules, { networks: [known()] });
    expect(lostNetworks(before)).toEqual([]);
    const after = edited(removeNetwork(before, id(201)));
    expect(after.rules).toEqual(before.rules);
    expect(lostNetworks(after)).toEqual([
      { ruleId: id(101), networkIds: [id(201)] },
      { ruleId: id(102), networkIds: [id(201)] },
    ]);
  });
});

test('what a newer version wrote survives every change', () => {
  const steps: readonly ((before: Rulebook) => Result<Rulebook, RulebookProblem>)[] = [
    (before) => addRule(before, rule({ id: id(103) })),
    (before) => replaceRule(before, rule({ enabled: false })),
    (before) => removeRule(before, id(102)),
    (before) => addNetwork(before, known({ id: id(202), name: 'Café' })),
    (before) => replaceNetwork(before, known({ name: 'House' })),
    (before) => removeNetwork(before, id(202)),
  ];
  const after = steps.reduce((before, step) => edited(step(before)), book);
  expect(after).toMatchObject({
    ...later,
    rules: [{ id: id(101), enabled: false, ...later }, { id: id(103) }],
    networks: [{ name: 'House', ...later }],
  });
});

test('the current network is known again by what was kept of it', () => {
  const here = network({ subnets: ['192.168.1.0/24', '2001:db8:1::/64'] });
  const kept = knownFrom(here, { id: id(201), name: 'Home' });
  expect(kept).toEqual(known());
  expect(isSameNetwork(kept, here)).toBe(true);
  const six = network({ subnets: ['2001:db8:1::/64'] });
  expect(knownFrom(six, { id: id(201), name: 'Home' }).subnets).toEqual(['2001:db8:1::/64']);
});
