/** What a network link is, as far as the system tells. */
export type LinkKind = 'wired' | 'wifi' | 'mobile' | 'vpn' | 'virtual' | 'other';

export interface LinkAddress {
  readonly family: 4 | 6;
  readonly address: string;
  /** Bits. */
  readonly prefix: number;
  /** An IPv6 privacy address (RFC 8981): it changes without a change of network. */
  readonly isTemporary: boolean;
}

export interface Link {
  /** As the system names it: "wlan0", "en0". */
  readonly name: string;
  readonly kind: LinkKind;
  readonly addresses: readonly LinkAddress[];
  /** Null where there is none, or the system does not tell. */
  readonly ssid: string | null;
}

export interface DefaultRoute {
  readonly family: 4 | 6;
  /** Null on links without one, such as tunnels. */
  readonly gateway: string | null;
  readonly link: string;
}

/** Where this computer is in the network, read at one moment. */
export interface Reading {
  /**
   * Those in use come first, IPv4 before IPv6. Those behind them, such as the one that a VPN covers, may follow: they
   * tell which network a tunnel runs over.
   */
  readonly routes: readonly DefaultRoute[];
  readonly links: readonly Link[];
  /** The hardware address of the gateway, where it could be had: "52:54:00:12:34:56". */
  readonly gatewayMac: string | null;
  /** Null where the system does not tell. */
  readonly isMetered: boolean | null;
  readonly onBattery: boolean | null;
}

/** What tells networks apart. Null and empty are what nobody knows. */
export interface NetworkFacts {
  /** That of IPv4 where there is one. */
  readonly gateway: string | null;
  readonly gatewayMac: string | null;
  /** Prefixes of the link that leads out, such as "192.168.1.0/24". Those of IPv6 have at most 64 bits. */
  readonly subnets: readonly string[];
  readonly ssid: string | null;
}

/** A network as a person would tell it apart. Two readings with one key are the same network. */
export interface NetworkIdentity extends NetworkFacts {
  readonly key: string;
  readonly link: string;
  readonly kind: LinkKind;
  /** The IPv4 addresses of this computer there: servers see one of them, or what a router makes of it. */
  readonly addresses: readonly string[];
  /** The link of the VPN that carries what leaves this computer; null: none does. The network is the one below it. */
  readonly tunnel: string | null;
}

/** What differs between two readings of one network. */
export type Change = 'gateway' | 'addresses' | 'name' | 'link' | 'tunnel';
