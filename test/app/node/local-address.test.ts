import { expect, test } from 'vitest';
import { localAddressTowards, sourceTowards } from '../../../app/node/local-address.ts';

test('towards this computer we speak from the loopback', async () => {
  expect(await localAddressTowards('127.0.0.1')).toBe('127.0.0.1');
  expect(await sourceTowards('127.0.0.1', 4)).toBe('127.0.0.1');
});

test.each(['::1', 'localhost', '', '127.1'])(
  '%j is no IPv4 address, and is not looked up',
  async (address) => {
    expect(await localAddressTowards(address)).toBeNull();
  },
);
