import { expect, test } from 'vitest';
import { readWindows } from '../../../../../app/node/network/windows/read.ts';
import { entry, fakeSystem } from '../fake-system.ts';
import { routePrint, wlanInterfaces } from './printed.ts';

const laptop = {
  programs: {
    'route.exe print': routePrint,
    'netsh.exe wlan show interfaces': wlanInterfaces,
    'arp.exe -a 192.168.1.1 -N 192.168.1.20':
      '\r\nSchnittstelle: 192.168.1.20 --- 0xc\r\n  192.168.1.1           52-54-00-0a-34-56     dynamisch\r\n',
  },
  interfaces: {
    WLAN: [
      entry('192.168.1.20/24', { mac: '52:54:00:12:34:57' }),
      entry('fe80::20/64', { mac: '52:54:00:12:34:57', scopeid: 12 }),
    ],
    work: [entry('10.8.0.2/24', { mac: '00:00:00:00:00:00' }), entry('fe80::8/64', { scopeid: 23 })],
    'Loopback Pseudo-Interface 1': [entry('127.0.0.1/8')],
  },
  source: { 4: '10.8.0.2', 6: 'fe80::20' },
};

test('a laptop on its Wi-Fi with a VPN', async () => {
  const { links, ...rest } = await readWindows(fakeSystem(laptop));
  expect(rest).toEqual({
    routes: [
      { family: 4, gateway: null, link: 'work' },
      { family: 6, gateway: 'fe80::1', link: 'WLAN' },
      { family: 4, gateway: '192.168.1.1', link: 'WLAN' },
    ],
    gatewayMac: '52:54:00:0a:34:56',
    isMetered: null,
    onBattery: null,
  });
  expect(links.map(({ name, kind, ssid }) => [name, kind, ssid])).toEqual([
    ['WLAN', 'wifi', 'Home : net'],
    ['work', 'vpn', null],
  ]);
});

test('where no program answers, the link in use is known all the same', async () => {
  const { routes, gatewayMac } = await readWindows(fakeSystem({ ...laptop, programs: {} }));
  expect({ routes, gatewayMac }).toEqual({
    routes: [
      { family: 4, gateway: null, link: 'work' },
      { family: 6, gateway: null, link: 'WLAN' },
    ],
    gatewayMac: null,
  });
});
