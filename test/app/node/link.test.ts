import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { hasLink } from '../../../app/node/link.ts';

const loopback = Object.entries(networkInterfaces()).find(([, all]) =>
  all?.some((each) => each.internal),
)?.[0];

test.each([
  ['192.0.2.7', true],
  ['::1', true],
  ['2001:db8::fe80', true],
  ['fe80::7', false],
  ['FEBF::7', false],
  ['fec0::7', true],
  [`fe80::7%${loopback}`, true],
  ['fe80::7%no-such-link', false],
  ['fe80::7%0', false],
  ['fe80::7%1', false],
  ['fe80::7%', false],
])('%s: %s', (address, expected) => {
  expect(hasLink(address, 'linux')).toBe(expected);
});

test.each([
  [`fe80::7%${loopback}`, false],
  ['fe80::7%0', false],
  ['fe80::7%4294967295', false],
])('on Windows, %s: %s', (address, expected) => {
  expect(hasLink(address, 'win32')).toBe(expected);
});

test('on Windows a zone is the number of a link', () => {
  const numbers = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .flatMap((each) => (each.family === 'IPv6' && each.scopeid > 0 ? [each.scopeid] : []));
  expect(numbers.map((number) => hasLink(`fe80::7%${number}`, 'win32'))).toEqual(numbers.map(() => true));
});
