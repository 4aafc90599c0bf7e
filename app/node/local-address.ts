import { createSocket } from 'node:dgram';
import { ipFamily } from '../hosts/address.ts';

/** The IPv4 address that packets to `address` would leave from; null if there is no route. Sends nothing. */
export async function localAddressTowards(address: string): Promise<string | null> {
  // A name would be looked up, which is not for here to do.
  return ipFamily(address) === 4 ? sourceTowards(address, 4) : null;
}

/**
 * The address that this computer would speak from to reach `address`; null if there is no route. Sends nothing: connecting
 * a UDP socket only makes the system choose route and source (connect(2), udp(7)).
 */
export function sourceTowards(address: string, family: 4 | 6): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
    const finish = (source: string | null) => {
      socket.close();
      resolve(source);
    };
    socket.once('connect', () => finish(socket.address().address));
    socket.once('error', () => finish(null));
    // discard (RFC 863); any port would do.
    socket.connect(9, address);
  });
}
