import type { DefaultRoute, LinkKind, Reading } from '../../../network/reading.ts';
import { inUseFirst, linkNames, linkOf, routeOut } from '../links.ts';
import { hardwareAddress } from '../neighbours.ts';
import type { Interfaces, System } from '../system.ts';
import { kindOf } from './kind.ts';
import { parseRoutePrint, type Adapter, type PrintedRoute } from './route-print.ts';
import { ssidsOfNetsh } from './wlan.ts';

/** After the formats that are documented; never run there. */
export async function readWindows(system: System): Promise<Reading> {
  const { run, remember } = system;
  const interfaces = system.interfaces();
  const [printed, wlan] = await Promise.all([
    run(['route.exe', 'print']),
    remember('wlan', () => run(['netsh.exe', 'wlan', 'show', 'interfaces'])),
  ]);
  const ssids = ssidsOfNetsh(wlan ?? '');
  const { adapters, routes: rows } = parseRoutePrint(printed ?? '');
  const routes = await inUseFirst(
    rows.flatMap((row) => routeOf(row, interfaces)),
    system,
  );
  const kind = (name: string): LinkKind =>
    ssids.has(name) ? 'wifi' : kindOf(adapterOf(name, adapters, interfaces));
  const out = routeOut(routes, kind);
  return {
    routes,
    // Which addresses are temporary is not asked: networks are told apart by their prefixes.
    links: linkNames(interfaces, routes).map((name) =>
      linkOf({ name, kind: kind(name), ssid: ssids.get(name) ?? null, interfaces }),
    ),
    gatewayMac: out?.family === 4 ? await readMac(out, interfaces, system) : null,
    isMetered: null,
    onBattery: null,
  };
}

function routeOf({ family, gateway, via }: PrintedRoute, interfaces: Interfaces): readonly DefaultRoute[] {
  const found = Object.entries(interfaces).find(([, entries = []]) =>
    entries.some((entry) => entry.address === via || indexOf(entry) === via),
  );
  return found === undefined ? [] : [{ family, gateway, link: found[0] }];
}

function adapterOf(name: string, adapters: readonly Adapter[], interfaces: Interfaces): Adapter | null {
  const entries = interfaces[name] ?? [];
  const indexes = entries.map(indexOf);
  return (
    adapters.find(({ index }) => indexes.includes(index)) ??
    adapters.find(({ mac }) => mac !== null && entries.some((entry) => entry.mac === mac)) ??
    null
  );
}

/** The zone of a link-local address is the index of its link; other addresses have 0. */
function indexOf(entry: { readonly scopeid?: number }): number | null {
  return entry.scopeid === undefined || entry.scopeid === 0 ? null : entry.scopeid;
}

async function readMac(
  { gateway, link }: { readonly gateway: string; readonly link: string },
  interfaces: Interfaces,
  { run }: System,
): Promise<string | null> {
  const own = interfaces[link]?.find(({ family }) => family === 'IPv4')?.address;
  if (own === undefined) return null;
  // Two links may have routers with one address.
  return hardwareAddress((await run(['arp.exe', '-a', gateway, '-N', own])) ?? '', gateway);
}
