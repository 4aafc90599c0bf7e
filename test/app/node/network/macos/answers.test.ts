import { expect, test } from 'vitest';
import { onBattery, ssidOfSummary } from '../../../../../app/node/network/macos/answers.ts';

// After published outputs of ipconfig(8) and pmset(1): never run there.
test.each([
  [
    '  BSSID : 52:54:00:12:34:56\n  IPv4 : <array> {\n  }\n  SSID : Home : net\n  Security : WPA2_PSK\n',
    'Home : net',
  ],
  ['  BSSID : <redacted>\n  SSID : <redacted>\n', null],
  ['  LinkStatusActive : TRUE\n', null],
])('the name of the Wi-Fi in %j', (text, ssid) => {
  expect(ssidOfSummary(text)).toBe(ssid);
});

test.each([
  [
    "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t82%; discharging; 4:10 remaining present: true\n",
    true,
  ],
  ["Now drawing from 'AC Power'\n", false],
  ['', null],
])('power in %j', (text, expected) => {
  expect(onBattery(text)).toBe(expected);
});
