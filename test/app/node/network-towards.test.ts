import { expect, test } from 'vitest';
import { networkTowards } from '../../../app/node/network-towards.ts';

test('the network towards this computer is the loopback', async () => {
  expect(await networkTowards('127.0.0.1', 4)).toBe('127.0.0.0/8');
});

test('what is no address of the family leads nowhere', async () => {
  expect(await networkTowards('::1', 4)).toBeNull();
  expect(await networkTowards('fe80::1%no-such-link', 6)).toBeNull();
});
