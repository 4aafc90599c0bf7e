import type { DefaultRoute, LinkKind, Reading } from '../../../network/reading.ts';
import { inUseFirst, linkNames, linkOf, routeOut } from '../links.ts';
import { hardwareAddress } from '../neighbours.ts';
import type { System } from '../system.ts';
import { onBattery, ssidOfSummary } from './answers.ts';
import { hardwarePorts, kindOf } from './hardware-ports.ts';
import { netstatRoutes } from './netstat-routes.ts';
import { parseGlobal, showGlobal } from './scutil.ts';

/** After the formats that are documented; never run there. */
export async function readMacos(system: System): Promise<Reading> {
  const { run, remember } = system;
  const interfaces = system.interfaces();
  const [global, table, listed, power] = await Promise.all([
    run(['scutil'], showGlobal),
    run(['netstat', '-rn', '-f', 'inet']),
    remember('ports', () => run(['networksetup', '-listallhardwareports'])),
    run(['pmset', '-g', 'batt']),
  ]);
  const ports = hardwarePorts(listed ?? '');
  const routes = await inUseFirst(defaultRoutes(global ?? '', table ?? ''), system);
  const kind = (link: string): LinkKind => kindOf(link, ports.get(link));
  const links = linkNames(interfaces, routes).map(async (name) =>
    // Which addresses are temporary is not asked: networks are told apart by their prefixes.
    linkOf({
      name,
      kind: kind(name),
      ssid: kind(name) === 'wifi' ? await readSsid(name, system) : null,
      interfaces,
    }),
  );
  const out = routeOut(routes, kind);
  return {
    routes,
    links: await Promise.all(links),
    gatewayMac:
      out?.family === 4
        ? hardwareAddress((await run(['arp', '-n', out.gateway])) ?? '', out.gateway, out.link)
        : null,
    isMetered: null,
    onBattery: onBattery(power ?? ''),
  };
}

/** The primary ones, then those of other links. Every tunnel has a default route for IPv6, used or not. */
function defaultRoutes(global: string, table: string): readonly DefaultRoute[] {
  const [four, six] = parseGlobal(global);
  const others = netstatRoutes(table).filter(({ link }) => link !== four?.link);
  return [
    ...(four === null ? [] : [{ family: 4, gateway: four.router, link: four.link } as const, ...others]),
    ...(six === null ? [] : [{ family: 6, gateway: six.router, link: six.link } as const]),
  ];
}

function readSsid(link: string, { run, remember }: System): Promise<string | null> {
  return remember(`ssid ${link}`, async () =>
    ssidOfSummary((await run(['ipconfig', 'getsummary', link])) ?? ''),
  );
}
