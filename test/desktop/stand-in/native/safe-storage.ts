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

/** AES-256-GCM behind Chromium's prefix: on Linux v11 is a keyring's key and v10 the password everybody knows. */
export const safeStorage = strictObject('safeStorage', {
  isAsyncEncryptionAvailable(): Promise<boolean> {
    assertReady();
    return Promise.resolve(keyring !== 'none');
  },

  getSelectedStorageBackend(): 'gnome_libsecret' | 'basic_text' {
    // From the desktop's name, whatever its keyring does.
    return keyring === 'basic_text' ? 'basic_text' : 'gnome_libsecret';
  },

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const prefix = keyring === 'basic_text' || !isLinux() ? 'v10' : 'v11';
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', await findKey(prefix), nonce);
    const sealed = [cipher.update(plainText, 'utf8'), cipher.final()];
    return Buffer.concat([Buffer.from(prefix), nonce, cipher.getAuthTag(), ...sealed]);
  },

  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const prefix = encrypted.toString('latin1', 0, 3);
    if (prefix !== 'v10' && prefix !== 'v11')
      throw new Error('Error while decrypting the ciphertext provided.');
    const decipher = createDecipheriv('aes-256-gcm', await findKey(prefix), encrypted.subarray(3, 15));
    decipher.setAuthTag(encrypted.subarray(15, 31));
    try {
      const result = decipher.update(encrypted.subarray(31), undefined, 'utf8') + decipher.final('utf8');
      return { result, shouldReEncrypt: prefix === 'v10' && isLinux() && keyring === 'gnome_libsecret' };
    } catch {
      throw new Error('Error while decrypting the ciphertext provided.');
    }
  },
});

export function changeKeyring(next: Keyring): void {
  keyring = next;
}

function findKey(prefix: 'v10' | 'v11'): Promise<Buffer> {
  assertReady();
  if (keyring === 'none') return Promise.reject(new Error('Encryption is not available.'));
  if (keyring === 'locked') {
    return Promise.reject(new Error('safeStorage is temporarily unavailable. Please try again.'));
  }
  if (prefix === 'v10') return Promise.resolve(createHash('sha256').update('peanuts').digest());
  return Promise.resolve(readKeyringKey());
}

function readKeyringKey(): Buffer {
  const folder = join(getPath('userData'), 'stand-in');
  const file = join(folder, 'keyring');
  try {
    return readFileSync(file);
  } catch {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
    return readFileSync(file);
  }
}

function assertReady(): void {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready');
}
