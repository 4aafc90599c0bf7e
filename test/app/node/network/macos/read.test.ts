import { expect, test } from 'vitest';
import { readMacos } from '../../../../../app/node/network/macos/read.ts';
import { entry, fakeSystem } from '../fake-system.ts';

// After published outputs: never run there.
const wifi = {
  programs: {
    scutil: '<dictionary> {\n  PrimaryInterface : en0\n  Router : 192.168.1.1\n}\n  No such key\n',
    'netstat -rn -f inet': 'default            192.168.1.1        UGScg                 en0\n',
    'networksetup -listallhardwareports': '\nHardware Port: Wi-Fi\nDevice: en0\nEthernet Address: x\n',
    'pmset -g batt': "Now drawing from 'AC Power'\n",
    'ipconfig getsummary en0': '  SSID : Home\n',
    'arp -n 192.168.1.1': '? (192.168.1.1) at 52:54:0:a:34:56 on en0 ifscope [ethernet]\n',
  },
  interfaces: {
    lo0: [entry('127.0.0.1/8')],
    en0: [entry('192.168.1.20/24')],
    utun0: [entry('fe80::20/64', { scopeid: 15 })],
  },
  source: { 4: '192.168.1.20' },
};

test('a laptop on its Wi-Fi', async () => {
  expect(await readMacos(fakeSystem(wifi))).toEqual({
    routes: [{ family: 4, gateway: '192.168.1.1', link: 'en0' }],
    links: [
      {
        name: 'en0',
        kind: 'wifi',
        addresses: [{ family: 4, address: '192.168.1.20', prefix: 24, isTemporary: false }],
        ssid: 'Home',
      },
      {
        name: 'utun0',
        kind: 'vpn',
        addresses: [{ family: 6, address: 'fe80::20', prefix: 64, isTemporary: false }],
        ssid: null,
      },
    ],
    gatewayMac: '52:54:00:0a:34:56',
    isMetered: null,
    onBattery: false,
  });
});

test('a VPN is in use, and the network below it is still told', async () => {
  const { routes, gatewayMac } = await readMacos(
    fakeSystem({
      programs: {
        ...wifi.programs,
        scutil: '<dictionary> {\n  PrimaryInterface : utun4\n}\n  No such key\n',
        'netstat -rn -f inet':
          'default            link#18            UCSg                utun4\ndefault            192.168.1.1        UGScIg                en0\n',
      },
      interfaces: { ...wifi.interfaces, utun4: [entry('10.8.0.2/32')] },
      source: { 4: '10.8.0.2' },
    }),
  );
  expect(routes).toEqual([
    { family: 4, gateway: null, link: 'utun4' },
    { family: 4, gateway: '192.168.1.1', link: 'en0' },
  ]);
  expect(gatewayMac).toBe('52:54:00:0a:34:56');
});

test('where no program answers, nothing is claimed', async () => {
  const { routes, gatewayMac, onBattery } = await readMacos(fakeSystem({ interfaces: wifi.interfaces }));
  expect({ routes, gatewayMac, onBattery }).toEqual({ routes: [], gatewayMac: null, onBattery: null });
});
