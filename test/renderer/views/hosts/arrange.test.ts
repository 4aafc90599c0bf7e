import { expect, test } from 'vitest';
import {
  arrangeHosts,
  everything,
  tagsOf,
  type Arrangement,
} from '../../../../renderer/views/hosts/arrange.ts';
import type { Status } from '../../../../app/present/status.ts';
import { host } from '../../../app/hosts/host.ts';

const hosts = [
  host({ name: 'nas10', address: '192.0.2.10', tags: ['home'] }),
  host({ name: 'nas9', address: '192.0.2.9', tags: ['home', 'lab'] }),
  host({ name: 'München', address: 'muc.example.net', tags: ['work'], favourite: true }),
  host({ name: 'bastion', address: 'bastion.example.net', tags: ['work'] }),
];
const states: Readonly<Record<string, Status['state']>> = {
  nas10: 'failed',
  nas9: 'open',
  bastion: 'knocking',
};

const names = (change: Partial<Arrangement>): readonly string[] =>
  arrangeHosts(hosts, { ...everything, ...change }, ({ name }) => states[name] ?? 'unknown', 'de').map(
    ({ name }) => name,
  );

test('favourites come first, numbers count as numbers', () => {
  expect(names({})).toEqual(['München', 'bastion', 'nas9', 'nas10']);
});

test('every word must be found, in the name, the address or a tag, whatever its accents', () => {
  expect(names({ query: 'munchen' })).toEqual(['München']);
  expect(names({ query: ' NAS lab ' })).toEqual(['nas9']);
  expect(names({ query: '192.0.2' })).toEqual(['nas9', 'nas10']);
  expect(names({ query: 'nas work' })).toEqual([]);
});

test('a tag and a state narrow the list', () => {
  expect(names({ tag: 'home' })).toEqual(['nas9', 'nas10']);
  expect(names({ tag: 'home', state: 'failed' })).toEqual(['nas10']);
  expect(names({ state: 'open' })).toEqual(['nas9']);
});

test('by state, what wants to be looked at stands on top', () => {
  expect(names({ order: 'state' })).toEqual(['München', 'bastion', 'nas10', 'nas9']);
});

test('tags are listed once, in order', () => {
  expect(tagsOf(hosts, 'en')).toEqual(['home', 'lab', 'work']);
});
