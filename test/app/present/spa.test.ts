import { expect, test } from 'vitest';
import { describePacketVerdict, packetRows } from '../../../app/present/spa.ts';
import type { PacketExplanation } from '../../../app/spa/explanation.ts';

type Rijndael = Extract<PacketExplanation, { kind: 'rijndael' }>;
type Gpg = Extract<PacketExplanation, { kind: 'gpg' }>;

const fields = {
  rand: '1234567890123456',
  user: 'alice',
  timeS: 1_000,
  version: '3.0.0',
  type: 1,
  message: '0.0.0.0,tcp/22',
  nat: null,
  serverAuth: null,
  timeoutS: null,
} as const;
const good: Rijndael = {
  kind: 'rijndael',
  bytes: 225,
  refusal: null,
  hmac: 'right',
  isDecrypted: true,
  digest: 'sha256',
  fields,
  asks: { address: '0.0.0.0', ports: [{ proto: 'tcp', port: 22 }], command: null },
  ageS: -12,
};
const closed: Rijndael = { ...good, isDecrypted: false, digest: null, fields: null, asks: null, ageS: null };
const gpg: Gpg = { kind: 'gpg', bytes: 900, refusal: null, hmac: 'right', messageBytes: 600 };
const timeOf = (atMs: number): string => `at ${atMs}`;

test('all that was decrypted is shown, and nothing that was not', () => {
  expect(packetRows(good, timeOf)).toEqual([
    'Size       225 bytes',
    'HMAC       right',
    'Decrypted  yes',
    'Digest     sha256, right',
    'User       alice',
    'Made       at 1000000 (in 12 s)',
    'Version    3.0.0',
    'Type       1',
    'Admits     the address that it comes from',
    'Asks for   22/tcp',
  ]);
  const command = { address: '198.51.100.7', ports: [], command: 'uptime' };
  expect(packetRows({ ...good, asks: command }, timeOf).slice(-2)).toEqual([
    'Admits     198.51.100.7',
    'Asks for   the command "uptime"',
  ]);
  expect(packetRows(closed, timeOf)).toEqual(['Size       225 bytes', 'HMAC       right', 'Decrypted  no']);
  expect(packetRows({ ...gpg, messageBytes: null }, timeOf)).toContain('Message  none that can be read');
});

test.each<[string, Rijndael | Gpg, string, string]>([
  ['a good one', good, 'would take it', 'a copy is refused'],
  ['a good one of gpg', gpg, 'hand it to gpg', 'log of fwknopd'],
  [
    'another size',
    { ...closed, refusal: { code: 'size', bytes: 3, least: 140, most: 399 } },
    'it has 3 bytes',
    'whole packet',
  ],
  ['the prefix', { ...closed, refusal: { code: 'prefix' } }, 'cuts off before sending', 'without that'],
  ['other characters', { ...closed, refusal: { code: 'characters' } }, 'not base64', 'whole packet'],
  [
    'a wrong HMAC',
    { ...good, hmac: 'wrong', refusal: { code: 'hmac' } },
    'HMAC is wrong',
    'encryption key is right',
  ],
  [
    'no HMAC',
    { ...closed, hmac: 'missing', refusal: { code: 'hmac' } },
    'HMAC is missing',
    'Compare HMAC key',
  ],
  [
    'a wrong HMAC around gpg',
    { ...gpg, hmac: 'wrong', refusal: { code: 'hmac' } },
    'HMAC is wrong',
    'Compare HMAC key',
  ],
  [
    'another key',
    { ...closed, refusal: { code: 'decryption' } },
    'key does not open it',
    'encoding and the mode',
  ],
  ['another mode', { ...closed, refusal: { code: 'not-text' } }, 'in part only', 'Compare the mode'],
  [
    'an HMAC too many',
    { ...closed, hmac: 'unexpected', refusal: { code: 'not-text' } },
    'in part only',
    'set one for this host',
  ],
  [
    'a wrong digest',
    { ...closed, refusal: { code: 'digest' } },
    'digest inside is wrong',
    'damaged on its way',
  ],
  [
    'a wrong field',
    { ...closed, refusal: { code: 'field', field: 'timeS' } },
    'field "time"',
    'program that made it',
  ],
  ['an old one', { ...good, refusal: { code: 'age', ageS: 300 } }, 'made 5 min ago', 'Compare the clocks'],
  [
    'one of the future',
    { ...good, refusal: { code: 'age', ageS: -300 } },
    'made in 5 min',
    'Compare the clocks',
  ],
])('%s has its reason and its advice', (_, packet, what, next) => {
  const told = describePacketVerdict(packet);
  expect(told.what).toContain(what);
  expect(told.next).toContain(next);
});
