import { expect, test } from 'vitest';
import { inUseFirst, linkNames, linkOf, routeOut } from '../../../../app/node/network/links.ts';
import { entry, fakeSystem } from './fake-system.ts';

const four = { family: 4, gateway: '192.168.1.1', link: 'eth0' } as const;
const other = { family: 4, gateway: '192.168.7.1', link: 'wlan0' } as const;
const six = { family: 6, gateway: 'fe80::1', link: 'eth0' } as const;
const interfaces = {
  lo: [entry('127.0.0.1/8')],
  eth0: [entry('192.168.1.20/24')],
  'eth0:1': [entry('192.168.1.21/24')],
  wlan0: [entry('192.168.7.20/24')],
};

test('the route in use comes first of its family, whatever the table says', async () => {
  const system = fakeSystem({ interfaces, source: { 4: '192.168.7.20' } });
  expect(await inUseFirst([four, other, six], system)).toEqual([other, six, four]);
});

test('where the system does not tell what it uses, the table decides', async () => {
  expect(await inUseFirst([four, six, other], fakeSystem({ interfaces }))).toEqual([four, six, other]);
});

test('an alias belongs to its link, and the loopback is no link', () => {
  expect(linkNames(interfaces, [{ family: 4, gateway: null, link: 'tun0' }])).toEqual([
    'eth0',
    'wlan0',
    'tun0',
  ]);
  const { addresses } = linkOf({ name: 'eth0', kind: 'wired', ssid: null, interfaces });
  expect(addresses.map(({ address }) => address)).toEqual(['192.168.1.20', '192.168.1.21']);
});

test('the router that tells networks apart is not that of a tunnel', () => {
  const kindOf = (link: string) => (link === 'tun0' ? 'vpn' : 'wired');
  const tunnel = { family: 4, gateway: '10.8.0.1', link: 'tun0' } as const;
  expect(routeOut([tunnel, six, four], kindOf)).toEqual(four);
  expect(routeOut([tunnel, six], kindOf)).toEqual(six);
  expect(routeOut([tunnel], kindOf)).toBeNull();
});
