import { expect, test } from 'vitest';
import { hardwareAddress } from '../../../../app/node/network/neighbours.ts';

const mac = '52:54:00:0a:34:56';

// The first two as Linux 6.18 and iproute2 print them. Those of macOS and Windows follow arp(8) and Microsoft's page of arp: never run there.
const linux = `IP address       HW type     Flags       HW address            Mask     Device
192.168.1.1      0x1         0x2         02:00:00:00:00:01     *        wlan0
192.168.1.1      0x1         0x2         52:54:00:0a:34:56     *        eth0
192.168.1.9      0x1         0x0         00:00:00:00:00:00     *        eth0
`;
const neighbours = 'fe80::1 lladdr 52:54:00:0a:34:56 router REACHABLE\nfe80::2 FAILED\n';
const macos = '? (192.168.1.1) at 52:54:0:a:34:56 on en0 ifscope [ethernet]\n';
const windows = `\r\nSchnittstelle: 192.168.1.20 --- 0xc\r\n  Internetadresse       Physische Adresse     Typ\r\n  192.168.1.1           52-54-00-0A-34-56     dynamisch\r\n`;

test.each([
  ['/proc/net/arp', linux, '192.168.1.1', 'eth0', mac],
  ['/proc/net/arp, of an answer that has not come', linux, '192.168.1.9', 'eth0', null],
  ['/proc/net/arp, of another link', linux, '192.168.1.9', 'wlan0', null],
  ['ip neigh', neighbours, 'fe80::1', null, mac],
  ['ip neigh, of a neighbour that is gone', neighbours, 'fe80::2', null, null],
  ['arp -n of macOS', macos, '192.168.1.1', 'en0', mac],
  ['arp -n of macOS, without an entry', '192.168.1.1 (192.168.1.1) -- no entry\n', '192.168.1.1', null, null],
  ['arp -a of Windows', windows, '192.168.1.1', null, mac],
  ['arp -a of Windows, of another address', windows, '192.168.1.2', null, null],
  ['nothing', '', '192.168.1.1', null, null],
])('%s', (_, text, address, link, expected) => {
  expect(hardwareAddress(text, address, link)).toBe(expected);
});
