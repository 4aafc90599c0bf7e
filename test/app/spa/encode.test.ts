import { describe, expect, test } from 'vitest';
import { encodeSpa, spaPlaintext } from '../../../app/spa/encode.ts';
import { spaTypes, type SpaFields } from '../../../app/spa/fields.ts';
import { client, clientPackets, fieldsOf, hashOf, keysOf, server } from './vectors.ts';

const salt = new Uint8Array(8).fill(3);
const key = Buffer.from('an encryption key');
const hmac = { hash: 'sha256', key: Buffer.from('an HMAC key') } as const;
const fields: SpaFields = {
  rand: '0123456789012345',
  user: 'user',
  timeS: 1_795_229_091,
  version: '3.0.0',
  type: spaTypes.access,
  message: '198.51.100.7,tcp/22',
  nat: null,
  serverAuth: null,
  timeoutS: null,
};
const plain = { fields, digest: 'sha256', mode: 'cbc', key, hmac, salt } as const;

test.each(clientPackets)('the packet of the real client is made again byte for byte: $name', (vector) => {
  const bytes = Buffer.from(vector.salt, 'hex');
  const made = encodeSpa({
    ...keysOf(vector),
    fields: fieldsOf(vector),
    digest: hashOf(vector.digest),
    salt: bytes,
  });
  expect(made).toEqual({ ok: true, value: vector.packet });
});

describe('what was sent to the real server', () => {
  // Damaged after they had been made.
  const isDamaged = ({ name }: { readonly name: string }) => /trailing|replay with/.test(name);
  const tooLong = ['too long: sha512/sha512, 6 ports', 'no HMAC, 14 ports'];
  const vectors = server.vectors.filter((each) => !isDamaged(each));

  test.each(vectors)('$name', (vector) => {
    const bytes = Buffer.from(vector.salt, 'hex');
    const digest = hashOf(vector.digest);
    const made = encodeSpa({ ...keysOf(vector), fields: fieldsOf(vector), digest, salt: bytes });
    expect(Buffer.from(spaPlaintext(fieldsOf(vector), digest)).toString()).toBe(vector.plaintext);
    expect(made).toEqual(
      tooLong.includes(vector.name)
        ? { ok: false, error: { code: 'packet-too-large', bytes: vector.packet.length, most: 399 } }
        : { ok: true, value: vector.packet },
    );
  });
});

test.each([
  ['key of 33 ascii', { code: 'key-length', bytes: 33, most: 32 }],
  ['same key for both', { code: 'same-keys' }],
])('no packet where the real client made none: %s', (name, error) => {
  const vector = client.vectors.find((each) => each.name === name && each.exit === 1);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  const made = encodeSpa({ ...keysOf(vector), fields, digest: 'sha256', salt });
  expect(made).toEqual({ ok: false, error });
});

test.each([
  ['without a key', { key: new Uint8Array() }, { code: 'key-length', bytes: 0, most: 32 }],
  [
    'without an HMAC key',
    { hmac: { ...hmac, key: new Uint8Array() } },
    { code: 'hmac-key-length', bytes: 0, most: 128 },
  ],
  [
    'with an HMAC key of 129 bytes',
    { hmac: { ...hmac, key: new Uint8Array(129) } },
    { code: 'hmac-key-length', bytes: 129, most: 128 },
  ],
  ['legacy with an HMAC', { mode: 'legacy' }, { code: 'legacy-with-hmac' }],
  [
    'a message of 193 bytes',
    { fields: { ...fields, message: `198.51.100.7,${'x'.repeat(180)}`, type: spaTypes.command } },
    { code: 'message-too-long', chars: 258, most: 256 },
  ],
] as const)('no packet %s', (_, change, error) => {
  expect(encodeSpa({ ...plain, ...change })).toEqual({ ok: false, error });
});

test('keys of 1 and of 32 bytes are taken', () => {
  for (const bytes of [1, 32]) expect(encodeSpa({ ...plain, key: new Uint8Array(bytes) }).ok).toBe(true);
});

test('a packet below 140 bytes, which the server does not look at, is not made', () => {
  const asked = (message: string) =>
    encodeSpa({
      ...plain,
      fields: { ...fields, type: spaTypes.command, message },
      digest: 'md5',
      hmac: null,
    });
  expect(asked('0.0.0.0,w')).toEqual({
    ok: false,
    error: { code: 'packet-too-small', bytes: 118, least: 140 },
  });
  const made = asked('0.0.0.0,who');
  expect(made.ok && made.value.length).toBe(140);
});

/** Lengths from the formula that the design gives: ⌈(16 + c)·4/3⌉ − 10 + M. */
test('the length follows the padded plaintext', () => {
  const plaintext = spaPlaintext(fields, 'sha256').length;
  const padded = 16 * (Math.floor(plaintext / 16) + 1);
  const made = encodeSpa(plain);
  expect(made.ok && made.value.length).toBe(Math.ceil(((16 + padded) * 4) / 3) - 10 + 43);
});

test('a command is measured as a server that runs commands does, with the prefix that is not sent', () => {
  // 278 bytes of plaintext are 288 padded: 406 characters, of which 396 are sent.
  const message = `198.51.100.7,${'x'.repeat(130)}`;
  const asked = { ...plain, hmac: null, fields: { ...fields, message } };
  const access = encodeSpa(asked);
  const command = encodeSpa({ ...asked, fields: { ...asked.fields, type: spaTypes.command } });
  expect(access.ok && access.value.length).toBe(396);
  expect(command).toEqual({ ok: false, error: { code: 'packet-too-large', bytes: 406, most: 399 } });
});
