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
  /** Those in use: at most one for each family. */
  readonly routes: readonly DefaultRoute[];
  readonly links: readonly Link[];
  /** The hardware address of the gateway, where it could be had: "52:54:00:12:34:56". */
  readonly gatewayMac: string | null;
  /** Null where the system does not tell. */
  readonly isMetered: boolean | null;
  readonly onBattery: boolean | null;
}

/** A network as a person would tell it apart. Two readings with one key are the same network. */
export interface NetworkIdentity {
  readonly key: string;
  readonly gateway: string | null;
  readonly gatewayMac: string | null;
  /** Prefixes of the link that leads out, such as "192.168.1.0/24". */
  readonly subnets: readonly string[];
  readonly ssid: string | null;
  readonly link: string;
  readonly kind: LinkKind;
}
