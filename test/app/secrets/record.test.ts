import fc from 'fast-check';
import { expect, test } from 'vitest';
import { open } from '../../../app/secrets/box.ts';
import {
  factsOf,
  openSecret,
  sealRecord,
  withoutRecord,
  withRecord,
  type RecordName,
} from '../../../app/secrets/record.ts';
import { slots } from '../../../app/secrets/slots.ts';
import { emptyVault, type VaultFile } from '../../../app/secrets/vault.ts';
import { id } from '../hosts/host.ts';

const vaultKey = new Uint8Array(32).fill(1);
const secret = new TextEncoder().encode('hunter2');
const one: RecordName = { hostId: id(1), slot: 'otp-secret' };
const two: RecordName = { hostId: id(2), slot: 'spa-key' };

function record(name: RecordName, bytes = secret, nonce = 3) {
  return sealRecord({
    name,
    secret: bytes,
    setAt: 1_790_000_000_000,
    vaultKey,
    nonce: new Uint8Array(24).fill(nonce),
  });
}

const vault = withRecord(withRecord(emptyVault, record(one)), record(two));

test('the box holds name, date, length and secret', () => {
  const { sealed, nonce, ...facts } = record(one);
  expect(facts).toEqual({ ...one, bytes: 7, setAt: 1_790_000_000_000 });
  const plain = open(Buffer.from(sealed, 'base64'), { nonce: Buffer.from(nonce, 'base64'), key: vaultKey });
  const name = `${id(1)}/otp-secret`;
  const head = Buffer.concat([Buffer.from([1, 0, name.length]), Buffer.from(name), Buffer.alloc(12)]);
  head.writeDoubleBE(1_790_000_000_000, head.length - 12);
  head.writeUInt32BE(7, head.length - 4);
  expect(Buffer.from(plain ?? [])).toEqual(Buffer.concat([head, secret]));
});

test('any secret of any place comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom(...slots), fc.uuid(), (bytes, slot, hostId) => {
      const file = withRecord(vault, record({ hostId, slot }, bytes));
      expect(openSecret(file, { hostId, slot }, vaultKey)).toEqual({ ok: true, value: bytes });
    }),
  );
});

test('a record takes the place of the one with its name', () => {
  const newer = withRecord(vault, record(one, new Uint8Array([9])));
  expect(newer.records).toHaveLength(2);
  expect(openSecret(newer, one, vaultKey)).toEqual({ ok: true, value: new Uint8Array([9]) });
  expect(openSecret(withoutRecord(newer, one), one, vaultKey)).toEqual({ ok: true, value: null });
  expect(openSecret(withoutRecord(newer, one), two, vaultKey)).toEqual({ ok: true, value: secret });
});

test.each<[what: string, change: object]>([
  ['another date', { setAt: 1_790_000_000_001 }],
  ['another length', { bytes: 6 }],
  ['another nonce', { nonce: Buffer.alloc(24).toString('base64') }],
  ['the box of another', { sealed: record(two).sealed }],
  ['no box', { sealed: null }],
])('a record with %s is damaged, and the other is not', (_, change) => {
  const file = { ...vault, records: [{ ...record(one), ...change }, record(two)] };
  expect(openSecret(file, one, vaultKey)).toEqual({ ok: false, error: 'the otp-secret of a host' });
  expect(openSecret(file, two, vaultKey)).toEqual({ ok: true, value: secret });
});

test('what may be missing because a name was changed is damaged, not missing', () => {
  const astray = { ok: false, error: 'the name of a record' };
  const moved: VaultFile = { ...vault, records: [{ ...record(one), hostId: id(7) }, record(two)] };
  expect(openSecret(moved, one, vaultKey)).toEqual(astray);
  expect(openSecret(moved, { ...one, hostId: id(8) }, vaultKey)).toEqual({ ok: true, value: null });
  const nameless: VaultFile = { ...vault, records: [{ ...record(one), hostId: 'x' }, record(two)] };
  expect(openSecret(nameless, one, vaultKey)).toEqual(astray);
});

test('of two records with one name the one that opens counts', () => {
  const file = { ...vault, records: [{ ...record(one), sealed: 'AAAA' }, record(one)] };
  expect(openSecret(file, one, vaultKey)).toEqual({ ok: true, value: secret });
});

test('what may be known is length and date, of what can be read', () => {
  const facts = { bytes: 7, setAt: 1_790_000_000_000 };
  const file = { ...vault, records: [...vault.records, 'x', { ...record(one), slot: 'hologram' }] };
  expect(factsOf(file)).toEqual({ [id(1)]: { 'otp-secret': facts }, [id(2)]: { 'spa-key': facts } });
});
