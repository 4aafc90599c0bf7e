import { toBase64 } from '../bytes.ts';
import { readBase64 } from './base64.ts';
import { boxSizes, open, seal } from './box.ts';
import { saltBytes, usualScrypt, type Scrypt, type ScryptParameters } from './scrypt.ts';
import type { PassphraseSlot } from './vault.ts';

/** Characters of a new passphrase. */
export const leastPassphrase = 8;

export function isTooShort(passphrase: Uint8Array): boolean {
  const normal = normalize(passphrase);
  // In UTF-8 every byte but those of the form 10xxxxxx begins a character.
  const characters = normal.filter((byte) => (byte & 0xc0) !== 0x80).length;
  normal.fill(0);
  return characters < leastPassphrase;
}

/** Seals the vault's key so that the passphrase opens it. The key may be wiped from when this was called. */
export async function wrapWithPassphrase(request: {
  readonly vaultKey: Uint8Array;
  readonly passphrase: Uint8Array;
  readonly scrypt: Scrypt;
  readonly random: (bytes: number) => Uint8Array;
}): Promise<PassphraseSlot> {
  const { vaultKey, passphrase, scrypt, random } = request;
  const kept = Uint8Array.from(vaultKey);
  const salt = random(saltBytes);
  const nonce = random(boxSizes.nonce);
  try {
    const key = await derive({ passphrase, scrypt, salt, parameters: usualScrypt });
    const wrapped = seal(kept, { nonce, key });
    key.fill(0);
    return {
      kind: 'passphrase',
      kdf: 'scrypt',
      ...usualScrypt,
      salt: toBase64(salt),
      nonce: toBase64(nonce),
      wrapped: toBase64(wrapped),
    };
  } finally {
    // Also when there is no memory for scrypt.
    kept.fill(0);
  }
}

/** The vault's key, for the caller to wipe; null if the passphrase is not the one, or the slot was changed. */
export async function unwrapWithPassphrase(request: {
  readonly slot: PassphraseSlot;
  readonly passphrase: Uint8Array;
  readonly scrypt: Scrypt;
}): Promise<Uint8Array | null> {
  const { slot, passphrase, scrypt } = request;
  const [salt, nonce, wrapped] = [readBase64(slot.salt), readBase64(slot.nonce), readBase64(slot.wrapped)];
  if (salt === null || nonce === null || wrapped === null) throw new Error('a slot that was not parsed');
  const key = await derive({ passphrase, scrypt, salt, parameters: slot });
  const vaultKey = open(wrapped, { nonce, key });
  key.fill(0);
  return vaultKey;
}

async function derive(request: {
  readonly passphrase: Uint8Array;
  readonly scrypt: Scrypt;
  readonly salt: Uint8Array;
  readonly parameters: ScryptParameters;
}): Promise<Uint8Array> {
  const normal = normalize(request.passphrase);
  try {
    return await request.scrypt(normal, request.salt, request.parameters);
  } finally {
    normal.fill(0);
  }
}

/**
 * The same bytes for the same characters, however a keyboard composes them: Unicode's form NFKC. A copy, to be wiped.
 * ASCII has only one form, and so never becomes a string, which nobody can wipe.
 */
function normalize(passphrase: Uint8Array): Uint8Array {
  if (passphrase.every((byte) => byte < 0x80)) return Uint8Array.from(passphrase);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(passphrase);
    return new TextEncoder().encode(text.normalize('NFKC'));
  } catch {
    // Not text: then the bytes are what counts.
    return Uint8Array.from(passphrase);
  }
}
