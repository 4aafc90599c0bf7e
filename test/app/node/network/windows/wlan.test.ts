import { expect, test } from 'vitest';
import { ssidsOfNetsh } from '../../../../../app/node/network/windows/wlan.ts';
import { wlanInterfaces } from './printed.ts';

test('the network is found in any language, by the name of its link', () => {
  expect([...ssidsOfNetsh(wlanInterfaces)]).toEqual([['WLAN', 'Home : net']]);
});

test('a link without a network has none', () => {
  expect(ssidsOfNetsh(wlanInterfaces.replace(/ {4}SSID.*\r\n/, '')).size).toBe(0);
  expect(ssidsOfNetsh('').size).toBe(0);
});
