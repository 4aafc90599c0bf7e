import { expect, test } from 'vitest';
import { temporaryAddresses } from '../../../../../app/node/network/linux/addresses.ts';

test('privacy addresses are told by their flag', () => {
  const text = `fe80000000000000505400fffe123456 02 40 20 80    wlan0
20010db800000000505400fffe123456 02 40 00 00    wlan0
20010db800000000a1b2c3d4e5f60718 02 40 00 01    wlan0
20010db8000000000000000000000bad 02 40 00 21    wlan0
00000000000000000000000000000001 01 80 10 80       lo
`;
  expect([...temporaryAddresses(text)]).toEqual(['2001:db8::a1b2:c3d4:e5f6:718', '2001:db8::bad']);
});

test('without the file no address is temporary', () => {
  expect(temporaryAddresses('').size).toBe(0);
});
