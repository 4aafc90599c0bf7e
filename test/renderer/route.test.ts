import { expect, test } from 'vitest';
import { formatRoute, home, parseRoute, type Route } from '../../renderer/route.ts';
import { id } from '../app/hosts/host.ts';

test.each<[string, Route]>([
  ['#/hosts', { view: 'hosts', hostId: null }],
  [`#/hosts/${id(1)}`, { view: 'hosts', hostId: id(1) }],
  ['#/hosts/new', { view: 'editor', hostId: null }],
  [`#/hosts/${id(1)}/edit`, { view: 'editor', hostId: id(1) }],
  [`#/hosts/${id(1)}/unlock`, { view: 'unlock', hostId: id(1) }],
  ['#/import', { view: 'import' }],
  ['#/activity', { view: 'activity', hostId: null }],
  [`#/activity/${id(1)}`, { view: 'activity', hostId: id(1) }],
  ['#/activity/decisions', { view: 'decisions' }],
  ['#/rules', { view: 'rules' }],
  ['#/rules/new', { view: 'rule', ruleId: null }],
  [`#/rules/${id(1)}`, { view: 'rule', ruleId: id(1) }],
  ['#/settings', { view: 'settings' }],
  ['#/welcome', { view: 'welcome' }],
])('%s is a place, and back again', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(formatRoute(route)).toBe(hash);
});

test.each(['', '#', '#/nowhere', '#/hosts/%2e%2e', '#/hosts/javascript:alert(1)', '#main'])(
  'the address "%s" leads home',
  (hash) => {
    expect(parseRoute(hash)).toEqual(home);
  },
);
