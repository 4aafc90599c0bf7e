import type { SafeStorage } from 'electron';
import type { Keyring } from '../app/secrets/keyring.ts';

interface KeyringOptions {
  /** Asked only once Electron is ready: nothing here calls it before somebody asks for a secret. */
  readonly safeStorage: Pick<
    SafeStorage,
    'decryptStringAsync' | 'encryptStringAsync' | 'isAsyncEncryptionAvailable'
  >;
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

  /** A rejection that will not last is `away`; any other is the given answer. */
  async function encrypt(text: string): Promise<Uint8Array | 'absent' | 'away'> {
    try {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'absent';
      const sealed = await safeStorage.encryptStringAsync(text);
      return isReal(sealed) ? sealed : 'absent';
    } catch (error) {
      return isPassing(error) ? 'away' : 'absent';
    }
  }

  return {
    async probe() {
      if (platform === 'linux') {
        const sealed = await encrypt('probe');
        return typeof sealed === 'string' ? sealed : 'real';
      }
      // Not by encrypting: macOS may ask its user for that.
      const isAvailable = await safeStorage.isAsyncEncryptionAvailable().catch(() => false);
      return isAvailable ? 'real' : 'absent';
    },

    // Only strings go in and out, and strings can't be wiped: what they hold is the key of the vault, never a secret.
    wrap: (bytes) => encrypt(Buffer.from(bytes).toString('base64')),

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

/** Electron rejects with "safeStorage is temporarily unavailable. Please try again." */
function isPassing(error: unknown): boolean {
  return /temporarily unavailable/i.test(String(error));
}
