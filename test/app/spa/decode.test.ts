import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askOf, decodeSpa } from '../../../app/spa/decode.ts';
import { encodeSpa } from '../../../app/spa/encode.ts';
import { spaTypes, type SpaFields } from '../../../app/spa/fields.ts';
import { parseStanzas, verdictOf } from './stanzas.ts';
import { clientPackets, fieldsOf, hashOf, keysOf, server } from './vectors.ts';

describe('a packet of the real client', () => {
  const tooLongTimeout = 'client timeout 65537';

  test.each(clientPackets.filter(({ name }) => name !== tooLongTimeout))('is read: $name', (vector) => {
    expect(decodeSpa(vector.packet, keysOf(vector))).toEqual({
      ok: true,
      value: { fields: fieldsOf(vector), digest: hashOf(vector.digest) },
    });
  });

  test('is refused where the client itself cannot read it: a timeout of 65537', () => {
    const vector = clientPackets.find(({ name }) => name === tooLongTimeout);
    if (vector === undefined) throw new Error('no such vector');
    expect(vector.exit).toBe(1);
    expect(decodeSpa(vector.packet, keysOf(vector))).toEqual({
      ok: false,
      error: { code: 'field', field: 'timeoutS' },
    });
  });
});

describe('the verdict of the real server is understood', () => {
  const stanzas = parseStanzas(server.accessConf);
  const notInThePacket = new Set(['replay of identical bytes', 'wrong UDP destination port']);

  test('with the 14 stanzas it had', () => {
    expect(stanzas).toHaveLength(14);
  });

  test.each(server.vectors)('$name', (vector) => {
    const { name, fields, packet, serverOutcome, serverStanza } = vector;
    const clock = /^clock ([+-]\d+) s$/.exec(name);
    const nowS = fields.timestamp - Number(clock?.[1] ?? 0);
    expect(verdictOf(packet, stanzas, nowS)).toEqual(
      notInThePacket.has(name)
        ? { verdict: 'accepted', stanza: 1 }
        : { verdict: expectedOf(serverOutcome), stanza: serverStanza },
    );
  });
});

/** What fwknopd logs, in our words. */
function expectedOf(outcome: string): string {
  if (outcome.startsWith('accepted')) return 'accepted';
  const meanings: readonly (readonly [RegExp, string])[] = [
    [/#(\d+) Decryption failed/, '#$1 decryption'],
    [/#(\d+) FKO_ERROR_INVALID_DATA_DECODE_NON_ASCII/, '#$1 not-text'],
    [/#(\d+) FKO_ERROR_INVALID_DATA_DECODE_ACCESS_VALIDFAIL/, '#$1 field message'],
    [/#(\d+) FKO_ERROR_INVALID_DATA_DECODE_TIMEOUT_MISSING/, '#$1 field timeoutS'],
    [/No stanza encryption mode match for encryption type: 2/, 'size'],
    [/not a valid SPA message format/, 'prefix'],
    [/Data is not an SPA message/, 'characters'],
    [/ports was denied/, 'ports'],
    [/0\.0\.0\.0 when valid source IP was required/, 'address'],
    [/Command messages are not allowed/, 'command'],
    [/does not match required username/, 'user'],
    [/time difference is too great/, 'age'],
  ];
  for (const [pattern, meaning] of meanings) {
    const match = pattern.exec(outcome);
    if (match !== null) return meaning.replace('$1', match[1] ?? '');
  }
  throw new Error(`an outcome without a meaning: ${outcome}`);
}

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', ' ', '.', '-', '_', 'é', '☂'),
  minLength: 1,
  maxLength: 12,
});
const address = fc.ipV4();
const port = fc.integer({ min: 1, max: 65_535 });
const access = fc
  .tuple(
    address,
    fc.array(
      fc.tuple(fc.constantFrom('tcp', 'udp'), port).map(([proto, number]) => `${proto}/${number}`),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([from, ports]) => [from, ...ports].join(','));
const command = fc.tuple(address, text).map(([from, line]) => `${from},${line}:"';`);
const nat = fc
  .tuple(fc.domain(), port)
  .map(([host, number]) => `${host.slice(0, 20).replace(/\W+$/, '')},${number}`);
const timeout = fc.integer({ min: 1, max: 65_536 });

const anyFields: fc.Arbitrary<SpaFields> = fc.constantFrom(...Object.values(spaTypes)).chain((type) =>
  fc.record({
    rand: fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 })
      .map((all) => all.join('')),
    user: text,
    timeS: fc.integer({ min: 1_000_000_000, max: 2 ** 32 }),
    version: fc.constantFrom('3.0.0', '2.0.2', '9.9'),
    type: fc.constant(type),
    message: type === spaTypes.command ? command : access,
    nat: [2, 4, 5, 6].includes(type) ? nat : fc.constant(null),
    serverAuth: fc.option(text, { nil: null }),
    timeoutS: [3, 4, 6].includes(type) ? timeout : fc.constant(null),
  }),
);

test('what is written is read again, in every mode', () => {
  const modes = fc.constantFrom('cbc', 'cfb', 'ofb', 'ctr', 'ecb', 'legacy');
  fc.assert(
    fc.property(anyFields, modes, fc.uint8Array({ minLength: 8, maxLength: 8 }), (fields, mode, salt) => {
      const keys = { mode, key: Buffer.from('a key'), hmac: null } as const;
      const made = encodeSpa({ ...keys, fields, digest: 'md5', salt });
      fc.pre(made.ok || made.error.code !== 'packet-too-small');
      expect(made.ok ? decodeSpa(made.value, keys) : made).toEqual({
        ok: true,
        value: { fields, digest: 'md5' },
      });
    }),
  );
});

test('another last character of the HMAC is refused, also where its bytes are the same', () => {
  const [vector] = clientPackets;
  if (vector === undefined) throw new Error('no vectors');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const others = Array.from(letters).map((last) => vector.packet.slice(0, -1) + last);
  const taken = others.filter((packet) => decodeSpa(packet, keysOf(vector)).ok);
  expect(taken).toEqual([vector.packet]);
});

test('no other text of the same length is taken, and none makes it fail in another way', () => {
  const [vector] = clientPackets;
  if (vector === undefined) throw new Error('no vectors');
  const { packet } = vector;
  fc.assert(
    fc.property(fc.nat(packet.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
      const changed = packet.slice(0, at) + char + packet.slice(at + 1);
      expect(decodeSpa(changed, keysOf(vector)).ok).toBe(changed === packet);
    }),
  );
});

test.each([
  ['short', 'size'],
  ['A'.repeat(139), 'size'],
  ['A'.repeat(400), 'size'],
  [`U2FsdGVkX1${'A'.repeat(200)}`, 'prefix'],
  [`hQ${'A'.repeat(200)}`, 'prefix'],
  [`${'A'.repeat(200)} `, 'characters'],
  [`${'A'.repeat(200)}\0`, 'characters'],
  ['A'.repeat(200), 'hmac'],
])('%j is refused: %s', (packet, code) => {
  const hmac = { hash: 'sha256', key: Buffer.from('h') } as const;
  const decoded = decodeSpa(packet, { mode: 'cbc', key: Buffer.from('k'), hmac });
  expect(!decoded.ok && decoded.error.code).toBe(code);
});

test.each([
  ['a user name of 49 bytes', { user: 'u'.repeat(49) }, 'user'],
  ['a user name with a colon', { user: 'a:b' }, 'user'],
  ['a name that is no host behind the server', { type: spaTypes.nat, nat: '2001:db8::7,22' }, 'nat'],
  ['a host behind the server without a port', { type: spaTypes.nat, nat: 'nas' }, 'nat'],
  ['a port beyond the last', { message: '198.51.100.7,tcp/65536' }, 'message'],
  ['no port', { message: '198.51.100.7' }, 'message'],
  ['no command', { type: spaTypes.command, message: '198.51.100.7,' }, 'message'],
  ['a field too many', { serverAuth: 'x', timeoutS: 3 }, 'serverAuth'],
  ['a version that is too long', { version: '10.20.300' }, 'version'],
] as const)('%s is refused for that field', (_, change, field) => {
  const keys = { mode: 'cbc', key: Buffer.from('a key'), hmac: null } as const;
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
    ...change,
  };
  const made = encodeSpa({ ...keys, fields, digest: 'sha256', salt: new Uint8Array(8) });
  expect(decodeSpa(made.ok ? made.value : '', keys)).toEqual({ ok: false, error: { code: 'field', field } });
});

test('what is asked for is taken apart', () => {
  const fields = { type: 1, message: '198.51.100.7,tcp/22,udp/53' } as SpaFields;
  expect(askOf(fields)).toEqual({
    address: '198.51.100.7',
    ports: [
      { proto: 'tcp', port: 22 },
      { proto: 'udp', port: 53 },
    ],
    command: null,
  });
  expect(askOf({ ...fields, type: 0, message: '198.51.100.7,echo a,b' })).toEqual({
    address: '198.51.100.7',
    ports: [],
    command: 'echo a,b',
  });
});
