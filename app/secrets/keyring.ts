/** The keyring of the system, which keeps a key where other users and a stolen disk cannot read it. */
export interface Keyring {
  /** `absent`: there is none, or one that only pretends. `away`: there is one that does not answer now. */
  readonly probe: () => Promise<KeyringState>;
  /** Seals bytes so that only this user on this computer gets them back. */
  readonly wrap: (bytes: Uint8Array) => Promise<Uint8Array | Exclude<KeyringState, 'real'>>;
  /**
   * The bytes, for the caller to wipe; `stale` when the keyring wants to seal them anew. `away`: it does not answer now,
   * and may later. `lost`: it answers, but did not seal this, as on another computer. Both leave `wrapped` worth keeping.
   */
  readonly unwrap: (wrapped: Uint8Array) => Promise<Unwrapped | 'away' | 'lost'>;
}

export type KeyringState = 'real' | 'absent' | 'away';

export interface Unwrapped {
  readonly bytes: Uint8Array;
  readonly stale: boolean;
}

/** Of a process that cannot ask one. */
export const noKeyring: Keyring = {
  probe: () => Promise.resolve('absent'),
  wrap: () => Promise.resolve('absent'),
  unwrap: () => Promise.resolve('away'),
};
