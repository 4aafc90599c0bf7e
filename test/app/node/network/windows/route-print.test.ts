import { expect, test } from 'vitest';
import { parseRoutePrint } from '../../../../../app/node/network/windows/route-print.ts';
import { routePrint } from './printed.ts';

test('links and default routes are read by their numbers, in any language', () => {
  expect(parseRoutePrint(routePrint)).toEqual({
    adapters: [
      { index: 12, mac: '52:54:00:12:34:57', description: 'Intel(R) Wi-Fi 6 AX200 160MHz' },
      { index: 7, mac: '52:54:00:12:34:56', description: 'Realtek PCIe GbE Family Controller' },
      { index: 23, mac: null, description: 'WireGuard Tunnel' },
      { index: 1, mac: null, description: 'Software Loopback Interface 1' },
    ],
    routes: [
      { family: 4, gateway: null, via: '10.8.0.2', metric: 5 },
      { family: 4, gateway: '192.168.1.1', via: '192.168.1.20', metric: 35 },
      { family: 6, gateway: 'fe80::1', via: 12, metric: 291 },
    ],
  });
});

test('nothing is read of nothing', () => {
  expect(parseRoutePrint('')).toEqual({ adapters: [], routes: [] });
});
