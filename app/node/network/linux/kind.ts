import type { LinkKind } from '../../../network/reading.ts';

/** What /sys/class/net tells of a link; "" is what it does not. */
export interface LinkFiles {
  /** ARPHRD_… of include/uapi/linux/if_arp.h. */
  readonly type: string;
  readonly uevent: string;
  /** Of TUN and TAP devices: IFF_TUN or IFF_TAP of include/uapi/linux/if_tun.h. */
  readonly tunFlags: string;
  readonly isWireless: boolean;
  /** There is hardware behind it. */
  readonly hasDevice: boolean;
}

const ethernet = 1;
/** None (TUN, WireGuard), IPIP, IP6IP6, SIT, GRE, GRE over IPv6. */
const tunnels = [65_534, 768, 769, 776, 778, 823];
const iffTun = 0x0001;

export function kindOf({ type, uevent, tunFlags, isWireless, hasDevice }: LinkFiles): LinkKind {
  const deviceType = /^DEVTYPE=(.*)$/m.exec(uevent)?.[1] ?? '';
  if (isWireless || deviceType === 'wlan') return 'wifi';
  if (deviceType === 'wwan') return 'mobile';
  // A TAP carries Ethernet: to a virtual machine as often as to a VPN.
  if (tunFlags !== '') return (Number(tunFlags) & iffTun) !== 0 ? 'vpn' : 'virtual';
  if (deviceType === 'wireguard' || tunnels.includes(Number(type))) return 'vpn';
  // A number of cables, or a part of one.
  if (deviceType === 'bond' || deviceType === 'vlan') return 'wired';
  if (deviceType === 'ppp' || deviceType === 'bluetooth') return 'other';
  if (Number(type) === ethernet) return hasDevice ? 'wired' : 'virtual';
  return 'other';
}
