import type { LinkKind } from '../../../network/reading.ts';
import type { Adapter } from './route-print.ts';

/** By the name of the device; what has a hardware address and no telling name is wired. */
export function kindOf(adapter: Pick<Adapter, 'mac' | 'description'> | null): LinkKind {
  const name = adapter?.description ?? '';
  if (/wireguard|wintun|tap-windows|openvpn|tailscale|zerotier|vpn|tunnel|ppp|l2tp|ikev2/i.test(name))
    return 'vpn';
  if (/virtual|hyper-v|vmware|virtualbox|npcap/i.test(name)) return 'virtual';
  if (/wi-?fi|wireless|wlan|802\.11/i.test(name)) return 'wifi';
  if (/mobile broadband|cellular|wwan|\b[45]g\b|\blte\b/i.test(name)) return 'mobile';
  if (/bluetooth/i.test(name)) return 'other';
  return (adapter?.mac ?? null) === null ? 'other' : 'wired';
}
