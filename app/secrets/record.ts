import * as v from 'valibot';
import { areEqual, toBase64 } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { seal } from './box.ts';
import type { SecretFacts, VaultLook } from './look.ts';
import { slots, type Slot } from './slots.ts';
import { boxSchema, openBox, type VaultFile } from './vault.ts';

/*
 * One secret of one host. Whose it is, how long and since when stands in the file for everybody to see, and once more
 * inside the box:
 *
 *     1 byte    format, 1
 *     2 bytes   length of the name
 *     …         name in UTF-8: the host's id, a slash, the slot
 *     8 bytes   when it was set, in milliseconds since 1970 (IEEE 754)
 *     4 bytes   length of the secret
 *     …         the secret
 *
 * Numbers are big-endian. So a box that somebody moved under another name, or gave another date, does not open as such.
 */

/** Whose secret, and which. */
export interface RecordName {
  readonly hostId: string;
  readonly slot: Slot;
}

type VaultRecord = v.InferOutput<typeof recordSchema>;

const nameSchema = v.looseObject({ hostId: v.pipe(v.string(), v.uuid()), slot: v.string() });

const recordSchema = v.looseObject({
  ...nameSchema.entries,
  slot: v.picklist(slots),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  setAt: v.number(),
  ...boxSchema.entries,
});

export function sealRecord(request: {
  readonly name: RecordName;
  readonly secret: Uint8Array;
  readonly setAt: number;
  readonly vaultKey: Uint8Array;
  readonly nonce: Uint8Array;
}): VaultRecord {
  const { name, secret, setAt, vaultKey, nonce } = request;
  const facts = { bytes: secret.length, setAt };
  const head = headOf(name, facts);
  const plain = new Uint8Array(head.length + secret.length);
  plain.set(head);
  plain.set(secret, head.length);
  const sealed = seal(plain, { nonce, key: vaultKey });
  plain.fill(0);
  const { hostId, slot } = name;
  return { hostId, slot, ...facts, nonce: toBase64(nonce), sealed: toBase64(sealed) };
}

/** A copy of a secret, for the caller to wipe; null if there is none. The error is what is damaged. */
export function openSecret(
  file: VaultFile,
  name: RecordName,
  vaultKey: Uint8Array,
): Result<Uint8Array | null, string> {
  const named = file.records.filter((raw) => hasName(raw, name));
  for (const raw of named) {
    const secret = openRecord(raw, vaultKey);
    if (secret !== null) return ok(secret);
  }
  if (named.length > 0) return fail(`the ${name.slot} of a host`);
  // It may be one of those whose name was changed. "There is none" would send the user looking for his own mistake.
  const isAstray = file.records.some((raw) => !v.is(nameSchema, raw) || isSealedAs(raw, name, vaultKey));
  return isAstray ? fail('the name of a record') : ok(null);
}

/** The records with one more, in place of those with its name. */
export function withRecord(file: VaultFile, record: VaultRecord): VaultFile {
  return { ...file, records: [...withoutRecord(file, record).records, record] };
}

export function withoutRecord(file: VaultFile, name: RecordName): VaultFile {
  return { ...file, records: file.records.filter((raw) => !hasName(raw, name)) };
}

/** What may be known of the secrets, by host id. */
export function factsOf({ records }: VaultFile): VaultLook['secrets'] {
  const byHost = new Map<string, Partial<Record<Slot, SecretFacts>>>();
  for (const raw of records) {
    const record = v.safeParse(recordSchema, raw);
    if (!record.success) continue;
    const { hostId, slot, bytes, setAt } = record.output;
    byHost.set(hostId, { ...byHost.get(hostId), [slot]: { bytes, setAt } });
  }
  return Object.fromEntries(byHost);
}

function openRecord(raw: unknown, vaultKey: Uint8Array): Uint8Array | null {
  const record = v.safeParse(recordSchema, raw);
  const plain = record.success ? openBox(record.output, vaultKey) : null;
  if (!record.success || plain === null) return null;
  const head = headOf(record.output, record.output);
  const isAsItSays = startsWith(plain, head) && plain.length === head.length + record.output.bytes;
  const secret = isAsItSays ? plain.slice(head.length) : null;
  plain.fill(0);
  return secret;
}

function isSealedAs(raw: unknown, name: RecordName, vaultKey: Uint8Array): boolean {
  const plain = openBox(raw, vaultKey);
  const isSame = plain !== null && startsWith(plain, nameHead(name));
  plain?.fill(0);
  return isSame;
}

function hasName(raw: unknown, { hostId, slot }: RecordName): boolean {
  return v.is(v.looseObject({ hostId: v.literal(hostId), slot: v.literal(slot) }), raw);
}

function headOf(name: RecordName, { bytes, setAt }: SecretFacts): Uint8Array {
  const head = nameHead(name);
  const whole = new Uint8Array(head.length + 12);
  whole.set(head);
  const numbers = new DataView(whole.buffer, head.length);
  numbers.setFloat64(0, setAt);
  numbers.setUint32(8, bytes);
  return whole;
}

function nameHead({ hostId, slot }: RecordName): Uint8Array {
  const name = new TextEncoder().encode(`${hostId}/${slot}`);
  const head = new Uint8Array(3 + name.length);
  head[0] = 1;
  new DataView(head.buffer).setUint16(1, name.length);
  head.set(name, 3);
  return head;
}

function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  return areEqual(bytes.subarray(0, head.length), head);
}
