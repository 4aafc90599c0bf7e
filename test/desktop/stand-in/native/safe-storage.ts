import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from '../app/app.ts';
import { getPath } from '../app/paths.ts';
import { isLinux, settings } from '../settings.ts';
import { strictObject } from '../strict.ts';

/** `basic_text` is Chromium's hard-coded password, `none` no store at all, `locked` one that does not answer now. */
export type Keyring = 'gnome_libsecret' | 'basic_text' | 'none' | 'locked';

let keyring = settings.keyring as Keyring;

/**
 * AES-256-GCM behind Chromium's prefix: on Linux v11 is a keyring's key and v10 the password everybody knows. What is
 * said and refused follows electron_api_safe_storage.cc of Electron 45.
 */
export const safeStorage = strictObject('safeStorage', {
  // It says only that the encryptor was set up, which needs no key.
  isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(app.isReady()),

  getSelectedStorageBackend(): 'gnome_libsecret' | 'basic_text' | 'unknown' {
    if (!app.isReady()) return 'unknown';
    // From the desktop's name, whatever its keyring does.
    return keyring === 'basic_text' ? 'basic_text' : 'gnome_libsecret';
  },

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    assertReady();
    const isAnswering = keyring === 'gnome_libsecret';
    const prefix = isLinux() && isAnswering ? 'v11' : 'v10';
    const key = isLinux() && !isAnswering ? knownKey : isAnswering ? keyringKeys().at(-1) : undefined;
    if (key === undefined) {
      throw new Error('Error while encrypting the text provided to safeStorage.encryptStringAsync.');
    }
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = [cipher.update(plainText, 'utf8'), cipher.final()];
    return Buffer.concat([Buffer.from(prefix), nonce, cipher.getAuthTag(), ...sealed]);
  },

  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    assertReady();
    if (encrypted.length === 0) return { result: '', shouldReEncrypt: false };
    const prefix = encrypted.toString('latin1', 0, 3);
    const isKnown = isLinux() && prefix === 'v10';
    if (!isKnown && keyring === 'locked') {
      throw new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.');
    }
    const keys = isKnown ? [knownKey] : keyring === 'gnome_libsecret' ? keyringKeys() : [];
    for (const key of prefix === 'v10' || prefix === 'v11' ? keys : []) {
      const result = decrypt(encrypted, key);
      const isNewest = key === keys.at(-1) && !(isKnown && keyring === 'gnome_libsecret');
      if (result !== null) return { result, shouldReEncrypt: !isNewest };
    }
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
  },
});

export function changeKeyring(next: Keyring): void {
  keyring = next;
}

/** The keyring goes on with a new key, and still knows the old ones. */
export function rotateKeyring(): void {
  writeKeys([...keyringKeys(), randomBytes(32)]);
}

/** Another keyring, as on another computer: it knows nothing of what was encrypted before. */
export function replaceKeyring(): void {
  writeKeys([randomBytes(32)]);
}

const knownKey = createHash('sha256').update('peanuts').digest();

function decrypt(encrypted: Buffer, key: Buffer): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(3, 15));
    decipher.setAuthTag(encrypted.subarray(15, 31));
    return decipher.update(encrypted.subarray(31), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

/** The newest is the last. */
function keyringKeys(): readonly Buffer[] {
  try {
    const file = readFileSync(join(getPath('userData'), 'stand-in', 'keyring'));
    return Array.from({ length: file.length / 32 }, (_, n) => file.subarray(32 * n, 32 * (n + 1)));
  } catch {
    return writeKeys([randomBytes(32)]);
  }
}

function writeKeys(keys: readonly Buffer[]): readonly Buffer[] {
  const folder = join(getPath('userData'), 'stand-in');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'keyring'), Buffer.concat(keys), { mode: 0o600 });
  return keys;
}

function assertReady(): void {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready');
}
