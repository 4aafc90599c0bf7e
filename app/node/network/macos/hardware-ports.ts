import type { LinkKind } from '../../../network/reading.ts';

/** What `networksetup -listallhardwareports` calls each link: "Hardware Port: Wi-Fi", then "Device: en0". */
export function hardwarePorts(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/^Hardware Port: (.+)\r?\nDevice: (\S+)$/gm);
  return new Map(Array.from(found, ([, port = '', device = '']) => [device, port]));
}

export function kindOf(link: string, port: string | undefined): LinkKind {
  if (/^(?:utun|ipsec|ppp|tun|tap|gif|stf)\d/.test(link)) return 'vpn';
  if (/^(?:bridge|vmenet|vnic|vlan|awdl|llw|ap|anpi|feth)\d/.test(link)) return 'virtual';
  if (port === undefined) return 'other';
  if (/wi-?fi|airport/i.test(port)) return 'wifi';
  if (/iphone|ipad|wwan|modem/i.test(port)) return 'mobile';
  if (/bluetooth/i.test(port)) return 'other';
  return 'wired';
}
