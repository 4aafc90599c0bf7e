import { cbc, cfb, ctr, ecb } from '@noble/ciphers/aes.js';
import { hmac as rfc2104 } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { sha3_256, sha3_512 } from '@noble/hashes/sha3.js';
import { joined } from '../bytes.ts';
import type { HashName } from '../hosts/spa-schema.ts';

/** As fwknop's ENCRYPTION_MODE. `legacy` is CBC with a key of 16 bytes. */
export type CipherMode = 'cbc' | 'cfb' | 'ofb' | 'ctr' | 'ecb' | 'legacy';

export const blockBytes = 16;
export const saltBytes = 8;

const hashes = { md5, sha1, sha256, sha384, sha512, 'sha3-256': sha3_256, 'sha3-512': sha3_512 } as const;

/** SHA-2 before SHA-3, which is the order in which a digest is tried for its length. */
export const hashNames: readonly HashName[] = [
  'md5',
  'sha1',
  'sha256',
  'sha384',
  'sha512',
  'sha3-256',
  'sha3-512',
];

export function digestBytes(name: HashName): number {
  return hashes[name].outputLen;
}

export function digest(name: HashName, data: Uint8Array): Uint8Array {
  return hashes[name](data);
}

/** RFC 2104, also with SHA-3, where the block is the sponge's rate (FIPS 202 §7): 136 and 72 bytes. */
export function hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  return rfc2104(hashes[name], key, data);
}

/** What a cipher works with. The caller keeps and wipes `key`. */
export interface CipherInput {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly data: Uint8Array;
}

/** AES-256 over whole blocks: `data` is padded already. */
export function encrypt({ mode, key, salt, data }: CipherInput): Uint8Array {
  return withDerivedKey({ mode, key, salt }, (derived, iv) => {
    switch (mode) {
      case 'cbc':
      case 'legacy':
        return cbc(derived, iv, { disablePadding: true }).encrypt(data);
      case 'cfb':
        return cfb(derived, iv).encrypt(data);
      case 'ofb':
        return ofb(derived, iv, data);
      case 'ctr':
        return ctr(derived, iv).encrypt(data);
      case 'ecb':
        return ecb(derived, { disablePadding: true }).encrypt(data);
      default:
        return mode satisfies never;
    }
  });
}

/** The reverse of `encrypt`: the padding stays. */
export function decrypt({ mode, key, salt, data }: CipherInput): Uint8Array {
  return withDerivedKey({ mode, key, salt }, (derived, iv) => {
    switch (mode) {
      case 'cbc':
      case 'legacy':
        return cbc(derived, iv, { disablePadding: true }).decrypt(data);
      case 'cfb':
        return cfb(derived, iv).decrypt(data);
      case 'ofb':
        return ofb(derived, iv, data);
      case 'ctr':
        return ctr(derived, iv).decrypt(data);
      case 'ecb':
        return ecb(derived, { disablePadding: true }).decrypt(data);
      default:
        return mode satisfies never;
    }
  });
}

/** NIST SP 800-38A §6.4. Its key stream is what CBC makes of zeros: each block is the encryption of the one before. */
function ofb(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const stream = cbc(key, iv, { disablePadding: true }).encrypt(new Uint8Array(data.length));
  for (const [index, byte] of data.entries()) stream[index] = (stream[index] ?? 0) ^ byte;
  return stream;
}

/** OpenSSL's EVP_BytesToKey with MD5 and one round: 32 bytes of key, 16 of initialization vector. */
function withDerivedKey(
  { mode, key, salt }: { readonly mode: CipherMode; readonly key: Uint8Array; readonly salt: Uint8Array },
  use: (derived: Uint8Array, iv: Uint8Array) => Uint8Array,
): Uint8Array {
  const secret = mode === 'legacy' ? legacyKey(key) : Uint8Array.from(key);
  const derived = new Uint8Array(48);
  for (let at = 0; at < derived.length; at += blockBytes) {
    const state = joined(derived.subarray(Math.max(0, at - blockBytes), at), secret, salt);
    const block = md5(state);
    derived.set(block, at);
    block.fill(0);
    state.fill(0);
  }
  try {
    return use(derived.subarray(0, 32), derived.subarray(32));
  } finally {
    derived.fill(0);
    secret.fill(0);
  }
}

/** fwknop 1.9 knew 16 bytes only: longer keys are cut, shorter ones filled with the digit 0 (libfko: cipher_funcs.c). */
function legacyKey(key: Uint8Array): Uint8Array {
  const cut = new Uint8Array(16).fill('0'.charCodeAt(0));
  cut.set(key.subarray(0, cut.length));
  return cut;
}
