import * as v from 'valibot';
import { toBase64 } from '../bytes.ts';
import { parseHost, type Host } from '../hosts/schema.ts';
import { parseJson } from '../json.ts';
import { isSound, type Counter } from '../otp/counter.ts';
import { formatOneTimeList, parseOneTimeList } from '../otp/one-time.ts';
import { readBase64 } from '../secrets/base64.ts';
import { boxSizes, open, seal } from '../secrets/box.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from '../secrets/passphrase.ts';
import { secretLengths } from '../secrets/lengths.ts';
import type { Scrypt } from '../secrets/scrypt.ts';
import { slots, type Slot } from '../secrets/slots.ts';
import { emptyVault, passphraseSlot } from '../secrets/vault.ts';
import type { ImportProblem } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { collectNotes, noId, wipe, type Found, type FoundHost, type Secrets } from './found.ts';

/*
 * Hosts with their secrets, for another computer. The text is a JSON object:
 *
 *     { "format": "postern-bundle", "version": 1, "slot": …, "nonce": …, "sealed": … }
 *
 * `slot` holds a random key, wrapped by the passphrase just as in the vault (secrets/passphrase.ts); `sealed` is a box
 * under that key:
 *
 *     4 bytes   length of the JSON, big-endian
 *     …         JSON: [ { "host": …, "counter": …, "secrets": [ { "slot": …, "bytes": … } ] } ]
 *     …         the secrets one after the other, in that order
 *
 * So no secret is ever a string, which nobody could wipe.
 */

const format = 'postern-bundle';
const version = 1;

const headSchema = v.looseObject({ format: v.literal(format), version: v.pipe(v.number(), v.integer()) });

const fileSchema = v.looseObject({ slot: v.unknown(), nonce: v.string(), sealed: v.string() });

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const entriesSchema = v.array(
  v.looseObject({
    host: v.looseObject({}),
    counter: v.nullable(
      v.pipe(
        v.object({ confirmed: count, next: count, total: v.nullable(count), doubt: v.nullable(count) }),
        v.check((counter) => isSound(counter)),
      ),
    ),
    secrets: v.array(v.looseObject({ slot: v.string(), bytes: count })),
  }),
);

/** One host of a bundle. The secrets belong to the caller, who wipes them. */
export interface BundledHost {
  readonly host: Host;
  readonly counter: Counter | null;
  readonly secrets: Secrets;
}

interface Sealing {
  /** The caller wipes it. */
  readonly passphrase: Uint8Array;
  readonly scrypt: Scrypt;
}

export function isBundle(text: string): boolean {
  return /^\s{0,100}\{/.test(text) && text.slice(0, 1_000).includes(`"${format}"`);
}

export async function sealBundle(
  hosts: readonly BundledHost[],
  { passphrase, scrypt, random }: Sealing & { readonly random: (bytes: number) => Uint8Array },
): Promise<string> {
  const [key, nonce] = [random(boxSizes.key), random(boxSizes.nonce)];
  const plain = pack(hosts);
  try {
    const slot = await wrapWithPassphrase({ vaultKey: key, passphrase, scrypt, random });
    const sealed = seal(plain, { nonce, key });
    const file = { format, version, slot, nonce: toBase64(nonce), sealed: toBase64(sealed) };
    return `${JSON.stringify(file, null, 2)}\n`;
  } finally {
    plain.fill(0);
    key.fill(0);
  }
}

/** What is in a bundle. A wrong passphrase and a changed slot look the same. */
export async function openBundle(
  text: string,
  { passphrase, scrypt }: Sealing,
): Promise<Result<Found, ImportProblem>> {
  const json = parseJson(text);
  const head = v.safeParse(headSchema, json.ok ? json.value : null);
  if (!head.success) return fail('damaged');
  if (head.output.version > version) return fail('newer-version');
  const file = v.safeParse(fileSchema, head.output);
  if (!file.success) return fail('damaged');
  const slot = passphraseSlot({ ...emptyVault, slots: [file.output.slot] });
  const [nonce, sealed] = [readBase64(file.output.nonce), readBase64(file.output.sealed)];
  if (slot === null || slot === 'damaged' || nonce?.length !== boxSizes.nonce || sealed === null) {
    return fail('damaged');
  }

  const key = await unwrapWithPassphrase({ slot, passphrase, scrypt });
  if (key === null) return fail('wrong-passphrase');
  const plain = open(sealed, { nonce, key });
  key.fill(0);
  if (plain === null) return fail('damaged');
  try {
    const found = unpack(plain);
    return found === null ? fail('damaged') : ok(found);
  } finally {
    plain.fill(0);
  }
}

function pack(hosts: readonly BundledHost[]): Uint8Array {
  const secrets = hosts.flatMap((each) => Object.values(each.secrets));
  const entries = hosts.map(({ host, counter, secrets: own }) => ({
    host,
    counter,
    secrets: Object.entries(own).map(([slot, bytes]) => ({ slot, bytes: bytes.length })),
  }));
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const plain = new Uint8Array(4 + json.length + secrets.reduce((sum, bytes) => sum + bytes.length, 0));
  new DataView(plain.buffer).setUint32(0, json.length);
  plain.set(json, 4);
  let at = 4 + json.length;
  for (const bytes of secrets) {
    plain.set(bytes, at);
    at += bytes.length;
  }
  return plain;
}

function unpack(plain: Uint8Array): Found | null {
  if (plain.length < 4) return null;
  const end = 4 + new DataView(plain.buffer, plain.byteOffset).getUint32(0);
  const json = parseJson(new TextDecoder('utf-8').decode(plain.subarray(4, end)));
  const entries = v.safeParse(entriesSchema, json.ok ? json.value : null);
  if (!entries.success) return null;
  const notes = collectNotes();
  const items: FoundHost[] = [];
  let at = end;
  for (const { host: raw, counter, secrets: listed } of entries.output) {
    const own = collectNotes();
    const secrets: Partial<Record<keyof Secrets, Uint8Array>> = {};
    for (const { slot: name, bytes } of listed) {
      const slot = slots.find((each) => each === name);
      const secret = slot === undefined ? null : asKept(slot, plain.slice(at, at + bytes));
      at += bytes;
      if (slot === undefined) own.drop('secret-unknown', null);
      else if (secret === null) own.drop('secret-refused', null);
      else {
        secrets[slot]?.fill(0);
        secrets[slot] = secret;
      }
    }
    // An id is of one computer.
    const host = parseHost({ ...raw, id: noId });
    if (!host.ok) {
      notes.drop('host-invalid', null);
      wipe(secrets);
      continue;
    }
    if (counter !== null) own.warn('counter-shared', null);
    items.push({ host: host.value, secrets, counter, notes: own.list() });
  }
  // The lengths do not fit what follows.
  if (at !== plain.length) {
    for (const { secrets } of items) wipe(secrets);
    return null;
  }
  return { source: 'bundle', items, notes: notes.list() };
}

/** A secret as the vault has it, or null if no host could knock with it. The bytes that went in are wiped, or come out. */
function asKept(slot: Slot, bytes: Uint8Array): Uint8Array | null {
  if (slot === 'one-time-list') {
    const list = parseOneTimeList(new TextDecoder('utf-8').decode(bytes));
    bytes.fill(0);
    return list.ok ? new TextEncoder().encode(formatOneTimeList(list.value.sequences)) : null;
  }
  const [least, most] = secretLengths[slot];
  if (bytes.length >= least && bytes.length <= most) return bytes;
  bytes.fill(0);
  return null;
}
