import { expect, test } from 'vitest';
import { kindOf } from '../../../../../app/node/network/linux/kind.ts';

const nothing = {
  type: '1\n',
  uevent: 'INTERFACE=x\nIFINDEX=2\n',
  tunFlags: '',
  isWireless: false,
  hasDevice: false,
};
const typed = (deviceType: string): string => `DEVTYPE=${deviceType}\nINTERFACE=x\nIFINDEX=2\n`;

test.each([
  ['a network card', { hasDevice: true }, 'wired'],
  ['a Wi-Fi card', { hasDevice: true, isWireless: true, uevent: typed('wlan') }, 'wifi'],
  ['a Wi-Fi card whose folder is not to be seen', { uevent: typed('wlan') }, 'wifi'],
  ['a modem', { hasDevice: true, type: '519\n', uevent: typed('wwan') }, 'mobile'],
  ['a TUN device', { type: '65534\n', tunFlags: '0x1001\n' }, 'vpn'],
  ['a TAP device', { tunFlags: '0x1002\n' }, 'virtual'],
  ['WireGuard', { type: '65534\n', uevent: typed('wireguard') }, 'vpn'],
  ['SIT', { type: '776\n' }, 'vpn'],
  ['a bridge', { uevent: typed('bridge') }, 'virtual'],
  ['one end of a veth', {}, 'virtual'],
  ['a bond', { uevent: typed('bond') }, 'wired'],
  ['a VLAN', { uevent: typed('vlan') }, 'wired'],
  ['PPP', { type: '512\n', uevent: typed('ppp') }, 'other'],
  ['a phone over Bluetooth', { hasDevice: true, uevent: typed('bluetooth') }, 'other'],
  ['a link without files', { type: '', uevent: '' }, 'other'],
] as const)('%s', (_, files, kind) => {
  expect(kindOf({ ...nothing, ...files })).toBe(kind);
});
