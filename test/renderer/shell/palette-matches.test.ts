import { expect, test } from 'vitest';
import { matchHosts, slipsBetween } from '../../../renderer/shell/palette-matches.ts';
import { host, id } from '../../app/hosts/host.ts';

test.each([
  ['bastion', 'bas', 0],
  ['web bastion', 'bas', 1],
  ['web-bastion', 'bas', 1],
  ['webbastion', 'bas', 2],
  ['bare as', 'bas', 3],
  ['nas', 'bas', null],
  ['a+b', '+', 2],
])('"%s" for "%s"', (text, query, slips) => {
  expect(slipsBetween(text, query)).toBe(slips);
});

const hosts = [
  host({ id: id(1), name: 'nas', tags: ['home'] }),
  host({ id: id(2), name: 'bastion', tags: ['work'], favourite: true }),
  host({ id: id(3), name: 'base', tags: ['work'] }),
];
const names = (query: string, recent: readonly string[] = []): readonly string[] =>
  matchHosts(hosts, query, recent).map(({ name }) => name);

test('among equals the latest comes first, then favourites', () => {
  expect(names('bas')).toEqual(['bastion', 'base']);
  expect(names('bas', [id(3)])).toEqual(['base', 'bastion']);
  expect(names('')).toEqual(['bastion', 'nas', 'base']);
});

test('"#" looks at tags only', () => {
  expect(names('#wor')).toEqual(['bastion', 'base']);
  expect(names('#nas')).toEqual([]);
});

test('more than fifty are never shown', () => {
  const many = Array.from({ length: 60 }, (_, index) => host({ id: id(index), name: `host-${index}` }));
  expect(matchHosts(many, 'host', [])).toHaveLength(50);
});
