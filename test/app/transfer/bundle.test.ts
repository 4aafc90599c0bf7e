import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Scrypt } from '../../../app/secrets/scrypt.ts';
import { isBundle, openBundle, sealBundle, type BundledHost } from '../../../app/transfer/bundle.ts';
import { host } from '../hosts/host.ts';

/** Not scrypt, and enough for what is asked here: other passphrases give other keys. */
const scrypt: Scrypt = (passphrase, salt) =>
  Promise.resolve(
    Uint8Array.from(
      { length: 32 },
      (_, at) => (passphrase[at % passphrase.length] ?? 0) ^ (salt[at % 16] ?? 0),
    ),
  );

const passphrase = new TextEncoder().encode('correct horse battery');
const secret = new TextEncoder().encode('a secret of some length');
const entries: readonly BundledHost[] = [
  { host: host({ name: 'nas' }), counter: null, secrets: {} },
  {
    host: host({
      name: 'door',
      knock: { method: 'hotp', derivation: { scheme: 'pk1', label: 'door' } },
    }),
    counter: { confirmed: 3, next: 5, total: null, doubt: null },
    secrets: { 'otp-secret': secret },
  },
];

function sealed(): Promise<string> {
  return sealBundle(entries, { passphrase, scrypt, random: (bytes) => randomBytes(bytes) });
}

test('what went into a bundle comes out of it, with new ids to come', async () => {
  const text = await sealed();
  expect(isBundle(text)).toBe(true);
  const found = await openBundle(text, { passphrase, scrypt });
  if (!found.ok) throw new Error(found.error);
  expect(found.value.items).toEqual(
    entries.map(({ host: each, counter, secrets }) => ({
      host: { ...each, id: '00000000-0000-4000-8000-000000000000' },
      counter,
      secrets,
      notes: counter === null ? [] : [{ line: null, kind: 'warning', code: 'counter-shared', what: '' }],
    })),
  );
});

test('nothing of hosts and secrets can be read in the text', async () => {
  const text = await sealed();
  for (const word of [
    'nas',
    'door',
    'otp',
    'a secret',
    Buffer.from(secret).toString('base64').slice(0, 12),
  ]) {
    expect(text).not.toContain(word);
  }
});

test('two bundles of the same hosts have nothing in common', async () => {
  const [a, b] = [JSON.parse(await sealed()), JSON.parse(await sealed())] as readonly Record<
    string,
    unknown
  >[];
  expect(a?.['nonce']).not.toBe(b?.['nonce']);
  expect(a?.['sealed']).not.toBe(b?.['sealed']);
});

test('another passphrase does not open it', async () => {
  const other = new TextEncoder().encode('another passphrase');
  expect(await openBundle(await sealed(), { passphrase: other, scrypt })).toEqual({
    ok: false,
    error: 'wrong-passphrase',
  });
});

type Change = (file: Record<string, unknown>) => unknown;

test.each<[what: string, change: Change, reason: string]>([
  ['a changed box', (file) => ({ ...file, sealed: flipped(file['sealed']) }), 'damaged'],
  ['a box cut short', (file) => ({ ...file, sealed: String(file['sealed']).slice(0, 40) }), 'damaged'],
  ['another nonce', (file) => ({ ...file, nonce: flipped(file['nonce']) }), 'damaged'],
  ['a short nonce', (file) => ({ ...file, nonce: 'AAAA' }), 'damaged'],
  ['no slot', ({ slot: _, ...file }) => file, 'damaged'],
  ['a cheap scrypt', (file) => ({ ...file, slot: { ...objectIn(file['slot']), n: 2 } }), 'damaged'],
  ['a later version', (file) => ({ ...file, version: 2, sealed: 1 }), 'newer-version'],
  ['another format', (file) => ({ ...file, format: 'x' }), 'damaged'],
])('%s is told as such', async (_, change, reason) => {
  const file = JSON.parse(await sealed()) as Record<string, unknown>;
  expect(await openBundle(JSON.stringify(change(file)), { passphrase, scrypt })).toEqual({
    ok: false,
    error: reason,
  });
});

const list = host({ name: 'list', knock: { method: 'list' } });
const word = host({ name: 'word', knock: { method: 'pknock', port: 2000 } });
const bytesOf = (text: string) => new TextEncoder().encode(text);

test.each<[what: string, entry: BundledHost]>([
  [
    'a counter before its own start',
    { ...entry0(), counter: { confirmed: 5, next: 3, total: null, doubt: null } },
  ],
  [
    'a counter beyond all',
    { ...entry0(), counter: { confirmed: 2 ** 52, next: 2 ** 52, total: null, doubt: null } },
  ],
])('%s damages the whole', async (_, entry) => {
  expect(await reopened([entry])).toEqual({ ok: false, error: 'damaged' });
});

test.each<[what: string, entry: BundledHost]>([
  ['a list that is none', { host: list, counter: null, secrets: { 'one-time-list': bytesOf('7000,nine') } }],
  ['an empty list', { host: list, counter: null, secrets: { 'one-time-list': bytesOf('') } }],
  ['a word too long', { host: word, counter: null, secrets: { 'pknock-secret': bytesOf('x'.repeat(32)) } }],
  ['an empty word', { host: word, counter: null, secrets: { 'pknock-secret': bytesOf('') } }],
])('%s is left out, and said so', async (_, entry) => {
  const found = await reopened([entry]);
  expect(found).toMatchObject({
    ok: true,
    value: { items: [{ secrets: {}, notes: [{ kind: 'dropped', code: 'secret-refused' }] }] },
  });
});

test('a list comes out as it is kept, so that more lines can follow', async () => {
  const secrets = { 'one-time-list': bytesOf('7000,8000\r\n# 1\n9000:udp') };
  const found = await reopened([{ host: list, counter: null, secrets }]);
  if (!found.ok) throw new Error(found.error);
  expect(new TextDecoder().decode(found.value.items[0]?.secrets['one-time-list'])).toBe(
    ' 7000,8000\n 9000:udp\n',
  );
});

function entry0(): BundledHost {
  return { host: host({ name: 'nas' }), counter: null, secrets: {} };
}

async function reopened(hosts: readonly BundledHost[]) {
  const text = await sealBundle(hosts, { passphrase, scrypt, random: (bytes) => randomBytes(bytes) });
  return openBundle(text, { passphrase, scrypt });
}

test('half a file is damaged', async () => {
  const text = await sealed();
  expect(await openBundle(text.slice(0, 300), { passphrase, scrypt })).toEqual({
    ok: false,
    error: 'damaged',
  });
});

function objectIn(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function flipped(base64: unknown): string {
  const bytes = Buffer.from(String(base64), 'base64');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  return bytes.toString('base64');
}
