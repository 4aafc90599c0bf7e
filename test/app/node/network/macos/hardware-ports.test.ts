import { expect, test } from 'vitest';
import { hardwarePorts, kindOf } from '../../../../../app/node/network/macos/hardware-ports.ts';

// As networksetup(8) prints them: never run there.
const text = `
Hardware Port: Ethernet Adapter (en4)
Device: en4
Ethernet Address: 52:54:00:12:34:56

Hardware Port: Wi-Fi
Device: en0
Ethernet Address: 52:54:00:12:34:57

Hardware Port: iPhone USB
Device: en7
Ethernet Address: N/A

VLAN Configurations
===================
`;

test.each([
  ['en4', 'wired'],
  ['en0', 'wifi'],
  ['en7', 'mobile'],
  ['utun3', 'vpn'],
  ['bridge100', 'virtual'],
  ['en9', 'other'],
])('%s is %s', (link, kind) => {
  expect(kindOf(link, hardwarePorts(text).get(link))).toBe(kind);
});
