import { hmac as rfc2104 } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ipFamily } from '../hosts/address.ts';
import { ascii } from './encode.ts';

/** MAX_PASSWD_LEN of xtables-addons' xt_pknock.h, without its NUL. */
const pknockSecretBytes = 31;

/** Away from the boundary by more than two clocks usually differ. */
const safe = { from: 2, before: 56 } as const;

/**
 * The datagram for xt_pknock's --opensecret and --closesecret (xtables-addons: xt_pknock.c, has_secret): the HMAC of
 * address and minute in hexadecimal digits, and a NUL as its helper program sends it. The minute is in the byte order of
 * the server, which is little-endian nearly everywhere. Valid for one minute, and once.
 */
export function pknockPayload(request: {
  /** 1 to 31 bytes. The caller keeps and wipes it. */
  readonly secret: Uint8Array;
  /** IPv4, as the server sees it. */
  readonly sourceAddress: string;
  /** Unix seconds, by the server's clock. */
  readonly timeS: number;
}): Uint8Array {
  const { secret, sourceAddress, timeS } = request;
  if (secret.length < 1 || secret.length > pknockSecretBytes) {
    throw new Error(`a secret of ${secret.length} bytes`);
  }
  if (ipFamily(sourceAddress) !== 4) throw new Error('no IPv4 address');
  const message = new Uint8Array(8);
  message.set(sourceAddress.split('.').map(Number));
  new DataView(message.buffer).setUint32(4, Math.floor(timeS / 60), true);
  return ascii(`${bytesToHex(rfc2104(sha256, secret, message))}\0`);
}

/** How long to wait so that the server is in the same minute; 0 from second 2 to second 55. `timeS` by its clock. */
export function secondsUntilSafe(timeS: number): number {
  const second = timeS - Math.floor(timeS / 60) * 60;
  if (second >= safe.from && second < safe.before) return 0;
  return second < safe.from ? safe.from - second : 60 - second + safe.from;
}
