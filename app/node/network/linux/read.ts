import type { LinkKind, Reading } from '../../../network/reading.ts';
import { inUseFirst, linkNames, linkOf, routeOut } from '../links.ts';
import { hardwareAddress } from '../neighbours.ts';
import type { System } from '../system.ts';
import { temporaryAddresses } from './addresses.ts';
import { kindOf } from './kind.ts';
import { onBattery } from './power.ts';
import { defaultRoutes4, defaultRoutes6 } from './routes.ts';
import { ssidOfIw, ssidOfIwgetid, ssidOfNmcli } from './ssid.ts';

export async function readLinux(system: System): Promise<Reading> {
  const interfaces = system.interfaces();
  const routes = await inUseFirst(await tableRoutes(system), system);
  const names = linkNames(interfaces, routes);
  const kinds = new Map(
    await Promise.all(names.map(async (name) => [name, await readKind(name, system)] as const)),
  );
  const kind = (name: string): LinkKind => kinds.get(name) ?? 'other';
  const temporary = temporaryAddresses(await system.file('proc/net/if_inet6'));
  const links = names.map(async (name) =>
    linkOf({
      name,
      kind: kind(name),
      ssid: kind(name) === 'wifi' ? await readSsid(name, system) : null,
      interfaces,
      isTemporary: (address) => temporary.has(address),
    }),
  );
  return {
    routes,
    links: await Promise.all(links),
    gatewayMac: await readGatewayMac(routeOut(routes, kind), system),
    isMetered: await readMetered(routes[0]?.link ?? null, system),
    onBattery: await readPower(system),
  };
}

/** What a look for changes compares. */
export async function glanceLinux(system: System): Promise<string> {
  return JSON.stringify([system.interfaces(), await tableRoutes(system)]);
}

async function tableRoutes({ file }: System) {
  const [four, six] = await Promise.all([file('proc/net/route'), file('proc/net/ipv6_route')]);
  return [...defaultRoutes4(four), ...defaultRoutes6(six)];
}

async function readKind(name: string, { file, exists }: System): Promise<LinkKind> {
  const folder = `sys/class/net/${name}`;
  const [type, uevent, tunFlags, isWireless, isWiphy, hasDevice] = await Promise.all([
    file(`${folder}/type`),
    file(`${folder}/uevent`),
    file(`${folder}/tun_flags`),
    exists(`${folder}/wireless`),
    exists(`${folder}/phy80211`),
    exists(`${folder}/device`),
  ]);
  return kindOf({ type, uevent, tunFlags, isWireless: isWireless || isWiphy, hasDevice });
}

function readSsid(link: string, { run, remember }: System): Promise<string | null> {
  return remember(`ssid ${link}`, async () => {
    // Without "no", a list that is older than 30 s makes it search the air for seconds.
    const fields = ['-t', '-f', 'ACTIVE,DEVICE,SSID'];
    const list = await run(['nmcli', ...fields, 'device', 'wifi', 'list', '--rescan', 'no']);
    return (
      ssidOfNmcli(list ?? '', link) ??
      ssidOfIw((await run(['iw', 'dev', link, 'link'])) ?? '') ??
      ssidOfIwgetid((await run(['iwgetid', '-r', link])) ?? '')
    );
  });
}

async function readGatewayMac(out: ReturnType<typeof routeOut>, { file, run }: System) {
  if (out === null) return null;
  const { family, gateway, link } = out;
  if (family === 4) return hardwareAddress(await file('proc/net/arp'), gateway, link);
  // With "dev", ip leaves the link out of what it prints.
  return hardwareAddress((await run(['ip', '-6', 'neigh', 'show', gateway, 'dev', link])) ?? '', gateway);
}

/** NetworkManager guesses too: phones that lend their connection say so in DHCP. */
async function readMetered(link: string | null, { run, remember }: System): Promise<boolean | null> {
  if (link === null) return null;
  const text = await remember(`metered ${link}`, () =>
    run(['nmcli', '-t', '-f', 'GENERAL.METERED', 'device', 'show', link]),
  );
  const answer = /^GENERAL\.METERED:(yes|no)\b/m.exec(text ?? '')?.[1];
  return answer === undefined ? null : answer === 'yes';
}

async function readPower({ file, folder }: System): Promise<boolean | null> {
  const names = await folder('sys/class/power_supply');
  if (names === null) return null;
  const supplies = names.map(async (name) => {
    const read = async (what: string): Promise<string> =>
      (await file(`sys/class/power_supply/${name}/${what}`)).trim();
    const [type, online, status, scope] = await Promise.all(['type', 'online', 'status', 'scope'].map(read));
    return { type: type ?? '', online: online ?? '', status: status ?? '', scope: scope ?? '' };
  });
  return onBattery(await Promise.all(supplies));
}
