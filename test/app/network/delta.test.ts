import { describe, expect, test } from 'vitest';
import { compareNetworks } from '../../../app/network/delta.ts';
import { identityOf } from '../../../app/network/identity.ts';
import type { Change, Reading } from '../../../app/network/reading.ts';
import { homeMac, link, network, reading } from './reading.ts';

const overWifi = { family: 4, gateway: '192.168.1.1', link: 'wlan0' } as const;
const overCable = { family: 4, gateway: '192.168.1.1', link: 'eth0' } as const;
const overSix = { family: 6, gateway: 'fe80::1', link: 'wlan0' } as const;
const overVpn = { family: 4, gateway: null, link: 'wg0' } as const;
const wifi = link('wlan0', 'wifi', ['192.168.1.7/24'], 'Home');
const cable = link('eth0', 'wired', ['192.168.1.9/24']);
const vpn = link('wg0', 'vpn', ['10.8.0.2/32']);
const dual = link('wlan0', 'wifi', ['192.168.1.7/24', '2001:db8:1::7/64'], 'Home');

function wlan(...addresses: readonly string[]): readonly Reading['links'][number][] {
  return [link('wlan0', 'wifi', addresses, 'Home')];
}

const office: Partial<Reading> = {
  routes: [{ family: 4, gateway: '10.0.0.1', link: 'eth0' }],
  links: [link('eth0', 'wired', ['10.0.0.5/16'])],
  gatewayMac: '52:54:00:aa:aa:aa',
};

type Expected = 'nothing' | 'joined' | 'left' | 'moved' | readonly Change[];

const rows: readonly (readonly [string, Partial<Reading>, Partial<Reading>, Expected])[] = [
  ['the same reading', {}, {}, 'nothing'],
  ['offline as before', { routes: [] }, { routes: [] }, 'nothing'],
  ['a first route', { routes: [] }, {}, 'joined'],
  ['the last route gone', {}, { routes: [] }, 'left'],
  ['a default route that flips to another network', {}, office, 'moved'],
  [
    'a DHCP lease that is renewed',
    { links: wlan('192.168.1.7/24') },
    { links: wlan('192.168.1.7/24') },
    'nothing',
  ],
  ['a DHCP lease with another address', {}, { links: wlan('192.168.1.99/24') }, ['addresses']],
  [
    'an IPv6 privacy address that rotates',
    { links: wlan('192.168.1.7/24', '2001:db8::7/64', '2001:db8::a:b:c:d/64 temporary') },
    { links: wlan('192.168.1.7/24', '2001:db8::7/64', '2001:db8::1:2:3:4/64 temporary') },
    'nothing',
  ],
  [
    'an IPv6 address that changes within its prefix without being called temporary',
    { links: wlan('192.168.1.7/24', '2001:db8::7/64') },
    { links: wlan('192.168.1.7/24', '2001:db8::8/64') },
    'nothing',
  ],
  [
    'a provider that hands out another IPv6 prefix',
    { links: wlan('192.168.1.7/24', '2001:db8:1::7/64') },
    { links: wlan('192.168.1.7/24', '2001:db8:2::7/64') },
    ['addresses'],
  ],
  ['another IPv4 prefix of the same router', {}, { links: wlan('192.168.2.7/24') }, ['addresses']],
  [
    'another IPv4 prefix of a router that nobody can tell',
    { gatewayMac: null },
    { gatewayMac: null, links: wlan('192.168.2.7/24') },
    'moved',
  ],
  ['a gateway whose hardware address is known later', { gatewayMac: null }, {}, 'nothing'],
  ['a gateway whose hardware address is forgotten', {}, { gatewayMac: null }, 'nothing'],
  ['a network that looks the same behind another router', {}, { gatewayMac: '52:54:00:bb:bb:bb' }, 'moved'],
  [
    'a router under another address',
    {},
    { routes: [{ ...overWifi, gateway: '192.168.1.254' }] },
    ['gateway'],
  ],
  ['a VPN that comes up', { links: [wifi] }, { links: [wifi, vpn], routes: [overVpn, overWifi] }, ['tunnel']],
  [
    'a VPN that comes up and hides the route below',
    { links: [wifi] },
    { links: [wifi, vpn], routes: [overVpn], gatewayMac: null },
    ['tunnel'],
  ],
  [
    'a VPN that goes down',
    { links: [wifi, vpn], routes: [overVpn, overWifi] },
    { links: [wifi] },
    ['tunnel'],
  ],
  ['a VPN beside the default route', { links: [wifi] }, { links: [wifi, vpn] }, 'nothing'],
  [
    'Wi-Fi that roams to an access point of another name',
    { links: [wifi] },
    { links: [link('wlan0', 'wifi', ['192.168.1.7/24'], 'Home-5G')] },
    ['name'],
  ],
  [
    'a Wi-Fi name that is told later',
    { links: [link('wlan0', 'wifi', ['192.168.1.7/24'])] },
    { links: [wifi] },
    'nothing',
  ],
  [
    'a cable that takes over within one network',
    { links: [wifi] },
    { links: [wifi, cable], routes: [overCable] },
    ['addresses', 'link'],
  ],
  [
    'a cable without a route beside Wi-Fi',
    { links: [wifi] },
    { links: [wifi, link('eth0', 'wired', ['10.0.0.5/16'])] },
    'nothing',
  ],
  [
    'containers that come and go',
    { links: [wifi] },
    { links: [wifi, link('docker0', 'virtual', ['172.17.0.1/16']), link('veth1', 'virtual', [])] },
    'nothing',
  ],
  ['IPv6 that goes away', { links: [dual], routes: [overWifi, overSix] }, { links: [wifi] }, ['addresses']],
  [
    'IPv4 that goes away behind a router that nobody can tell',
    { links: [dual], routes: [overWifi, overSix], gatewayMac: null },
    { links: wlan('2001:db8:1::7/64'), routes: [overSix], gatewayMac: null },
    ['gateway', 'addresses'],
  ],
];

describe('between two readings', () => {
  test.each(rows)('%s', (_, before, after, expected) => {
    const { delta } = compareNetworks(identityOf(reading(before)), identityOf(reading(after)));
    expect(delta.kind === 'changed' ? delta.what : delta.kind).toEqual(expected);
  });
});

describe('a network over several readings', () => {
  test('keeps the key it was joined with, and what was learnt of its router', () => {
    const joined = network({ key: 'net 192.168.1.1', gatewayMac: null });
    const learnt = compareNetworks(joined, network()).network;
    expect(learnt).toEqual(network({ key: 'net 192.168.1.1', gatewayMac: homeMac }));
    const forgotten = compareNetworks(learnt, network({ key: 'net 192.168.1.1', gatewayMac: null })).network;
    expect(forgotten).toEqual(learnt);
  });

  test('is left when its router turns out to be another, though everything else looks the same', () => {
    const disguised = compareNetworks(network(), network({ key: 'net 192.168.1.1', gatewayMac: null }));
    const other = network({ key: 'mac 52:54:00:bb:bb:bb', gatewayMac: '52:54:00:bb:bb:bb' });
    expect(disguised.delta).toEqual({ kind: 'nothing' });
    expect(compareNetworks(disguised.network, other).delta).toEqual({
      kind: 'moved',
      from: network(),
      to: other,
    });
  });

  test('is what it was after a VPN that hid its gateway', () => {
    const covered = network({ key: 'net Home', gateway: null, gatewayMac: null, tunnel: 'wg0' });
    const under = compareNetworks(network(), covered).network;
    expect(under).toEqual(network({ tunnel: 'wg0' }));
    expect(compareNetworks(under, network()).network).toEqual(network());
  });
});
