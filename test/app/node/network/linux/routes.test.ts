import { expect, test } from 'vitest';
import { defaultRoutes4, defaultRoutes6 } from '../../../../../app/node/network/linux/routes.ts';

// As a kernel 6.18 writes them, with other links and addresses.
const route = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT                                                       
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0                                                                               
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0                                                                               
eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0                                                                               
tun0\t00000000\t00000000\t0001\t0\t0\t700\t00000000\t0\t0\t0                                                                               
`;

const route6 = `20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000002 00000000 00000001     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe80000000000000505400fffe123456 00000400 00000003 00000000 00450003     eth0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000000000000000000000001 00000064 00000003 00000000 00000003    wlan0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
`;

test('the default routes of IPv4 come by metric, those of tunnels without a gateway', () => {
  expect(defaultRoutes4(route)).toEqual([
    { family: 4, gateway: '192.0.2.1', link: 'eth0' },
    { family: 4, gateway: '192.168.1.1', link: 'wlan0' },
    { family: 4, gateway: null, link: 'tun0' },
  ]);
});

test('the default routes of IPv6 come by metric; the one that refuses everything is none', () => {
  expect(defaultRoutes6(route6)).toEqual([
    { family: 6, gateway: '2001:db8::1', link: 'wlan0' },
    { family: 6, gateway: 'fe80::5054:ff:fe12:3456', link: 'eth0' },
  ]);
});

test('a route that is down or unreachable is none', () => {
  expect(defaultRoutes4(route.replaceAll('\t0003\t', '\t0002\t').replaceAll('\t0001\t', '\t0201\t'))).toEqual(
    [],
  );
});

test.each(['', '\n', 'Iface\tDestination\n', 'eth0\t00000000'])('%j has no routes', (text) => {
  expect([defaultRoutes4(text), defaultRoutes6(text)]).toEqual([[], []]);
});
