import { expect, test } from 'vitest';
import { netstatRoutes } from '../../../../../app/node/network/macos/netstat-routes.ts';

test('default routes are listed in their order, those of tunnels without a gateway', () => {
  // As netstat(1) of macOS prints them: never run there. The last line has the counters of older systems.
  const text = `Routing tables

Internet:
Destination        Gateway            Flags               Netif Expire
default            link#18            UCSg                utun4
default            192.168.1.1        UGScIg                en0
127                127.0.0.1          UCS                   lo0
default            192.168.7.1        UGSc           57        0     en5
`;
  expect(netstatRoutes(text)).toEqual([
    { family: 4, gateway: null, link: 'utun4' },
    { family: 4, gateway: '192.168.1.1', link: 'en0' },
    { family: 4, gateway: '192.168.7.1', link: 'en5' },
  ]);
  expect(netstatRoutes('')).toEqual([]);
});
