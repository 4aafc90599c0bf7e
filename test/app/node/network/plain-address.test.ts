import { expect, test } from 'vitest';
import { plainAddress } from '../../../../app/node/network/plain-address.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:DB8:0:0::7', '2001:db8::7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['nas.example', null],
  ['', null],
])('%j is %j', (text, plain) => {
  expect(plainAddress(text)).toBe(plain);
});
