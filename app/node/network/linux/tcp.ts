import ipaddr from 'ipaddr.js';
import { plainAddress } from '../plain-address.ts';

export interface TcpConnection {
  /** Of the other side; one that is mapped into IPv6 as the IPv4 address it is. */
  readonly address: string;
  readonly port: number;
  readonly userId: number;
  readonly inode: string;
}

/** TCP_ESTABLISHED of include/net/tcp_states.h. */
const established = '01';

/** The established connections in /proc/net/tcp or tcp6. Addresses are 32-bit numbers of a little-endian machine. */
export function tcpConnections(text: string): readonly TcpConnection[] {
  return text.split('\n').flatMap((line) => {
    const [, , remote = '', state, , , , userId = '', , inode = ''] = line.trim().split(/\s+/);
    const [digits = '', port = ''] = remote.split(':');
    if (state !== established) return [];
    const words = digits.match(/.{8}/g) ?? [];
    const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed());
    const written = ipaddr.fromByteArray(bytes.map((byte) => parseInt(byte, 16))).toString();
    const address = plainAddress(written) ?? written;
    return [{ address, port: parseInt(port, 16), userId: Number(userId), inode }];
  });
}
