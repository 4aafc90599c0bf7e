import { describe, expect, test } from 'vitest';
import { egressOf, identityOf, isSameNetwork } from '../../../app/network/identity.ts';
import type { NetworkFacts, Reading } from '../../../app/network/reading.ts';
import { link, network, reading } from './reading.ts';

const wifi = link('wlan0', 'wifi', ['192.168.1.7/24'], 'Home');
const cable = link('eth0', 'wired', ['10.0.0.5/16']);
const vpn = link('wg0', 'vpn', ['10.8.0.2/32']);
const overWifi = { family: 4, gateway: '192.168.1.1', link: 'wlan0' } as const;
const overVpn = { family: 4, gateway: null, link: 'wg0' } as const;

describe('the network', () => {
  test('is none without a default route, whatever has an address', () => {
    expect(identityOf(reading({ routes: [] }))).toBeNull();
    expect(identityOf(reading({ routes: [{ family: 6, gateway: null, link: 'lo' }] }))).toBeNull();
    expect(identityOf(reading({ routes: [{ family: 4, gateway: '10.0.0.1', link: 'gone0' }] }))).toBeNull();
  });

  test('is that of the link with the default route, whatever others there are', () => {
    const links = [link('docker0', 'virtual', ['172.17.0.1/16']), cable, wifi];
    expect(identityOf(reading({ links }))).toEqual(network());
  });

  test('may be behind a virtual link, as in a container', () => {
    const links = [link('veth1', 'virtual', ['10.9.0.2/24'])];
    const routes = [{ family: 4, gateway: '10.9.0.1', link: 'veth1' }] as const;
    expect(identityOf(reading({ links, routes, gatewayMac: null }))).toMatchObject({
      key: 'net 10.9.0.1 10.9.0.0/24',
      link: 'veth1',
      kind: 'virtual',
      tunnel: null,
    });
  });

  test('has the prefixes of its link, without link-local and temporary addresses', () => {
    const addresses = [
      '2001:db8:1:2::7/64',
      '2001:db8:1:3:1:2:3:4/64 temporary',
      '2001:db8:1:2::99/128',
      '192.168.1.7/24',
      '169.254.3.4/16',
      'fe80::7/64',
    ];
    const links = [link('wlan0', 'wifi', addresses)];
    expect(identityOf(reading({ links }))).toMatchObject({
      subnets: ['192.168.1.0/24', '2001:db8:1:2::/64'],
      addresses: ['192.168.1.7'],
    });
  });

  test.each<[string, Partial<Reading>, string]>([
    ['by the hardware address of its gateway', {}, 'mac 52:54:00:12:34:56'],
    ['else by gateway, prefix and name', { gatewayMac: null }, 'net 192.168.1.1 192.168.1.0/24 Home'],
    [
      'by all of them where routers share a hardware address',
      { gatewayMac: '00:00:5e:00:01:01' },
      'net 00:00:5e:00:01:01 192.168.1.1 192.168.1.0/24 Home',
    ],
    [
      'by the IPv6 gateway, without its zone, where there is no IPv4',
      {
        gatewayMac: null,
        routes: [{ family: 6, gateway: 'fe80::9%wlan0', link: 'wlan0' }],
        links: [link('wlan0', 'wifi', ['2001:db8::7/64'])],
      },
      'net fe80::9 2001:db8::/64',
    ],
    [
      'by the link where nothing else is known',
      {
        gatewayMac: null,
        routes: [{ family: 4, gateway: null, link: 'ppp0' }],
        links: [link('ppp0', 'mobile', [])],
      },
      'link ppp0',
    ],
  ])('is told apart %s', (_, overrides, key) => {
    expect(identityOf(reading(overrides))?.key).toBe(key);
  });
});

describe('a VPN with the default route', () => {
  test('is a fact of its own, above the network whose route follows', () => {
    const seen = identityOf(reading({ routes: [overVpn, overWifi], links: [vpn, wifi, cable] }));
    expect(seen).toEqual(network({ tunnel: 'wg0' }));
  });

  test('is recognised by its name where the system does not tell the kind', () => {
    const links = [link('tun0', 'other', ['10.8.0.2/24']), wifi];
    const routes = [{ family: 4, gateway: '10.8.0.1', link: 'tun0' }, overWifi] as const;
    expect(identityOf(reading({ routes, links }))).toEqual(network({ tunnel: 'tun0' }));
  });

  test('that hides the route below leaves the link that is likely to carry it', () => {
    const links = [link('docker0', 'wired', ['172.17.0.1/16']), vpn, wifi];
    const seen = identityOf(reading({ routes: [overVpn], links, gatewayMac: null }));
    expect(seen).toMatchObject({ link: 'wlan0', ssid: 'Home', gateway: null, tunnel: 'wg0' });
  });

  test('is the network where there is nothing below', () => {
    const seen = identityOf(reading({ routes: [overVpn], links: [vpn], gatewayMac: null }));
    expect(seen).toMatchObject({ link: 'wg0', kind: 'vpn', tunnel: 'wg0' });
  });

  test('counts for one family too', () => {
    const routes = [overWifi, { family: 6, gateway: null, link: 'wg0' }] as const;
    expect(identityOf(reading({ routes, links: [vpn, wifi] }))?.tunnel).toBe('wg0');
  });

  test('that is not in use is none', () => {
    expect(identityOf(reading({ routes: [overWifi, overVpn], links: [vpn, wifi] }))?.tunnel).toBeNull();
  });

  test('makes packets come from elsewhere', () => {
    const [bare, covered] = [network(), network({ tunnel: 'wg0' })];
    expect(egressOf(bare)).not.toBe(egressOf(covered));
  });
});

describe('two networks are one', () => {
  const nothing: NetworkFacts = { gateway: null, gatewayMac: null, subnets: [], ssid: null };
  test.each<[string, Partial<NetworkFacts>, Partial<NetworkFacts>, boolean]>([
    ['with one router under two addresses', { gateway: '10.0.0.1' }, { gateway: '10.0.0.2' }, true],
    [
      'not with two routers that look alike',
      { gatewayMac: '52:54:00:00:00:01' },
      { gatewayMac: '52:54:00:00:00:02' },
      false,
    ],
    ['if only one tells its hardware address', { gatewayMac: null }, {}, true],
    ['not under another name, unless the router proves it', { gatewayMac: null }, { ssid: 'Café' }, false],
    ['under another name of the same router', {}, { ssid: 'Home-5G' }, true],
    ['not behind another gateway', { gatewayMac: null }, { gateway: '192.168.1.254' }, false],
    ['not with another prefix', { gatewayMac: null }, { subnets: ['192.168.0.0/16'] }, false],
    [
      'with one of two prefixes',
      { gatewayMac: null, subnets: ['192.168.1.0/24', '2001:db8::/64'] },
      {},
      true,
    ],
    ['not if nothing can be compared', nothing, {}, false],
    [
      'not by the gateway fe80::1 alone',
      { ...nothing, gateway: 'fe80::1' },
      { ...nothing, gateway: 'fe80::1' },
      false,
    ],
    [
      'not by a hardware address that routers of many sites share',
      { gatewayMac: '00:00:5e:00:01:01' },
      { gatewayMac: '00:00:5e:00:01:01', gateway: '10.0.0.1', subnets: ['10.0.0.0/24'], ssid: null },
      false,
    ],
  ])('%s', (_, one, other, same) => {
    const [a, b] = [network(one), network(other)];
    expect([isSameNetwork(a, b), isSameNetwork(b, a)]).toEqual([same, same]);
  });
});
