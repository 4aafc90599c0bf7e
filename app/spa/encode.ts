import { areEqual, joined } from '../bytes.ts';
import type { HashName } from '../hosts/spa-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import { bareBase64, utf8Base64 } from './base64.ts';
import { blockBytes, digest, encrypt, hmac, type CipherMode } from './crypto.ts';
import { messageProblem, spaTypes, type SpaFields } from './fields.ts';
import type { SpaProblem } from './problem.ts';

/** How a packet is authenticated. The caller keeps and wipes the key. */
export interface SpaHmac {
  readonly hash: HashName;
  readonly key: Uint8Array;
}

export const spaLimits = {
  /** RIJNDAEL_MAX_KEYSIZE of libfko. */
  keyBytes: 32,
  /** What fwknop reads of a key: MAX_KEY_LEN of its client. */
  hmacKeyBytes: 128,
  /** One less than MIN_GNUPG_MSG_SIZE of libfko. */
  packetBytes: 399,
  /** MIN_SPA_DATA_SIZE of fwknopd. Only a short command with MD5 and without HMAC can be below. */
  leastPacketBytes: 140,
} as const;

/**
 * What libfko cuts off before it sends, and puts back before it reads, by kind of encryption. In base64: the first 60 bits
 * of "Salted__"; an OpenPGP packet of type 1 in old format with a length of two bytes.
 */
export const cutPrefix = { rijndael: 'U2FsdGVkX1', gpg: 'hQ' } as const;

/**
 * One packet as fwknop 2.x sends it (libfko: fko_encode.c, fko_encryption.c, fko_hmac.c), in ASCII. Each packet needs 8
 * random bytes of salt of its own.
 */
export function encodeSpa(request: {
  readonly fields: SpaFields;
  readonly digest: HashName;
  readonly mode: CipherMode;
  /** The caller keeps and wipes it. */
  readonly key: Uint8Array;
  readonly hmac: SpaHmac | null;
  readonly salt: Uint8Array;
}): Result<string, SpaProblem> {
  const { fields, mode, key, salt } = request;
  const problem = keyProblem(request) ?? messageProblem(fields.message);
  if (problem !== null) return fail(problem);
  const data = padded(spaPlaintext(fields, request.digest));
  const ciphertext = encrypt({ mode, key, salt, data });
  const encrypted = bareBase64(joined(ascii('Salted__'), salt, ciphertext));
  const packet = (encrypted + hmacText(request.hmac, encrypted)).slice(cutPrefix.rijndael.length);
  // A server that runs commands measures with the prefix and without the HMAC.
  const bytes = fields.type === spaTypes.command ? Math.max(packet.length, encrypted.length) : packet.length;
  if (bytes > spaLimits.packetBytes) {
    return fail({ code: 'packet-too-large', bytes, most: spaLimits.packetBytes });
  }
  const least = spaLimits.leastPacketBytes;
  return packet.length < least ? fail({ code: 'packet-too-small', bytes: packet.length, least }) : ok(packet);
}

/** What is encrypted: the fields in fwknop's order, then their digest. */
export function spaPlaintext(fields: SpaFields, hash: HashName): Uint8Array {
  const { rand, user, timeS, version, type, message, nat, serverAuth, timeoutS } = fields;
  const optional = [
    ...(nat === null ? [] : [utf8Base64(nat)]),
    ...(serverAuth === null ? [] : [utf8Base64(serverAuth)]),
    ...(timeoutS === null ? [] : [String(timeoutS)]),
  ];
  const text = [rand, utf8Base64(user), timeS, version, type, utf8Base64(message), ...optional].join(':');
  return ascii(`${text}:${bareBase64(digest(hash, ascii(text)))}`);
}

/** The HMAC is over the text with the prefix that is not sent. */
export function hmacText(by: SpaHmac | null, encrypted: string): string {
  return by === null ? '' : bareBase64(hmac(by.hash, by.key, ascii(encrypted)));
}

export function hmacKeyProblem(by: SpaHmac | null): SpaProblem | null {
  const most = spaLimits.hmacKeyBytes;
  if (by === null || (by.key.length >= 1 && by.key.length <= most)) return null;
  return { code: 'hmac-key-length', bytes: by.key.length, most };
}

function keyProblem(request: {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
  readonly hmac: SpaHmac | null;
}): SpaProblem | null {
  const { mode, key, hmac: by } = request;
  const most = spaLimits.keyBytes;
  if (key.length < 1 || key.length > most) return { code: 'key-length', bytes: key.length, most };
  if (mode === 'legacy' && by !== null) return { code: 'legacy-with-hmac' };
  if (by !== null && areEqual(key, by.key)) return { code: 'same-keys' };
  return hmacKeyProblem(by);
}

/** PKCS#7, whatever the mode: also where a stream cipher would not need it (libfko: cipher_funcs.c). */
function padded(plaintext: Uint8Array): Uint8Array {
  const missing = blockBytes - (plaintext.length % blockBytes);
  return joined(plaintext, new Uint8Array(missing).fill(missing));
}

/** For texts that have ASCII characters only. */
export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
