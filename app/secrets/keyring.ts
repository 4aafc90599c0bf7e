/** The keyring of the system, which keeps a key where other users and a stolen disk cannot read it. */
export interface Keyring {
  /** `absent`: there is none that could wrap something now, or one that only pretends to. */
  readonly probe: () => Promise<'real' | 'absent'>;
  /** Seals bytes so that only this user on this computer gets them back. */
  readonly wrap: (bytes: Uint8Array) => Promise<Uint8Array | 'absent'>;
  /**
   * The bytes, for the caller to wipe; `stale` when the keyring wants to seal them anew. `away`: it does not answer now,
   * and may later. `lost`: it answers, but did not seal this, as on another computer. Both leave `wrapped` worth keeping.
   */
  readonly unwrap: (wrapped: Uint8Array) => Promise<Unwrapped | 'away' | 'lost'>;
}

export interface Unwrapped {
  readonly bytes: Uint8Array;
  readonly stale: boolean;
}

/** Of a process that cannot ask one. */
export const noKeyring: Keyring = {
  probe: () => Promise.resolve('absent'),
  wrap: () => Promise.resolve('absent'),
  unwrap: () => Promise.resolve('lost'),
};
