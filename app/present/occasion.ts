import type { Cause } from '../history/entry.ts';
import type { Change, NetworkIdentity } from '../network/reading.ts';
import type { Occasion } from '../rules/decision.ts';
import { list, printable } from './text.ts';

/** What happened, as a sentence without its end. `name` is the user's word for the network; null: he has none. */
export function describeOccasion(occasion: Occasion, { name }: { readonly name: string | null }): string {
  switch (occasion.kind) {
    case 'joined':
      return `joined ${describeNetwork(occasion.network, name)}`;
    case 'left':
      return `left ${describeNetwork(occasion.network, null)}`;
    case 'changed':
      return `${list(
        occasion.what.map((change) => changeNames[change]),
        'and',
      )} changed in ${describeNetwork(occasion.network, name)}`;
    case 'woke':
      return 'this computer woke';
    case 'started':
      return 'Postern started';
    case 'connect':
      return 'a program connects';
    case 'schedule':
      return 'a scheduled time came';
    case 'renewal':
      return 'a door that is kept open needs its next knock';
    case 'retry':
      return 'time for another try';
    default:
      return occasion satisfies never;
  }
}

/** "Home (192.168.1.1 on wlan0)". Without a name of the user, that of the Wi-Fi. */
export function describeNetwork(network: NetworkIdentity, name: string | null): string {
  const { ssid, gateway, subnets, link, tunnel } = network;
  const where = `${gateway ?? subnets[0] ?? 'no gateway'} on ${link}${tunnel === null ? '' : `, through ${tunnel}`}`;
  const called = name ?? ssid;
  return called === null ? where : `${printable(called)} (${where})`;
}

const changeNames: Readonly<Record<Change, string>> = {
  gateway: 'the gateway',
  addresses: 'addresses',
  name: 'the name',
  link: 'the link',
  tunnel: 'the VPN',
};

/** Who asked, behind a verdict: "Open (a rule)". */
export function describeCause(cause: Cause): string {
  switch (cause) {
    case 'window':
      return 'window';
    case 'tray':
      return 'tray';
    case 'test':
      return 'test knock';
    case 'connect':
      return 'to connect';
    case 'command-line':
      return 'command line';
    case 'rule':
      return 'a rule';
    case 'keep-open':
      return 'to keep it open';
    case 'quit':
      return 'on quitting';
    case 'left':
      return 'on leaving';
    default:
      return cause satisfies never;
  }
}
