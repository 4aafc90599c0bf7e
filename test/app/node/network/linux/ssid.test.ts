import { expect, test } from 'vitest';
import { ssidOfIw, ssidOfIwgetid, ssidOfNmcli } from '../../../../../app/node/network/linux/ssid.ts';

// After the manual pages and sources of nmcli(1), iw(8) and iwgetid(8): there was no Wi-Fi to ask.
test.each([
  ['no:wlan0:Neighbour\nyes:wlan0:Home\n', 'Home'],
  ['yes:wlan0:My\\:Net\\\\2\n', 'My:Net\\2'],
  ['yes:wlan1:Home\n', null],
  ['yes:wlan0:\n', null],
  ['no:wlan0:Home\n', null],
  ['', null],
])('nmcli %j', (text, ssid) => {
  expect(ssidOfNmcli(text, 'wlan0')).toBe(ssid);
});

test.each([
  ['Connected to 52:54:00:12:34:56 (on wlan0)\n\tSSID: Home net\n\tfreq: 5180.0\n', 'Home net'],
  ['\tSSID: Caf\\xc3\\xa9 100%\n', 'Café 100%'],
  ['\tSSID: \\xff\\xfe\n', '\\xff\\xfe'],
  ['Not connected.\n', null],
  ['', null],
])('iw %j', (text, ssid) => {
  expect(ssidOfIw(text)).toBe(ssid);
});

test.each([
  ['Home\n', 'Home'],
  [' Home \n', ' Home '],
  ['\n', null],
  ['', null],
])('iwgetid %j', (text, ssid) => {
  expect(ssidOfIwgetid(text)).toBe(ssid);
});
