import { createCipheriv, createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decrypt,
  digest,
  digestBytes,
  encrypt,
  hashNames,
  hmac,
  type CipherMode,
} from '../../../app/spa/crypto.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const blocks = fc
  .integer({ min: 1, max: 24 })
  .chain((count) => fc.uint8Array({ minLength: count * 16, maxLength: count * 16 }));
const salts = fc.uint8Array({ minLength: 8, maxLength: 8 });
const keys = fc.uint8Array({ minLength: 1, maxLength: 32 });

test.each(hashNames)('%s gives what OpenSSL gives, plain and as HMAC with keys around its block', (name) => {
  fc.assert(
    fc.property(bytes(300), bytes(200), (data, key) => {
      expect(hex(digest(name, data))).toBe(createHash(name).update(data).digest('hex'));
      expect(hex(hmac(name, key, data))).toBe(createHmac(name, key).update(data).digest('hex'));
      expect(digest(name, data)).toHaveLength(digestBytes(name));
    }),
  );
});

test.each(['cbc', 'cfb', 'ofb', 'ctr', 'ecb'] as const)('%s gives what OpenSSL gives, and back', (mode) => {
  fc.assert(
    fc.property(keys, salts, blocks, (key, salt, data) => {
      const ciphertext = encrypt({ mode, key, salt, data });
      expect(hex(ciphertext)).toBe(openssl(mode, key, salt, data));
      expect(hex(decrypt({ mode, key, salt, data: ciphertext }))).toBe(hex(data));
    }),
  );
});

test('legacy is CBC with the key cut or filled with the digit 0 to 16 bytes', () => {
  fc.assert(
    fc.property(keys, salts, blocks, (key, salt, data) => {
      const sixteen = Buffer.concat([key, Buffer.from('0'.repeat(16))]).subarray(0, 16);
      const ciphertext = encrypt({ mode: 'legacy', key, salt, data });
      expect(hex(ciphertext)).toBe(openssl('cbc', sixteen, salt, data));
      expect(hex(decrypt({ mode: 'legacy', key, salt, data: ciphertext }))).toBe(hex(data));
    }),
  );
});

test('neither the key nor the data are changed', () => {
  for (const mode of ['cbc', 'cfb', 'ofb', 'ctr', 'ecb', 'legacy'] as const) {
    const input = {
      key: new Uint8Array(20).fill(7),
      salt: new Uint8Array(8),
      data: new Uint8Array(32).fill(9),
    };
    encrypt({ mode, ...input });
    decrypt({ mode, ...input });
    expect(input).toEqual({
      key: new Uint8Array(20).fill(7),
      salt: new Uint8Array(8),
      data: new Uint8Array(32).fill(9),
    });
  }
});

/** As `openssl enc -aes-256-… -md md5` derives key and vector. */
function openssl(mode: CipherMode, key: Uint8Array, salt: Uint8Array, data: Uint8Array): string {
  let derived = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (derived.length < 48) {
    last = createHash('md5').update(last).update(key).update(salt).digest();
    derived = Buffer.concat([derived, last]);
  }
  const vector = mode === 'ecb' ? null : derived.subarray(32);
  const cipher = createCipheriv(`aes-256-${mode}`, derived.subarray(0, 32), vector).setAutoPadding(false);
  return cipher.update(data, undefined, 'hex') + cipher.final('hex');
}

function hex(of: Uint8Array): string {
  return Buffer.from(of).toString('hex');
}
