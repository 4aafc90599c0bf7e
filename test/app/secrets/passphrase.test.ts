import { createHash, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { isTooShort, unwrapWithPassphrase, wrapWithPassphrase } from '../../../app/secrets/passphrase.ts';
import type { Scrypt } from '../../../app/secrets/scrypt.ts';

const vaultKey = Uint8Array.from({ length: 32 }, (_, n) => n);
const cheap: Scrypt = async (given, salt) => createHash('sha256').update(given).update(salt).digest();
const chance = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function wrap(passphrase: Uint8Array, scrypt = cheap) {
  return wrapWithPassphrase({ vaultKey, passphrase, scrypt, random: chance });
}

test('the slot says how its key is made, and keeps the vault’s key as NaCl’s secretbox does', async () => {
  const scrypt: Scrypt = async (given, salt, { n, r, p }) =>
    scryptSync(given, salt, 32, { N: n, r, p, maxmem: 256 * 1024 * 1024 });
  // From the same inputs with Python's hashlib.scrypt and noble-ciphers' xsalsa20poly1305.
  expect(await wrap(bytesOf('correct horse'), scrypt)).toEqual({
    kind: 'passphrase',
    kdf: 'scrypt',
    n: 131_072,
    r: 8,
    p: 1,
    salt: 'EBAQEBAQEBAQEBAQEBAQEA==',
    nonce: 'GBgYGBgYGBgYGBgYGBgYGBgYGBgYGBgY',
    wrapped: 'AMQy8xnnBCkFro6PUCEJEbJUG5PxoPhuDL29xsTYpCNgM+cZl5SAb558NeXvXxaS',
  });
});

test.each([
  ['composed and decomposed', 'Ångström und Grüße', 'Ångström und Grüße'.normalize('NFD')],
  ['wide and narrow', 'ｃｏｒｒｅｃｔ', 'correct'],
  ['with and without a ligature', 'oﬃce hours', 'office hours'],
])('a passphrase is the same %s', async (_, one, other) => {
  const slot = await wrap(bytesOf(one));
  expect(await unwrapWithPassphrase({ slot, passphrase: bytesOf(other), scrypt: cheap })).toEqual(vaultKey);
});

test('bytes that are no text are a passphrase as they are', async () => {
  const passphrase = Uint8Array.from([0xff, 0xfe, 0x80, 1, 2, 3, 4, 5]);
  const slot = await wrap(passphrase);
  expect(await unwrapWithPassphrase({ slot, passphrase, scrypt: cheap })).toEqual(vaultKey);
  const other = passphrase.map((byte) => byte ^ 1);
  expect(await unwrapWithPassphrase({ slot, passphrase: other, scrypt: cheap })).toBeNull();
});

test('the key may be wiped while scrypt is at work', async () => {
  const key = Uint8Array.from(vaultKey);
  const passphrase = bytesOf('correct horse');
  const wrapping = wrapWithPassphrase({ vaultKey: key, passphrase, scrypt: cheap, random: chance });
  key.fill(0);
  expect(await unwrapWithPassphrase({ slot: await wrapping, passphrase, scrypt: cheap })).toEqual(vaultKey);
});

test.each([
  ['', true],
  ['1234567', true],
  ['12345678', false],
  ['üüüüüüü', true],
  ['üüüüüüüü', false],
  ['漢字漢字漢字漢', true],
  // Seven letters, each with its mark behind it.
  ['üüüüüüü'.normalize('NFD'), true],
])('%j is too short: %s', (passphrase, short) => {
  expect(isTooShort(bytesOf(passphrase))).toBe(short);
});
