import { expect, test } from 'vitest';
import type { SpaKeys } from '../../../app/spa/decode.ts';
import { encodeSpa } from '../../../app/spa/encode.ts';
import { explainSpa } from '../../../app/spa/explain.ts';
import { spaTypes } from '../../../app/spa/fields.ts';

const madeAtS = 1_795_229_091;
const keys: SpaKeys = {
  mode: 'cbc',
  key: Buffer.from('an encryption key'),
  hmac: { hash: 'sha256', key: Buffer.from('an HMAC key') },
};
const fields = {
  rand: '0123456789012345',
  user: 'user',
  timeS: madeAtS,
  version: '3.0.0',
  type: spaTypes.accessWithTimeout,
  message: '198.51.100.7,tcp/22',
  nat: null,
  serverAuth: null,
  timeoutS: 30,
};

const packet = packetFor(keys);

function packetFor(of: SpaKeys, change: Partial<typeof fields> = {}): string {
  const made = encodeSpa({
    ...of,
    fields: { ...fields, ...change },
    digest: 'sha256',
    salt: new Uint8Array(8),
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

test('a packet in order is told with all that it says', () => {
  expect(explainSpa(packet, keys, madeAtS + 7.5)).toEqual({
    bytes: packet.length,
    refusal: null,
    hmac: 'right',
    isDecrypted: true,
    digest: 'sha256',
    fields,
    asks: { address: '198.51.100.7', ports: [{ proto: 'tcp', port: 22 }], command: null },
    ageS: 7,
  });
});

test.each([
  [-121, true],
  [-120, false],
  [120, false],
  [121, true],
  [300, true],
])('%i s by the server’s clock, refused: %s', (ageS, isRefused) => {
  const told = explainSpa(packet, keys, madeAtS + ageS);
  expect(told).toMatchObject({ ageS, refusal: isRefused ? { code: 'age', ageS } : null, hmac: 'right' });
});

const wrongKey: SpaKeys = { ...keys, key: Buffer.from('another') };
const noHmac: SpaKeys = { ...keys, hmac: null };
const otherHmac: SpaKeys = { ...keys, hmac: { hash: 'sha256', key: Buffer.from('another') } };
const longerHmac: SpaKeys = { ...keys, hmac: { hash: 'sha512', key: Buffer.from('an HMAC key') } };

test.each([
  ['another HMAC key', packet, otherHmac, 'hmac', 'wrong', true],
  ['another HMAC algorithm', packet, longerHmac, 'hmac', 'wrong', true],
  ['no HMAC where one is expected', packetFor(noHmac), keys, 'hmac', 'missing', true],
  ['an HMAC where none is expected', packet, noHmac, 'not-text', 'unexpected', true],
  ['another key', packet, wrongKey, 'decryption', 'right', false],
  ['another mode', packet, { ...keys, mode: 'ctr' }, 'decryption', 'right', false],
  ['another key and another HMAC', packet, { ...wrongKey, hmac: otherHmac.hmac }, 'hmac', 'unknown', false],
  ['another key and no HMAC', packetFor(noHmac), { ...wrongKey, hmac: null }, 'decryption', 'unknown', false],
  ['a field that is wrong', packetFor(keys, { timeoutS: 65_537 }), keys, 'field', 'right', true],
  ['the prefix put back', `U2FsdGVkX1${packet}`, keys, 'prefix', 'unknown', false],
  ['a line end', `${packet}\n`, keys, 'characters', 'unknown', false],
] as const)('%s', (_, text, of, code, hmac, isDecrypted) => {
  const told = explainSpa(text, of, madeAtS);
  expect({ code: told.refusal?.code, hmac: told.hmac, isDecrypted: told.isDecrypted }).toEqual({
    code,
    hmac,
    isDecrypted,
  });
});

test('what could be decrypted is told although the HMAC is wrong', () => {
  expect(explainSpa(packet, otherHmac, madeAtS)).toMatchObject({ fields, digest: 'sha256', ageS: 0 });
});

test('no key is in what is told', () => {
  const told = JSON.stringify([keys, wrongKey, otherHmac].map((of) => explainSpa(packet, of, madeAtS)));
  for (const secret of ['an encryption key', 'an HMAC key', 'another']) {
    expect(told).not.toContain(secret);
    expect(told).not.toContain(Buffer.from(secret).toString('base64').slice(0, 8));
  }
});
