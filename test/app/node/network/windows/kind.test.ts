import { expect, test } from 'vitest';
import { kindOf } from '../../../../../app/node/network/windows/kind.ts';

const mac = '52:54:00:12:34:56';

test.each([
  ['Realtek PCIe GbE Family Controller', mac, 'wired'],
  ['Intel(R) Wi-Fi 6 AX200 160MHz', mac, 'wifi'],
  ['Microsoft Wi-Fi Direct Virtual Adapter', mac, 'virtual'],
  ['Hyper-V Virtual Ethernet Adapter', mac, 'virtual'],
  ['WireGuard Tunnel', null, 'vpn'],
  ['TAP-Windows Adapter V9', mac, 'vpn'],
  ['Qualcomm Mobile Broadband Adapter', mac, 'mobile'],
  ['Bluetooth Device (Personal Area Network)', mac, 'other'],
  ['Something new', null, 'other'],
] as const)('%s', (description, hardware, kind) => {
  expect(kindOf({ description, mac: hardware })).toBe(kind);
});

test('a link that nobody describes is something else', () => {
  expect(kindOf(null)).toBe('other');
});
