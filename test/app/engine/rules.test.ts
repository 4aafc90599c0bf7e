import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import { fail } from '../../../app/result.ts';
import { emptyRulebook, type Rulebook } from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { known, rule } from '../rules/rule.ts';

function engine(book: Partial<Rulebook> = {}) {
  const world = createWorld({ rulebook: { ...emptyRulebook, ...book } });
  const api = createEngine(world.ports);
  let revision = 0;
  let shown: unknown = null;
  api.watch((snapshot) => {
    ({ revision } = snapshot);
    shown = snapshot.automation.rulebook;
  });
  return { world, api, shown: () => shown, revision: () => revision };
}

test('a rule is added, changed by its id, and removed, and each is shown', async () => {
  const { api, shown } = engine();
  await api.loadRules({});
  await api.saveRule({ rule: rule() });
  expect(shown()).toMatchObject({ state: 'ready', book: { rules: [{ when: { kind: 'woke' } }] } });
  await api.saveRule({ rule: rule({ when: { kind: 'left' } }) });
  expect(shown()).toMatchObject({ book: { rules: [{ when: { kind: 'left' } }] } });
  await api.removeRule({ ruleId: rule().id });
  expect(shown()).toMatchObject({ book: { rules: [] } });
});

test('a rule or network that is not there cannot be removed', async () => {
  const { api } = engine();
  const gone = { ok: false, error: { code: 'rule-not-found' } };
  expect(await api.removeRule({ ruleId: id(7) })).toEqual(gone);
  expect(await api.removeNetwork({ networkId: id(7) })).toEqual(gone);
});

test('two networks cannot have one name', async () => {
  const { api } = engine({ networks: [known()] });
  const named = await api.saveNetwork({ network: known({ id: id(202), name: 'home' }) });
  expect(named).toEqual({ ok: false, error: { code: 'network-name-taken', name: 'home' } });
});

test('a pause of an hour ends in an hour, another one when somebody resumes', async () => {
  const { api, world } = engine();
  const paused = await api.pauseRules({ pause: 'hour' });
  expect(paused).toMatchObject({ value: { pausedUntil: world.clock.now() + 3_600_000 } });
  expect(await api.pauseRules({ pause: 'until-resumed' })).toMatchObject({
    value: { pausedUntil: 'resumed' },
  });
  expect(await api.pauseRules({ pause: null })).toMatchObject({ value: { pausedUntil: null } });
});

test('rules that are read again and are the same are no news', async () => {
  const { api, revision } = engine({ rules: [rule()] });
  await api.loadRules({});
  const before = revision();
  await api.loadRules({});
  expect(revision()).toBe(before);
});

test('a broken file is shown as broken, and is well again when it can be read', async () => {
  const world = createWorld({});
  let isBroken = true;
  const failure = { code: 'store-unreadable', file: 'rules.json', reason: 'denied' } as const;
  const rules = {
    ...world.ports.rules,
    load: async () => (isBroken ? fail(failure) : world.ports.rules.load()),
  };
  const api = createEngine({ ...world.ports, rules });
  let shown: unknown = null;
  api.watch(({ automation }) => (shown = automation.rulebook));
  await api.loadRules({});
  expect(shown).toEqual({ state: 'failed', failure });
  isBroken = false;
  await api.loadRules({});
  expect(shown).toMatchObject({ state: 'ready' });
});
