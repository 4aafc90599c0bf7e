import { describe, expect, test } from 'vitest';
import { decodeGpgSpa, encodeGpgSpa } from '../../../app/spa/gpg.ts';
import { gpg, hmacOf } from './vectors.ts';

describe('the framing of fwknop and of what fwknopd accepted', () => {
  test.each(gpg.vectors.filter((each) => each.fwknopdAccepted !== false))('$name', (vector) => {
    const hmac = hmacOf(vector);
    const decoded = decodeGpgSpa(vector.packet, hmac);
    if (!decoded.ok) throw new Error(decoded.error.code);
    expect(Buffer.from(decoded.value.subarray(0, 1)).toString('hex')).toBe('85');
    expect(encodeGpgSpa({ message: decoded.value, hmac })).toEqual({ ok: true, value: vector.packet });
  });

  test('with another HMAC key it is refused', () => {
    const [vector] = gpg.vectors;
    const decoded = decodeGpgSpa(vector?.packet ?? '', { hash: 'sha256', key: Buffer.from('another') });
    expect(decoded).toEqual({ ok: false, error: { code: 'hmac' } });
  });
});

/** An OpenPGP packet of type 1 with `body` bytes, and 400 bytes of another after it. */
const message = (header: readonly number[], body: number) =>
  Uint8Array.from([...header, ...new Uint8Array(body).fill(1), ...new Uint8Array(400).fill(2)]);

test.each([
  ['one byte in old format, as for Curve25519', [0x84, 0x5e], 0x5e, [0x85, 0, 0x5e]],
  ['two bytes in old format, as for RSA', [0x85, 1, 0x0c], 0x10c, [0x85, 1, 0x0c]],
  ['one byte in new format', [0xc1, 191], 191, [0x85, 0, 191]],
  ['two bytes in new format', [0xc1, 192, 76], 268, [0x85, 1, 0x0c]],
])('a length of %s reaches the server with two bytes', (_, header, body, expected) => {
  const made = encodeGpgSpa({ message: message(header, body), hmac: null });
  const decoded = made.ok ? decodeGpgSpa(made.value, null) : made;
  expect(decoded).toEqual({ ok: true, value: message(expected, body) });
});

test.each([
  ['nothing', new Uint8Array()],
  ['armor', Buffer.from('-----BEGIN PGP MESSAGE-----\n'.repeat(20))],
  ['a first packet that ends beyond the message', message([0x85, 0x0f, 0xff], 10)],
  ['a first packet of 4096 bytes', message([0x85, 0x10, 0], 0x1000)],
])('%s is no message', (_, bytes) => {
  expect(encodeGpgSpa({ message: bytes, hmac: null })).toEqual({
    ok: false,
    error: { code: 'gpg', problem: 'failed' },
  });
});

test('the packet has 400 to 1499 characters, with the two that are cut off', () => {
  const made = (length: number) =>
    encodeGpgSpa({ message: Uint8Array.from([0x85, 0, 1, ...new Uint8Array(length - 3)]), hmac: null });
  // 301 bytes are 402 characters, of which 400 are sent.
  expect(made(300)).toEqual({ ok: false, error: { code: 'packet-too-small', bytes: 398, least: 400 } });
  expect(made(301).ok).toBe(true);
  expect(made(1124).ok).toBe(true);
  expect(made(1125)).toEqual({ ok: false, error: { code: 'packet-too-large', bytes: 1500, most: 1499 } });
});

test('an HMAC counts, and needs a key', () => {
  const long = Uint8Array.from([0x85, 0, 1, ...new Uint8Array(1100)]);
  const hmac = { hash: 'sha512', key: Buffer.from('key') } as const;
  expect(encodeGpgSpa({ message: long, hmac })).toEqual({
    ok: false,
    error: { code: 'packet-too-large', bytes: 1555, most: 1499 },
  });
  expect(encodeGpgSpa({ message: long, hmac: { ...hmac, key: new Uint8Array() } })).toEqual({
    ok: false,
    error: { code: 'hmac-key-length', bytes: 0, most: 128 },
  });
});

test.each([
  ['x'.repeat(399), 'size'],
  ['x'.repeat(1500), 'size'],
  [`hQ${'x'.repeat(500)}`, 'prefix'],
  [`${'x'.repeat(500)}=`, 'decryption'],
])('a text of another kind is refused', (packet, code) => {
  const decoded = decodeGpgSpa(packet, null);
  expect(!decoded.ok && decoded.error.code).toBe(code);
});
