import { expect, test } from 'vitest';
import { encodeGpgSpa } from '../../../app/spa/gpg.ts';
import { explainGpgSpa } from '../../../app/spa/explain-gpg.ts';

const message = Uint8Array.from([0x85, 0x01, 0x8c, ...new Uint8Array(600)]);
const hmac = { hash: 'sha256', key: new TextEncoder().encode('an HMAC key') } as const;

function packet(by: typeof hmac | null): string {
  const made = encodeGpgSpa({ message, hmac: by });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

test.each([
  ['with its HMAC', packet(hmac), hmac, { refusal: null, hmac: 'right', messageBytes: 603 }],
  ['without one, as expected', packet(null), null, { refusal: null, hmac: 'none', messageBytes: 603 }],
  [
    'without one that is expected',
    packet(null),
    hmac,
    { refusal: { code: 'hmac' }, hmac: 'wrong', messageBytes: null },
  ],
  ['with the prefix', `hQ${packet(null)}`, null, { refusal: { code: 'prefix' }, hmac: 'unknown' }],
  ['cut short', packet(hmac).slice(0, 300), hmac, { refusal: { code: 'size', bytes: 300 }, hmac: 'unknown' }],
  ['with other characters', `${packet(null)}!`, null, { refusal: { code: 'decryption' }, hmac: 'none' }],
])('a packet %s', (_, text, by, expected) => {
  expect(explainGpgSpa(text, by)).toMatchObject({ bytes: text.length, ...expected });
});
