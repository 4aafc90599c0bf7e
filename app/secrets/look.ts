import type { Slot } from './slots.ts';

/** What may be known of a secret. */
export interface SecretFacts {
  readonly bytes: number;
  /** Wall clock, milliseconds since 1970. */
  readonly setAt: number;
}

/** What may be known of the vault. Free of secrets. */
export interface VaultLook {
  /** `none`: nothing was ever kept. `locked`: sealed until a passphrase or the keyring opens it. */
  readonly state: 'none' | 'locked' | 'open';
  /** What opens it. */
  readonly opensWith: { readonly passphrase: boolean; readonly keyring: boolean };
  /**
   * The system's keyring: `real` keeps keys where other users and a stolen disk cannot read them; `absent` on systems
   * without one, and where the one there is only pretends; `away` when it holds our key and does not answer now.
   */
  readonly keyring: 'real' | 'absent' | 'away';
  /** By host id. */
  readonly secrets: Readonly<Record<string, Readonly<Partial<Record<Slot, SecretFacts>>>>>;
}

export const noVault: VaultLook = {
  state: 'none',
  opensWith: { passphrase: false, keyring: false },
  keyring: 'absent',
  secrets: {},
};
