import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyHostFile, formatHostFile, parseHostFile, type Migration } from '../../../app/hosts/file.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { host, hostInput, id } from './host.ts';

const nas = host({ id: id(1), name: 'nas' });
const bastion = host({ id: id(2), name: 'bastion' });

test('a file that is not there yet becomes version 1', () => {
  expect(JSON.parse(formatHostFile(emptyHostFile(), [nas]))).toEqual({ version: 1, hosts: [nas] });
});

test('what is written is what is read', () => {
  const file = parseHostFile(formatHostFile(emptyHostFile(), [nas, bastion]));
  expect(file).toEqual({
    ok: true,
    value: { hosts: [nas, bastion], damaged: [], version: 1, supported: 1, extra: {} },
  });
});

test('unknown fields survive reading and writing, at every level', () => {
  const written = {
    theme: { dark: true },
    version: 1,
    hosts: [{ ...nas, colour: 'red', check: { port: 22, every: 60 } }],
    __internal__: { migrations: { version: '1.0.0' } },
  };
  const file = read(JSON.stringify(written));
  expect(JSON.parse(formatHostFile(file, file.hosts))).toEqual(written);
});

test('fields of any name and value survive', () => {
  const names = fc.string().filter((name) => !['__proto__', 'prototype', 'constructor'].includes(name));
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), (extra) => {
      const written = { ...extra, version: 1, hosts: [{ ...extra, ...nas }] };
      const file = read(JSON.stringify(written));
      expect(JSON.parse(formatHostFile(file, file.hosts))).toEqual(JSON.parse(JSON.stringify(written)));
    }),
  );
});

test('a file without hosts and version is an empty list with other settings in it', () => {
  expect(read('{"window":{"x":1}}')).toMatchObject({ hosts: [], version: 1, extra: { window: { x: 1 } } });
});

test.each([
  ['', 'not JSON'],
  ['{', 'not JSON, at line 1'],
  ['{\n"version": 1,\n"hosts": [],\n}', 'not JSON, at line 4'],
  ['\u001b[2Jhello', 'not JSON'],
  ['[]', 'not a list of hosts'],
  ['null', 'not a list of hosts'],
  ['{"hosts":{}}', 'not a list of hosts'],
  ['{"version":"1","hosts":[]}', 'not a list of hosts'],
  ['{"version":0,"hosts":[]}', 'not a list of hosts'],
  ['{"version":1.5,"hosts":[]}', 'not a list of hosts'],
])('%j is refused as %s', (text, reason) => {
  expect(parseHostFile(text)).toEqual({ ok: false, error: reason });
});

const slip = { ...hostInput, id: id(3), name: 'Router', address: '' };

test('an entry with a mistake is told and does not stop the others', () => {
  expect(read(JSON.stringify({ hosts: [nas, slip, 'what', bastion] }))).toMatchObject({
    hosts: [nas, bastion],
    damaged: [
      {
        index: 1,
        id: id(3),
        name: 'Router',
        issues: [{ path: 'address', problem: 'Enter an address.' }],
        raw: slip,
      },
      { index: 2, id: null, name: null, raw: 'what' },
    ],
  });
});

test.each<[string, readonly Host[], readonly unknown[]]>([
  ['nothing changes', [nas, bastion], [nas, slip, 'what', bastion]],
  ['a host is added', [nas, bastion, host({ id: id(4) })], [nas, slip, 'what', bastion, host({ id: id(4) })]],
  ['a host is removed', [bastion], [bastion, slip, 'what']],
  ['all are removed', [], [slip, 'what']],
  ['it is repaired', [nas, bastion, host({ id: id(3) })], [nas, host({ id: id(3) }), 'what', bastion]],
])('entries with mistakes stay as they are when %s', (_, hosts, written) => {
  const file = read(JSON.stringify({ hosts: [nas, slip, 'what', bastion] }));
  expect(JSON.parse(formatHostFile(file, hosts))).toEqual({ version: 1, hosts: written });
});

test('of two entries with one id the second is told, and kept when the first is saved', () => {
  const copy = { ...nas, id: nas.id.toUpperCase(), name: 'copy' };
  const file = read(JSON.stringify({ hosts: [nas, copy] }));
  expect(file).toMatchObject({
    hosts: [nas],
    damaged: [{ id: null, name: 'copy', issues: [{ path: 'id', problem: 'Another host has this id.' }] }],
  });
  const saved = { ...nas, notes: 'saved' };
  expect(JSON.parse(formatHostFile(file, [saved]))).toMatchObject({ hosts: [saved, copy] });
});

test('two hosts with one name can both be read', () => {
  const twin = { ...bastion, name: 'NAS' };
  expect(read(JSON.stringify({ hosts: [nas, twin] })).hosts).toEqual([nas, twin]);
});

const migrations: readonly Migration[] = [
  // 1 → 2: the list was an object by name.
  ({ servers, ...rest }) => ({
    ...rest,
    version: 2,
    hosts: Object.entries(servers as object).map(([name, fields]) => ({ name, ...(fields as object) })),
  }),
  // 2 → 3: the address was called host.
  ({ hosts, ...rest }) => ({
    ...rest,
    version: 3,
    hosts: (hosts as { host: string }[]).map(({ host: address, ...fields }) => ({ ...fields, address })),
  }),
];

test('an older file takes every step up to ours, in order, and is written as ours', () => {
  const { name, address, ...fields } = nas;
  const first = {
    version: 1,
    theme: 'dark',
    servers: { [name]: { ...fields, host: address, colour: 'red' } },
  };
  const file = read(JSON.stringify(first), migrations);
  expect(file).toMatchObject({ version: 1, supported: 3, hosts: [{ ...nas, colour: 'red' }], damaged: [] });
  expect(JSON.parse(formatHostFile(file, file.hosts))).toEqual({
    version: 3,
    theme: 'dark',
    hosts: [{ ...nas, colour: 'red' }],
  });
});

test('a file one version behind takes only the last step, and one of ours none', () => {
  const { address, ...fields } = nas;
  const second = { version: 2, hosts: [{ ...fields, host: address }] };
  expect(read(JSON.stringify(second), migrations).hosts).toEqual([nas]);
  expect(read(JSON.stringify({ version: 3, hosts: [nas] }), migrations).hosts).toEqual([nas]);
});

test('of a newer file the hosts that we understand can be read', () => {
  const newer = { version: 4, hosts: [nas, { ...bastion, knock: { method: 'quantum' } }] };
  expect(read(JSON.stringify(newer))).toMatchObject({
    version: 4,
    supported: 1,
    hosts: [nas],
    damaged: [{ name: 'bastion' }],
  });
});

test('a newer file is never broken, whatever became of the list', () => {
  expect(read('{"version":9,"hosts":{"nas":{}}}')).toMatchObject({ version: 9, hosts: [], damaged: [] });
  expect(read('{"version":9}')).toMatchObject({ version: 9, hosts: [] });
});

function read(text: string, steps?: readonly Migration[]) {
  const file = parseHostFile(text, steps);
  if (!file.ok) throw new Error(file.error);
  return file.value;
}
