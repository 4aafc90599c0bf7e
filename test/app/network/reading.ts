import type { Link, LinkAddress, NetworkIdentity, Reading } from '../../../app/network/reading.ts';

/** An address as `ip` writes it: "192.168.1.7/24"; "temporary" behind it for a privacy address. */
function address(text: string): LinkAddress {
  const [cidr = '', mark] = text.split(' ');
  const [bare = '', prefix] = cidr.split('/');
  return {
    family: bare.includes(':') ? 6 : 4,
    address: bare,
    prefix: Number(prefix),
    isTemporary: mark === 'temporary',
  };
}

export function link(
  name: string,
  kind: Link['kind'],
  addresses: readonly string[],
  ssid: string | null = null,
): Link {
  return { name, kind, addresses: addresses.map(address), ssid };
}

export const homeMac = '52:54:00:12:34:56';

const atHome = link('wlan0', 'wifi', ['192.168.1.7/24', 'fe80::7/64'], 'Home');

/** At home over Wi-Fi, with what the test cares about. */
export function reading(overrides: Partial<Reading> = {}): Reading {
  return {
    routes: [{ family: 4, gateway: '192.168.1.1', link: 'wlan0' }],
    links: [link('lo', 'virtual', ['127.0.0.1/8', '::1/128']), atHome],
    gatewayMac: homeMac,
    isMetered: null,
    onBattery: null,
    ...overrides,
  };
}

/** The same as an identity. */
export function network(overrides: Partial<NetworkIdentity> = {}): NetworkIdentity {
  return {
    key: `mac ${homeMac}`,
    gateway: '192.168.1.1',
    gatewayMac: homeMac,
    subnets: ['192.168.1.0/24'],
    ssid: 'Home',
    link: 'wlan0',
    kind: 'wifi',
    addresses: ['192.168.1.7'],
    tunnel: null,
    ...overrides,
  };
}
