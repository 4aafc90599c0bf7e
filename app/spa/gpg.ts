import { joined } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { bareBase64, readBase64 } from './base64.ts';
import { withoutHmac, type SpaKeys } from './decode.ts';
import { cutPrefix, hmacKeyProblem, hmacText, type SpaHmac } from './encode.ts';
import type { SpaProblem } from './problem.ts';
import type { SpaRefusal } from './read-plaintext.ts';

/** MIN_GNUPG_MSG_SIZE, and one less than MAX_SPA_ENCODED_MSG_SIZE of libfko. */
export const gpgSizes = { least: 400, most: 1_499 } as const;

/**
 * The packet around gpg's binary message (libfko: fko_encryption.c, gpg_encrypt). The server only reads messages whose
 * first header is `85 0n nn`. gpg writes that for RSA; for shorter keys it takes a header with a shorter length, which is
 * made longer here: the same OpenPGP packet, and fwknopd takes it.
 */
export function encodeGpgSpa(request: {
  /** Signed and encrypted, not armored. */
  readonly message: Uint8Array;
  readonly hmac: SpaHmac | null;
}): Result<string, SpaProblem> {
  const problem = hmacKeyProblem(request.hmac);
  if (problem !== null) return fail(problem);
  const framed = withTwoByteLength(request.message);
  if (framed === null) return fail({ code: 'gpg', problem: 'failed' });
  const encrypted = bareBase64(framed);
  const packet = (encrypted + hmacText(request.hmac, encrypted)).slice(cutPrefix.gpg.length);
  const { least, most } = gpgSizes;
  if (packet.length < least) return fail({ code: 'packet-too-small', bytes: packet.length, least });
  // libfko measures with what was cut off put back.
  const bytes = Math.max(packet.length, encrypted.length);
  return bytes > most ? fail({ code: 'packet-too-large', bytes, most }) : ok(packet);
}

/** RFC 4880 §4.2: a packet of type 1, whichever way its length is written, to old format with a length of two bytes. */
function withTwoByteLength(message: Uint8Array): Uint8Array | null {
  const [tag, one = 0, two = 0] = message;
  const header = firstHeader(tag, one, two);
  if (header === null || message.length < header.bytes + header.body || header.body >= 0x1000) return null;
  const start = Uint8Array.of(0x85, header.body >> 8, header.body & 0xff);
  return joined(start, message.subarray(header.bytes));
}

function firstHeader(
  tag: number | undefined,
  one: number,
  two: number,
): { readonly bytes: number; readonly body: number } | null {
  switch (tag) {
    case 0x84:
      return { bytes: 2, body: one };
    case 0x85:
      return { bytes: 3, body: (one << 8) | two };
    case 0xc1:
      // New format (§4.2.2), which other programs than GnuPG prefer.
      if (one < 192) return { bytes: 2, body: one };
      return one < 224 ? { bytes: 3, body: ((one - 192) << 8) + two + 192 } : null;
    default:
      return null;
  }
}

/** gpg's message out of a packet, as the server gets it. */
export function decodeGpgSpa(packet: string, hmac: SpaKeys['hmac']): Result<Uint8Array, SpaRefusal> {
  const bytes = packet.length;
  if (bytes < gpgSizes.least || bytes > gpgSizes.most) return fail({ code: 'size', bytes, ...gpgSizes });
  if (packet.startsWith(cutPrefix.gpg)) return fail({ code: 'prefix' });
  const encrypted = withoutHmac(cutPrefix.gpg + packet, hmac);
  if (encrypted === null) return fail({ code: 'hmac' });
  const message = readBase64(encrypted);
  return message === null ? fail({ code: 'decryption' }) : ok(message);
}
