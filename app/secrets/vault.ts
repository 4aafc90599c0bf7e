import * as v from 'valibot';
import { parseJson } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { toBase64 } from '../bytes.ts';
import { readBase64 } from './base64.ts';
import { boxSizes, open, seal } from './box.ts';
import { isFair, saltBytes } from './scrypt.ts';

/*
 * The vault's file is a JSON object:
 *
 *     { "version": 1, "check": …, "slots": [ … ], "records": [ … ] }
 *
 * One random key seals every record (record.ts). Each slot holds that key, wrapped: by the system's keyring, or by a
 * passphrase (passphrase.ts). `check` is a box sealed with it, and tells whether a key is this vault's.
 *
 * - Fields, slots and records that we do not know or cannot read stay as they are.
 * - A part that was changed fails when it is used, and keeps nobody from the other parts.
 * - A file of a newer version is neither read nor written.
 */

export const vaultVersion = 1;

export interface VaultFile {
  readonly version: number;
  /** A sealed box; unknown, because it may be damaged. */
  readonly check: unknown;
  /** As they stand in the file. */
  readonly slots: readonly unknown[];
  readonly records: readonly unknown[];
  /** Fields of the file itself that we do not know. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export type KeyringSlot = v.InferOutput<typeof keyringSchema>;
export type PassphraseSlot = v.InferOutput<typeof passphraseSchema>;
type SlotKind = (KeyringSlot | PassphraseSlot)['kind'];

export const boxSchema = v.looseObject({ nonce: base64(boxSizes.nonce), sealed: base64() });

const keyringSchema = v.looseObject({ kind: v.literal('keyring'), wrapped: base64() });

const passphraseSchema = v.pipe(
  v.looseObject({
    kind: v.literal('passphrase'),
    kdf: v.literal('scrypt'),
    n: v.number(),
    r: v.number(),
    p: v.number(),
    salt: base64(saltBytes),
    nonce: base64(boxSizes.nonce),
    wrapped: base64(boxSizes.key + boxSizes.overhead),
  }),
  v.check((slot) => isFair(slot)),
);

const fileSchema = v.looseObject({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  check: v.optional(v.unknown()),
  slots: v.pipe(v.array(v.unknown()), v.minLength(1)),
  records: v.array(v.unknown()),
});

const versionSchema = v.looseObject({
  version: v.pipe(v.number(), v.integer(), v.minValue(vaultVersion + 1)),
});

/** The file that is not there yet: nothing opens it, and it keeps nothing. */
export const emptyVault: VaultFile = {
  version: vaultVersion,
  check: null,
  slots: [],
  records: [],
  extra: {},
};

/** A vault for a new key. It needs a slot before it is written. */
export function newVault(vaultKey: Uint8Array, nonce: Uint8Array): VaultFile {
  const sealed = seal(checkText(), { nonce, key: vaultKey });
  return { ...emptyVault, check: { nonce: toBase64(nonce), sealed: toBase64(sealed) } };
}

export function isEmpty({ slots }: VaultFile): boolean {
  return slots.length === 0;
}

/** Reads the text of a vault's file. The error is the reason, as the end of a sentence: "not JSON". */
export function parseVault(text: string): Result<VaultFile, string> {
  const json = parseJson(text);
  if (!json.ok) return fail('not JSON');
  // To valibot a list is an object without fields.
  if (Array.isArray(json.value)) return fail('not a vault');
  const newer = v.safeParse(versionSchema, json.value);
  if (newer.success) return ok({ ...emptyVault, version: newer.output.version });
  const parsed = v.safeParse(fileSchema, json.value);
  if (!parsed.success) return fail('not a vault');
  const { version, check, slots, records, ...extra } = parsed.output;
  return ok({ version, check, slots, records, extra });
}

export function formatVault({ version, check, slots, records, extra }: VaultFile): string {
  return `${JSON.stringify({ ...extra, version, check, slots, records }, null, 2)}\n`;
}

/** `damaged`: there is one, but it can't be used. */
export function keyringSlot(file: VaultFile): KeyringSlot | 'damaged' | null {
  return readSlot(file, 'keyring', keyringSchema);
}

export function passphraseSlot(file: VaultFile): PassphraseSlot | 'damaged' | null {
  return readSlot(file, 'passphrase', passphraseSchema);
}

export function withSlot(file: VaultFile, slot: KeyringSlot | PassphraseSlot): VaultFile {
  const { slots } = withoutSlot(file, slot.kind);
  return { ...file, slots: [...slots, slot] };
}

export function withoutSlot(file: VaultFile, kind: SlotKind): VaultFile {
  return { ...file, slots: file.slots.filter((slot) => !isKind(slot, kind)) };
}

/** Whether a key is the one of this vault. */
export function opensVault({ check, records }: VaultFile, vaultKey: Uint8Array): boolean {
  // A damaged check must not cost the records: whatever opens one of them is the key as well.
  return [check, ...records].some((raw) => {
    const plain = openBox(raw, vaultKey);
    plain?.fill(0);
    return plain !== null;
  });
}

/** What is sealed in an object with nonce and box, for the caller to wipe; null if it was changed. */
export function openBox(raw: unknown, vaultKey: Uint8Array): Uint8Array | null {
  const box = v.safeParse(boxSchema, raw);
  if (!box.success) return null;
  const [nonce, sealed] = [readBase64(box.output.nonce), readBase64(box.output.sealed)];
  return nonce === null || sealed === null ? null : open(sealed, { nonce, key: vaultKey });
}

function readSlot<Slot>(
  { slots }: VaultFile,
  kind: SlotKind,
  schema: v.GenericSchema<unknown, Slot>,
): Slot | 'damaged' | null {
  const ofKind = slots.filter((slot) => isKind(slot, kind));
  if (ofKind.length === 0) return null;
  const usable = ofKind.map((slot) => v.safeParse(schema, slot)).find(({ success }) => success);
  return usable?.success ? usable.output : 'damaged';
}

function isKind(slot: unknown, kind: SlotKind): boolean {
  return v.is(v.looseObject({ kind: v.literal(kind) }), slot);
}

/** Not a secret: a box needs something to hide. */
function checkText(): Uint8Array {
  return new TextEncoder().encode('postern vault');
}

/** Base64 of so many bytes. */
function base64(bytes?: number) {
  return v.pipe(
    v.string(),
    v.check((text) => {
      const decoded = readBase64(text);
      return decoded !== null && (bytes === undefined || decoded.length === bytes);
    }),
  );
}
