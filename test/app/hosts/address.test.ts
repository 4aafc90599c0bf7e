import { expect, test } from 'vitest';
import { addressProblem, ipFamily } from '../../../app/hosts/address.ts';

test.each([
  ['192.0.2.1', 4],
  ['2001:db8::1', 6],
  ['::', 6],
  ['::ffff:192.0.2.1', 6],
  ['fe80::1%eth0', 6],
  ['fe80::1%br-lan', 6],
  ['fe80::1%eth0.100', 6],
  ['fe80::1%wg_0', 6],
  ['fe80::1%12', 6],
  ['nas', null],
  ['nas.local.', null],
  ['xn--bcher-kva.example', null],
  ['bücher.example', null],
  ['_knock.example.net', null],
  ['1password.example', null],
  ['a.b-c.d--e.example', null],
  [`${'a'.repeat(63)}.example`, null],
  [`${'a.'.repeat(126)}b.`, null],
] as const)('%s is an address of family %s', (text, family) => {
  expect({ problem: addressProblem(text), family: ipFamily(text) }).toEqual({ problem: null, family });
});

test.each([
  '10.1',
  '010.1.1.1',
  '0x7f.0.0.1',
  '256.1.1.1',
  '1.2.3.4.5',
  '192.0.2.1%eth0',
  '192.0.2.1:22',
  '192.0.2.0/24',
  '[2001:db8::1]',
  '2001:db8::/32',
  '2001:db8:::1',
  'fe80::1%',
  'fe80::1%eth0%eth1',
  'fe80::1%a b',
  'nas..local',
  '.nas',
  '-nas',
  'nas-',
  'my nas',
  'ssh://nas',
  'user@nas',
  'nas;reboot',
  `${'a'.repeat(64)}.example`,
])('%s is neither a name nor an IP address, and says so in its own words', (text) => {
  expect(addressProblem(text)).toBe(`${text} isn't a host name or IP address.`);
});

test.each([
  ['', 'Enter an address.'],
  ['nas\n', "An address can't contain control characters."],
  ['nas\u001b[2J', "An address can't contain control characters."],
  ['nas\u0000.example', "An address can't contain control characters."],
  // Reorders the rest of the line it is printed in.
  ['nas\u202egpj.example', "An address can't contain control characters."],
  ['a'.repeat(300), 'An address has at most 253 characters.'],
  [`${'abc.'.repeat(75)}\u0007`, "An address can't contain control characters."],
])('%j is answered without repeating it', (text, problem) => {
  expect(addressProblem(text)).toBe(problem);
});

test('a name may have 253 characters, and the dot behind them is not one of them', () => {
  const longest = `${'abcdefghi.'.repeat(25)}abc`;
  expect([longest.length, addressProblem(longest), addressProblem(`${longest}.`)]).toEqual([253, null, null]);
  expect(addressProblem(`${longest}d`)).not.toBeNull();
});
