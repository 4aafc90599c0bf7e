import { describe, expect, test } from 'vitest';
import type { NetworkIdentity } from '../../../app/network/reading.ts';
import { findKnown, findMatch, isNameAlone, matchName } from '../../../app/rules/match.ts';
import type { Match } from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { network } from '../network/reading.ts';
import { known } from './rule.ts';

const home: Match = { kind: 'known', id: id(201) };

function fits(match: Match, overrides: Partial<NetworkIdentity> = {}): boolean {
  return findMatch(network(overrides), [match], [known()]) !== null;
}

describe('a network is recognised', () => {
  test.each<[string, Match, Partial<NetworkIdentity>, boolean]>([
    ['as one the user named', home, {}, true],
    ['by its router under another name and address', home, { ssid: 'Guests', gateway: '10.0.0.1' }, true],
    ['not behind another router that looks alike', home, { gatewayMac: '52:54:00:bb:bb:bb' }, false],
    ['by all that is told where the router is not', home, { gatewayMac: null, ssid: null }, true],
    ['not under another name where the router is not told', home, { gatewayMac: null, ssid: 'Café' }, false],
    ['not as one that was removed', { kind: 'known', id: id(299) }, {}, false],
    ['by its gateway', { kind: 'gateway', address: '192.168.1.1' }, {}, true],
    ['not by another gateway', { kind: 'gateway', address: '192.168.1.2' }, {}, false],
    [
      'by a gateway in another spelling',
      { kind: 'gateway', address: 'FE80::0:1' },
      { gateway: 'fe80::1' },
      true,
    ],
    [
      'not by a gateway where there is none',
      { kind: 'gateway', address: '192.168.1.1' },
      { gateway: null },
      false,
    ],
    ['by its subnet', { kind: 'subnet', subnet: '192.168.1.0/24' }, {}, true],
    ['by a subnet around it', { kind: 'subnet', subnet: '192.168.0.0/16' }, {}, true],
    ['not by a part of its subnet', { kind: 'subnet', subnet: '192.168.1.0/28' }, {}, false],
    ['not by a subnet of the other family', { kind: 'subnet', subnet: '::/0' }, {}, false],
    ['by its kind', { kind: 'link', link: 'wifi' }, {}, true],
    ['not by another kind', { kind: 'link', link: 'wired' }, {}, false],
    ['as a VPN if one carries what leaves', { kind: 'link', link: 'vpn' }, { tunnel: 'wg0' }, true],
    ['not as a VPN otherwise', { kind: 'link', link: 'vpn' }, {}, false],
  ])('%s', (_, match, overrides, expected) => {
    expect(fits(match, overrides)).toBe(expected);
  });
});

describe('a Wi-Fi name', () => {
  test.each([
    ['Home', 'Home', true],
    ['Home', 'home', false],
    ['Home*', 'Home-5G', true],
    ['*5G', 'Home-5G', true],
    ['*-*', 'Home-5G', true],
    ['*', '', true],
    ['Ho*me', 'Home', true],
    ['Hom*me', 'Home', false],
    ['H*o*e', 'Home', true],
    ['H*e*o*', 'Home', false],
    ['*ab*ab*', 'ab', false],
    ['H.me', 'Home', false],
    ['Home', 'Home-5G', false],
  ])('%s stands for %s: %s', (pattern, ssid, expected) => {
    expect(fits({ kind: 'ssid', pattern }, { ssid })).toBe(expected);
  });

  test('that nobody tells fits no pattern', () => {
    expect(fits({ kind: 'ssid', pattern: '*' }, { ssid: null })).toBe(false);
  });

  test('that takes many turns is told at once', () => {
    expect(fits({ kind: 'ssid', pattern: `${'*a'.repeat(31)}*b` }, { ssid: 'a'.repeat(32) })).toBe(false);
  });
});

test('the first match that fits gives the name', () => {
  const matches: readonly Match[] = [
    { kind: 'known', id: id(299) },
    { kind: 'gateway', address: '10.0.0.1' },
    home,
    { kind: 'link', link: 'wifi' },
  ];
  expect(findMatch(network(), matches, [known()])).toEqual({ match: home, name: 'Home' });
  expect(matches.map((match) => matchName(match, [known()]))).toEqual([null, '10.0.0.1', 'Home', 'wifi']);
});

test('of two networks that fit, the one with the router is meant', () => {
  const loose = known({ id: id(202), name: 'Anywhere', gateway: null, gatewayMac: null, subnets: [] });
  expect(findKnown(network(), [loose, known()])?.name).toBe('Home');
  expect(findKnown(network(), [loose])?.name).toBe('Anywhere');
  expect(findKnown(network({ gatewayMac: '52:54:00:bb:bb:bb', ssid: null }), [loose, known()])).toBeNull();
});

test('only a network without gateway and prefix is told by its name alone', () => {
  const bare = { gateway: null, gatewayMac: null, subnets: [] };
  expect(isNameAlone(known(bare))).toBe(true);
  expect(isNameAlone(known({ ...bare, gateway: '192.168.1.1' }))).toBe(false);
  expect(isNameAlone(known({ ...bare, ssid: null }))).toBe(false);
});
