import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf, openSecret } from '../../../app/secrets/record.ts';
import { id } from '../hosts/host.ts';
import {
  emptyVault,
  formatVault,
  isEmpty,
  keyringSlot,
  newVault,
  opensVault,
  parseVault,
  passphraseSlot,
  withoutSlot,
  withSlot,
  type KeyringSlot,
  type VaultFile,
} from '../../../app/secrets/vault.ts';

const key = new Uint8Array(32).fill(1);
const nonce = new Uint8Array(24).fill(2);
const keyring: KeyringSlot = { kind: 'keyring', wrapped: 'AAAA' };
const passphrase = {
  kind: 'passphrase',
  kdf: 'scrypt',
  n: 131_072,
  r: 8,
  p: 1,
  salt: base64(16),
  nonce: base64(24),
  wrapped: base64(48),
} as const;

test('a vault is read as it was written', () => {
  const vault = withSlot(newVault(key, nonce), keyring);
  expect(parseVault(formatVault(vault))).toEqual({ ok: true, value: vault });
  expect(JSON.parse(formatVault(vault))).toEqual({
    version: 1,
    check: { nonce: base64(24, 2), sealed: expect.any(String) as string },
    slots: [keyring],
    records: [],
  });
});

test('unknown fields, slots and records stay, where they are', () => {
  const text = JSON.stringify({
    version: 1,
    colour: 'red',
    check: null,
    slots: [{ kind: 'card', pin: [] }, 7, { ...keyring, note: 1 }],
    records: ['what is this', { hostId: 3 }],
  });
  const vault = parsed(text);
  expect(JSON.parse(formatVault(vault))).toEqual(JSON.parse(text));
  expect(keyringSlot(vault)).toEqual({ ...keyring, note: 1 });
});

test.each([
  ['not JSON', '{"version": 1, "slots"'],
  ['not JSON', ''],
  ['not a vault', '[]'],
  ['not a vault', 'null'],
  ['not a vault', '{}'],
  ['not a vault', JSON.stringify({ version: 0, slots: [keyring], records: [] })],
  ['not a vault', JSON.stringify({ version: 1, slots: [], records: [] })],
  ['not a vault', JSON.stringify({ version: 1, slots: [keyring] })],
  ['not a vault', JSON.stringify({ version: '1', slots: [keyring], records: [] })],
])('%s: %s', (reason, text) => {
  expect(parseVault(text)).toEqual({ ok: false, error: reason });
});

test('whatever stands in slots and records, nothing throws and nothing opens', () => {
  const parts = fc.record({
    slots: fc.array(fc.jsonValue(), { minLength: 1 }),
    records: fc.array(fc.jsonValue()),
  });
  fc.assert(
    fc.property(parts, fc.jsonValue(), ({ slots, records }, check) => {
      const vault = parsed(JSON.stringify({ version: 1, check, slots, records }));
      expect(opensVault(vault, key)).toBe(false);
      expect(factsOf(vault)).toEqual({});
      const secret = openSecret(vault, { hostId: id(1), slot: 'spa-key' }, key);
      expect(secret.ok ? secret.value : null).toBeNull();
      expect([null, 'damaged']).toContain(passphraseSlot(vault));
    }),
  );
});

test('of a newer file the version is all that is taken', () => {
  const vault = parsed(JSON.stringify({ version: 2, vaults: [keyring] }));
  expect(vault).toEqual({ ...emptyVault, version: 2 });
});

test('a key opens its own vault', () => {
  const vault = newVault(key, nonce);
  expect(opensVault(vault, key)).toBe(true);
  expect(opensVault(vault, new Uint8Array(32))).toBe(false);
  expect(opensVault(emptyVault, key)).toBe(false);
});

test('a slot takes the place of those of its kind, and of no others', () => {
  const card = { kind: 'card' };
  const vault: VaultFile = { ...emptyVault, slots: [{ kind: 'passphrase', kdf: 'md5' }, card, passphrase] };
  expect(withSlot(vault, keyring).slots).toEqual([...vault.slots, keyring]);
  expect(withSlot(vault, { ...passphrase, p: 2 }).slots).toEqual([card, { ...passphrase, p: 2 }]);
  expect(withoutSlot(vault, 'passphrase').slots).toEqual([card]);
  expect([isEmpty(emptyVault), isEmpty(vault)]).toEqual([true, false]);
});

test.each<[what: string, slot: object]>([
  ['a cheaper scrypt', { ...passphrase, n: 2 }],
  ['a scrypt that fills the memory', { ...passphrase, n: 2 ** 30 }],
  ['another function', { ...passphrase, kdf: 'pbkdf2' }],
  ['a shorter salt', { ...passphrase, salt: base64(15) }],
  ['a longer nonce', { ...passphrase, nonce: base64(25) }],
  ['a key that was cut', { ...passphrase, wrapped: base64(47) }],
  ['what is no base64', { ...passphrase, wrapped: '!' }],
  ['nothing', { kind: 'passphrase' }],
])('a passphrase slot with %s is there and damaged', (_, slot) => {
  expect(passphraseSlot({ ...emptyVault, slots: [slot] })).toBe('damaged');
  expect(passphraseSlot({ ...emptyVault, slots: [slot, passphrase] })).toEqual(passphrase);
});

test('a slot that is not there is none', () => {
  expect([passphraseSlot(emptyVault), keyringSlot(emptyVault)]).toEqual([null, null]);
});

function parsed(text: string): VaultFile {
  const vault = parseVault(text);
  if (!vault.ok) throw new Error(vault.error);
  return vault.value;
}

function base64(bytes: number, value = 0): string {
  return Buffer.alloc(bytes, value).toString('base64');
}
