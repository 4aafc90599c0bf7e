import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { Scrypt } from './scrypt.ts';
import type { Slot } from './slots.ts';
import type { VaultLook } from './look.ts';

/** One change of one secret; `null` removes it. The bytes belong to the caller, who wipes them. */
export interface SecretChange {
  readonly hostId: string;
  readonly slot: Slot;
  readonly bytes: Uint8Array | null;
}

/** Keys and one-time codes: sealed at rest, handed out as bytes at the last moment. See look.ts for the states. */
export interface SecretPorts {
  /** What is stored, without any value. Opens with the keyring on its own if there is one. */
  readonly look: () => Promise<Result<VaultLook, Failure>>;
  /** A copy of one secret, for the caller to wipe; null if there is none. Fails with `vault-locked`. */
  readonly read: (hostId: string, slot: Slot) => Promise<Result<Uint8Array | null, Failure>>;
  /**
   * All or nothing, on disk when it resolves. Makes a vault that the keyring opens if there is none. Fails with
   * `vault-locked`, and with `vault-missing` where there is neither vault nor keyring; removing needs no key and no vault.
   */
  readonly change: (changes: readonly SecretChange[]) => Promise<Result<VaultLook, Failure>>;
  /**
   * Opens the vault for this process. Fails with `passphrase-wrong`. An empty passphrase asks the keyring, also after
   * `lock`: how a vault that has no passphrase is opened again. Then it fails with `keyring-absent` where there is none,
   * and with `vault-locked` if it does not answer or does not know our key.
   */
  readonly unlock: (passphrase: Uint8Array) => Promise<Result<VaultLook, Failure>>;
  /** Forgets the key. The keyring does not open it again before `unlock` or the next start. */
  readonly lock: () => Promise<Result<VaultLook, Failure>>;
  /**
   * Sets or changes the passphrase, and makes the vault if there is none. `null` removes it, which only works while the
   * keyring holds the key (`vault-needs-passphrase`). With a passphrase set, `current` must be it. A new
   * one has 8 characters at least (`passphrase-short`).
   */
  readonly setPassphrase: (request: {
    readonly current: Uint8Array | null;
    readonly next: Uint8Array | null;
  }) => Promise<Result<VaultLook, Failure>>;
  /**
   * Lets the system's keyring open the vault, or no longer; makes the vault if there is none. Fails with
   * `keyring-absent`, and with `vault-needs-passphrase` where nothing else would open it. Both need an open vault.
   */
  readonly useKeyring: (use: boolean) => Promise<Result<VaultLook, Failure>>;
  /** The vault's own way from a passphrase to a key, for what else a passphrase seals. Slow by design. */
  readonly scrypt: Scrypt;
}
