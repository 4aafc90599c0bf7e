import { toBase64 } from '../bytes.ts';
import { readBase64 } from '../secrets/base64.ts';
import { boxSizes } from '../secrets/box.ts';
import type { Keyring } from '../secrets/keyring.ts';
import type { VaultLook } from '../secrets/look.ts';
import { keyringSlot, opensVault, type KeyringSlot, type VaultFile } from '../secrets/vault.ts';

/*
 * The key of the vault, while this process may use it.
 *
 *     nobody asked ──askKeyring──▶ held ──lock──▶ barred ──hold, admitKeyring──▶ held
 *
 * Barred: the user locked the vault, so the keyring, which asks nobody, may not open it. A lock counts from the moment
 * it is called: what was on its way to open the vault before that is wiped when it arrives.
 */
export interface VaultKey {
  /** The key, if it is the one of this vault: for use at once, because a lock wipes it. */
  of(vault: VaultFile): Uint8Array | null;
  isKeyOf(vault: VaultFile, vaultKey: Uint8Array): boolean;
  /** Takes a key over. With the turn of an earlier moment, only if no lock came between. */
  hold(vaultKey: Uint8Array, turn?: number): void;
  /** The present moment, as the number of locks before it. */
  turn(): number;
  lock(): void;

  /** Lets the keyring open the vault, if it is held closed by nobody. Several at once ask only once. */
  askKeyring(vault: VaultFile): Promise<void>;
  admitKeyring(): void;
  /** Whether the keyring holds the key of this vault right now. */
  isInKeyring(vault: VaultFile): Promise<boolean>;
  /** Whether there is a slot for the keyring that it did not refuse. */
  mayAsk(vault: VaultFile): boolean;
  /** What it answered last. */
  keyring(): VaultLook['keyring'];
  /** A slot for the keyring, if there is one. The key may be wiped from when this was called. */
  wrap(vaultKey: Uint8Array): Promise<KeyringSlot | null>;
}

export function createVaultKey({
  keyring,
  rewrap,
}: {
  readonly keyring: Keyring;
  /** Gets a key that the keyring wants to seal anew; wiped when it resolves. */
  readonly rewrap: (vault: VaultFile, vaultKey: Uint8Array) => Promise<void>;
}): VaultKey {
  let held: Uint8Array | null = null;
  let locks = 0;
  let isBarred = false;
  let state: VaultLook['keyring'] = 'absent';
  /** What the keyring could not unwrap. Not asked again for it: on some systems each time asks the user. */
  let lost: string | null = null;
  let asking: Promise<void> | null = null;
  let hasAsked = false;

  function drop(): void {
    held?.fill(0);
    held = null;
  }

  function hold(vaultKey: Uint8Array, turn = locks): void {
    if (turn !== locks) {
      vaultKey.fill(0);
      return;
    }
    if (vaultKey !== held) drop();
    held = vaultKey;
    isBarred = false;
  }

  function usableSlot(vault: VaultFile): KeyringSlot | null {
    const slot = keyringSlot(vault);
    return slot === null || slot === 'damaged' || slot.wrapped === lost ? null : slot;
  }

  async function ask(vault: VaultFile): Promise<void> {
    const turn = locks;
    // Before the slot is looked at: whoever shows the vault also tells whether there is a keyring.
    state = await keyring.probe();
    hasAsked = true;
    // Also when it is absent: one that does not answer now could not be told from none until it is asked for our key.
    const found = isHeld(vault) ? null : await unwrap(vault);
    if (found === null) return;
    const copy = found.stale ? Uint8Array.from(found.bytes) : null;
    hold(found.bytes, turn);
    if (copy === null) return;
    await rewrap(vault, copy).finally(() => copy.fill(0));
  }

  async function unwrap(vault: VaultFile) {
    const slot = usableSlot(vault);
    const wrapped = slot === null ? null : readBase64(slot.wrapped);
    if (slot === null || wrapped === null) return null;
    const found = await keyring.unwrap(wrapped);
    if (found === 'away') {
      state = 'away';
      return null;
    }
    if (found !== 'lost' && isKeyOf(vault, found.bytes)) return found;
    if (found !== 'lost') found.bytes.fill(0);
    // Nothing else can be expected of one that is not there. It may come back.
    if (state === 'real') lost = slot.wrapped;
    return null;
  }

  function isHeld(vault: VaultFile): boolean {
    return held !== null && isKeyOf(vault, held);
  }

  function isKeyOf(vault: VaultFile, vaultKey: Uint8Array): boolean {
    return vaultKey.length === boxSizes.key && opensVault(vault, vaultKey);
  }

  return {
    of(vault) {
      // Another vault has taken the place of the one that was opened: nothing may be sealed with the old key.
      if (!isHeld(vault)) drop();
      return held;
    },
    isKeyOf,
    hold,
    turn: () => locks,
    lock() {
      locks += 1;
      // What it answers now comes too late, so nobody shall wait for that.
      asking = null;
      isBarred = true;
      drop();
    },
    async askKeyring(vault) {
      if (isBarred || (hasAsked && isHeld(vault))) return;
      const asked = (asking ??= ask(vault));
      await asked.finally(() => {
        if (asking === asked) asking = null;
      });
    },
    admitKeyring() {
      isBarred = false;
      lost = null;
    },
    async isInKeyring(vault) {
      const found = await unwrap(vault);
      found?.bytes.fill(0);
      return found !== null;
    },
    mayAsk(vault) {
      const slot = keyringSlot(vault);
      return slot !== null && (slot === 'damaged' || slot.wrapped !== lost);
    },
    keyring: () => state,
    async wrap(vaultKey) {
      const kept = Uint8Array.from(vaultKey);
      const wrapped = await keyring.wrap(kept).finally(() => kept.fill(0));
      if (typeof wrapped === 'string') {
        state = 'absent';
        return null;
      }
      state = 'real';
      return { kind: 'keyring', wrapped: toBase64(wrapped) };
    },
  };
}
