import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

/** The hashes of RFC 6238 §1.2; RFC 4226 has SHA-1 alone. */
export type OtpHash = keyof typeof hashes;

const hashes = { sha1, sha256, sha512 };

/** RFC 2104 */
export function mac(hash: OtpHash, key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(hashes[hash], key, message);
}

/** RFC 4226 §5.3, up to "Snum": 31 bits. `counter` counts modulo 2^64. */
export function snum(hash: OtpHash, key: Uint8Array, counter: bigint): number {
  const message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, counter);
  const digest = mac(hash, key, message);
  // The low nibble of the last byte, whatever the length of the hash (RFC 6238, appendix A).
  const offset = (digest.at(-1) ?? 0) & 15;
  return new DataView(digest.buffer, digest.byteOffset).getUint32(offset) & 0x7fff_ffff;
}

interface CodeRequest {
  readonly key: Uint8Array;
  readonly counter: bigint;
  /** Default: SHA-1. */
  readonly hash?: OtpHash;
  /** Default: 6. */
  readonly digits?: 6 | 7 | 8;
}

/** RFC 4226 §5.3, with leading zeros. With the number of the time step as counter: RFC 6238. */
export function hotpCode({ key, counter, hash = 'sha1', digits = 6 }: CodeRequest): string {
  return String(snum(hash, key, counter) % 10 ** digits).padStart(digits, '0');
}
