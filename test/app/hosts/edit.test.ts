import { describe, expect, test } from 'vitest';
import { addHost, findHost, keepEqual, mergeHost, removeHost, replaceHost } from '../../../app/hosts/edit.ts';
import { host, id } from './host.ts';

const nas = host({ id: id(1), name: 'nas' });
const bastion = host({ id: id(2), name: 'Bastion' });
const cafe = host({ id: id(3), name: 'Caf\u00e9' });
const hosts = [nas, bastion, cafe];

test.each([
  ['nas', nas],
  ['NAS', nas],
  ['bastion', bastion],
  // One letter, typed as e and a combining accent.
  ['CAFE\u0301', cafe],
  [id(2), bastion],
])('%s finds its host', (name, found) => {
  expect(findHost(hosts, name)).toEqual({ ok: true, value: found });
});

test('a capital I finds a small one, whatever the locale', () => {
  const mini = host({ id: id(4), name: 'mini' });
  expect(findHost([mini], 'MINI')).toEqual({ ok: true, value: mini });
});

test('an id is an id, even if another host has it for a name', () => {
  const odd = host({ id: id(9), name: id(1) });
  expect(findHost([odd, nas], id(1))).toEqual({ ok: true, value: nas });
});

test.each([
  ['nsa', ['nas']],
  ['nass', ['nas']],
  ['bastoin', ['Bastion']],
  ['bas', ['Bastion', 'nas']],
  ['cafe', ['Caf\u00e9']],
  ['printer', []],
  ['', []],
])('%j is not found, and the names that may have been meant are %j', (name, similar) => {
  expect(findHost(hosts, name)).toEqual({ ok: false, error: { code: 'host-not-found', name, similar } });
});

test('at most three names are suggested, the closest first', () => {
  const many = ['web-11', 'web-1', 'web-22', 'web-2', 'web-33'].map((name, n) => host({ id: id(n), name }));
  const found = findHost(many, 'web-');
  expect(!found.ok && 'similar' in found.error && found.error.similar).toHaveLength(3);
  const close = findHost(many, 'wen-1');
  expect(!close.ok && 'similar' in close.error && close.error.similar[0]).toBe('web-1');
});

test('a name that two hosts have is not guessed at, but their ids work', () => {
  const twins = [nas, host({ id: id(4), name: 'NAS' })];
  expect(findHost(twins, 'nas')).toEqual({ ok: false, error: { code: 'name-ambiguous', name: 'nas' } });
  expect(findHost(twins, id(1))).toEqual({ ok: true, value: nas });
});

test('a damaged entry answers to its name with what is wrong, unless a sound host has the name', () => {
  const issues = [{ path: 'address', problem: 'Enter an address.' }];
  const damaged = [{ index: 0, id: null, name: 'Router', issues, raw: {} }];
  expect(findHost(hosts, 'router', damaged)).toEqual({ ok: false, error: { code: 'invalid-host', issues } });
  const router = host({ id: id(4), name: 'router' });
  expect(findHost([router], 'Router', damaged)).toEqual({ ok: true, value: router });
});

test('a new host goes to the end', () => {
  expect(addHost([nas], bastion)).toEqual({ ok: true, value: [nas, bastion] });
});

test.each(['nas', 'NAS', 'Cafe\u0301'])('a second host cannot be called %s', (name) => {
  const error = { code: 'name-taken', name };
  expect(addHost(hosts, host({ id: id(4), name }))).toEqual({ ok: false, error });
  expect(replaceHost(hosts, { ...bastion, name })).toEqual({ ok: false, error });
});

test('a replaced host keeps its place', () => {
  const moved = { ...nas, address: 'nas.example.org' };
  expect(replaceHost(hosts, moved)).toEqual({ ok: true, value: [moved, bastion, cafe] });
});

test('a host may change the case of its name', () => {
  expect(mergeHost(hosts, { ...nas, name: 'NAS' }, nas)).toEqual({
    ok: true,
    value: [{ ...nas, name: 'NAS' }, bastion, cafe],
  });
});

test('of two hosts with one name, each can be saved under it and renamed away from it', () => {
  const twin = host({ id: id(4), name: 'nas' });
  const changed = { ...twin, notes: 'upstairs' };
  expect(replaceHost([nas, twin], changed)).toEqual({ ok: true, value: [nas, changed] });
  expect(mergeHost([nas, twin], { ...twin, name: 'nas-2' }, twin)).toMatchObject({
    ok: true,
    value: [nas, { name: 'nas-2' }],
  });
});

test('a removed host is gone and the others stay', () => {
  expect(removeHost(hosts, bastion.id)).toEqual({ ok: true, value: [nas, cafe] });
});

test('what is not there cannot be changed', () => {
  const error = { code: 'host-not-found', name: id(7), similar: [] };
  expect(replaceHost(hosts, { ...nas, id: id(7) })).toEqual({ ok: false, error });
  expect(removeHost(hosts, id(7))).toEqual({ ok: false, error });
});

test('a list that is read again is the same list, and a changed host the only new object in it', () => {
  const again = hosts.map((each) => structuredClone(each));
  expect(keepEqual(hosts, again)).toBe(hosts);
  const changed = keepEqual(hosts, [again[0] ?? nas, { ...bastion, notes: 'new' }, cafe]);
  expect(changed[0]).toBe(nas);
  expect(changed[1]).toEqual({ ...bastion, notes: 'new' });
  expect(keepEqual(hosts, [nas, cafe])).toEqual([nas, cafe]);
});

describe('a change that was made while others changed the host', () => {
  const was = host({ tags: ['home'], notes: 'old' });

  test('keeps their fields and brings its own', () => {
    const theirs = { ...was, tags: ['home', 'backup'], hologram: 'a field of a newer version' };
    const mine = { ...was, notes: 'new' };
    expect(mergeHost([theirs], mine, was)).toEqual({ ok: true, value: [{ ...theirs, notes: 'new' }] });
  });

  test('takes back a field that it removed, and no other', () => {
    const { check: _, ...mine } = was;
    const theirs = { ...was, notes: 'theirs' };
    const { check: __, ...merged } = theirs;
    expect(mergeHost([theirs], mine, was)).toEqual({ ok: true, value: [merged] });
  });

  test('does not bring a removed host back', () => {
    expect(mergeHost([], { ...was, notes: 'new' }, was)).toMatchObject({
      error: { code: 'host-not-found', name: 'nas' },
    });
  });

  test('is refused where both do not fit together', () => {
    const theirs = { ...was, address: '192.0.2.3' };
    expect(mergeHost([theirs], { ...was, family: '6' }, was)).toMatchObject({
      error: { code: 'invalid-host' },
    });
  });
});
