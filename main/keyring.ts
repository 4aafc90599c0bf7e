import type { SafeStorage } from 'electron';
import type { Keyring } from '../app/secrets/keyring.ts';

interface KeyringOptions {
  /** Asked only once Electron is ready: nothing here calls it before somebody asks for a secret. */
  readonly safeStorage: Pick<SafeStorage, 'decryptStringAsync' | 'encryptStringAsync'>;
  readonly platform: NodeJS.Platform;
}

/**
 * The system's keyring, over the asynchronous half of Electron's safeStorage: the other half is gone in Electron 46.
 *
 * On Linux neither the name of the backend nor its word that it is available tells whether there is a keyring: without
 * one Chromium takes a password that everybody can read in its source. What it encrypts tells: `v10` begins what was
 * sealed with that password, `v11` what was sealed with a key of the keyring. macOS and Windows always write `v10`.
 */
export function createKeyring({ safeStorage, platform }: KeyringOptions): Keyring {
  const isReal = (sealed: Uint8Array): boolean => platform !== 'linux' || startsWith(sealed, 'v11');

  async function encrypt(text: string): Promise<Uint8Array | null> {
    try {
      const sealed = await safeStorage.encryptStringAsync(text);
      return isReal(sealed) ? sealed : null;
    } catch {
      return null;
    }
  }

  return {
    // Its word that encryption is available means only that it was set up: what can encrypt is there.
    probe: async () => ((await encrypt('probe')) === null ? 'absent' : 'real'),

    // Only strings go in and out, and strings can't be wiped: what they hold is the key of the vault, never a secret.
    // Seen as a Buffer without being copied into one, which nobody would wipe.
    wrap: async ({ buffer, byteOffset, byteLength }) =>
      (await encrypt(Buffer.from(buffer, byteOffset, byteLength).toString('base64'))) ?? 'absent',

    async unwrap(wrapped) {
      if (!isReal(wrapped)) return 'lost';
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
        return { bytes: Buffer.from(result, 'base64'), stale: shouldReEncrypt };
      } catch (error) {
        return isPassing(error) ? 'away' : 'lost';
      }
    },
  };
}

function startsWith(bytes: Uint8Array, prefix: string): boolean {
  return Buffer.from(bytes).subarray(0, prefix.length).toString('latin1') === prefix;
}

/** "safeStorage.decryptStringAsync is temporarily unavailable. Please try again." (electron_api_safe_storage.cc) */
function isPassing(error: unknown): boolean {
  return /temporarily unavailable/i.test(String(error));
}
