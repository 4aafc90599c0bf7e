import { randomBytes, scrypt as nodeScrypt } from 'node:crypto';
import type { Failure } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { boxSizes } from '../secrets/box.ts';
import { noKeyring, type Keyring } from '../secrets/keyring.ts';
import type { VaultLook } from '../secrets/look.ts';
import {
  isTooShort,
  leastPassphrase,
  unwrapWithPassphrase,
  wrapWithPassphrase,
} from '../secrets/passphrase.ts';
import type { SecretPorts } from '../secrets/ports.ts';
import { factsOf, openSecret, sealRecord, withoutRecord, withRecord } from '../secrets/record.ts';
import { mostScryptMemory, type Scrypt } from '../secrets/scrypt.ts';
import {
  emptyVault,
  formatVault,
  isEmpty,
  keyringSlot,
  newVault,
  parseVault,
  passphraseSlot,
  vaultVersion,
  withoutSlot,
  withSlot,
  type VaultFile,
} from '../secrets/vault.ts';
import type { WriteFile } from './files.ts';
import { keepFile } from './kept-file.ts';
import { createVaultKey } from './vault-key.ts';

interface SecretStoreOptions {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  readonly keyring?: Keyring;
  /** Writes `secrets.json`, under the lock. */
  readonly write?: WriteFile;
  readonly scrypt?: Scrypt;
  /** So many bytes that nobody can guess. */
  readonly random?: (bytes: number) => Uint8Array;
  /** How long to wait for other processes that write. */
  readonly patienceMs?: number;
}

/** The vault, in `secrets.json`. See vault.ts for the file and vault-key.ts for who holds its key when. */
export function createSecretStore(options: SecretStoreOptions): SecretPorts {
  const { folder, keyring = noKeyring, scrypt = scryptOfNode, random = randomBytes } = options;
  const file = keepFile({
    folder,
    name: 'secrets',
    empty: () => emptyVault,
    parse: parseVault,
    // There is no other way to the secrets of a file that somebody deleted.
    missing: 'copy',
    write: options.write,
    patienceMs: options.patienceMs,
  });
  const held = createVaultKey({ keyring, rewrap });
  let unlocking: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Result<VaultFile, Failure>> {
    const loaded = await file.load();
    return loaded.ok ? ourVersion(loaded.value) : loaded;
  }

  /** The vault, opened by the keyring if that does it. */
  async function loadOpened(): Promise<Result<VaultFile, Failure>> {
    const vault = await load();
    if (vault.ok) await held.askKeyring(vault.value);
    return vault;
  }

  /** Reads the vault, and writes the one that `edit` makes of it; null leaves it as it is. */
  function rewrite(
    edit: (vault: VaultFile) => Promise<Result<VaultFile | null, Failure>>,
  ): Promise<Result<VaultLook, Failure>> {
    return file.change(async (content) => {
      const vault = ourVersion(content);
      if (!vault.ok) return vault;
      const edited = await edit(vault.value);
      if (!edited.ok) return edited;
      const text = edited.value === null ? null : formatVault(edited.value);
      return ok({ text, value: lookAt(edited.value ?? vault.value) });
    });
  }

  function ourVersion(vault: VaultFile): Result<VaultFile, Failure> {
    const { version } = vault;
    if (version <= vaultVersion) return ok(vault);
    return fail({ code: 'store-newer', file: file.path, version, supported: vaultVersion });
  }

  function lookAt(vault: VaultFile): VaultLook {
    const state = isEmpty(vault) ? 'none' : held.of(vault) === null ? 'locked' : 'open';
    return { state, opensWith: opensWith(vault), keyring: held.keyring(), secrets: factsOf(vault) };
  }

  function opensWith(vault: VaultFile): VaultLook['opensWith'] {
    return { passphrase: passphraseSlot(vault) !== null, keyring: held.mayAsk(vault) };
  }

  function locked(vault: VaultFile): Failure {
    const { passphrase, keyring: hasKeyring } = opensWith(vault);
    if (!passphrase) return { code: 'vault-locked', opensWith: 'keyring' };
    return { code: 'vault-locked', opensWith: hasKeyring ? 'both' : 'passphrase' };
  }

  function damaged(reason: string): Failure {
    return { code: 'vault-damaged', file: file.path, reason };
  }

  /** A new vault without a slot, open from when it is written. */
  function createVault(): { readonly vault: VaultFile; readonly vaultKey: Uint8Array } {
    const vaultKey = random(boxSizes.key);
    const vault = newVault(vaultKey, random(boxSizes.nonce));
    held.hold(vaultKey);
    return { vault, vaultKey };
  }

  /** `vault` with the key in a slot of the keyring; null if there is no keyring to ask. */
  async function withKeyringSlot(vault: VaultFile, vaultKey: Uint8Array): Promise<VaultFile | null> {
    const wrapped = await held.wrap(vaultKey);
    return wrapped === null ? null : withSlot(vault, wrapped);
  }

  /** The keyring asked for its key to be sealed anew. If that fails, it will ask again. */
  async function rewrap(stale: VaultFile, vaultKey: Uint8Array): Promise<void> {
    await rewrite(async (vault) => {
      const [was, is] = [keyringSlot(stale), keyringSlot(vault)];
      if (was === null || was === 'damaged' || is === null || is === 'damaged') return ok(null);
      return ok(was.wrapped === is.wrapped ? await withKeyringSlot(vault, vaultKey) : null);
    });
  }

  /** The key that a passphrase opens, for the caller to wipe or to hold. */
  async function openWith(vault: VaultFile, passphrase: Uint8Array): Promise<Result<Uint8Array, Failure>> {
    const slot = passphraseSlot(vault);
    if (slot === 'damaged') return fail(damaged('what the passphrase opens'));
    if (slot === null) {
      return fail(keyringSlot(vault) === null ? damaged('what opens it') : locked(vault));
    }
    const vaultKey = await unwrapWithPassphrase({ slot, passphrase, scrypt });
    if (vaultKey === null) return fail({ code: 'passphrase-wrong' });
    if (held.isKeyOf(vault, vaultKey)) return ok(vaultKey);
    vaultKey.fill(0);
    return fail(damaged('the proof of its key'));
  }

  async function unlock(passphrase: Uint8Array): Promise<Result<VaultLook, Failure>> {
    const turn = held.turn();
    const vault = await load();
    if (!vault.ok) return vault;
    if (isEmpty(vault.value)) return fail({ code: 'vault-missing' });
    if (passphrase.length > 0) {
      const vaultKey = await openWith(vault.value, passphrase);
      if (!vaultKey.ok) return vaultKey;
      held.hold(vaultKey.value, turn);
      return ok(lookAt(vault.value));
    }
    held.admitKeyring();
    await held.askKeyring(vault.value);
    if (held.of(vault.value) !== null) return ok(lookAt(vault.value));
    const slot = keyringSlot(vault.value);
    if (slot === 'damaged') return fail(damaged('what the keyring opens'));
    return fail(
      slot !== null && held.keyring() === 'absent' ? { code: 'keyring-absent' } : locked(vault.value),
    );
  }

  return {
    scrypt,

    async look() {
      const vault = await loadOpened();
      return vault.ok ? ok(lookAt(vault.value)) : vault;
    },

    async read(hostId, slot) {
      const vault = await loadOpened();
      if (!vault.ok) return vault;
      if (isEmpty(vault.value)) return ok(null);
      const vaultKey = held.of(vault.value);
      if (vaultKey === null) return fail(locked(vault.value));
      const secret = openSecret(vault.value, { hostId, slot }, vaultKey);
      return secret.ok ? secret : fail(damaged(secret.error));
    },

    async change(changes) {
      // Before the file is locked, because the keyring may have to ask its user.
      const opened = await loadOpened();
      if (!opened.ok) return opened;
      return rewrite(async (old) => {
        let vault = old;
        // Nothing needs to be opened to take something away.
        const isAdding = changes.some(({ bytes }) => bytes !== null);
        if (isAdding && isEmpty(vault)) {
          const made = createVault();
          const kept = await withKeyringSlot(made.vault, made.vaultKey);
          if (kept === null) return fail({ code: 'vault-missing' });
          vault = kept;
        }
        const vaultKey = held.of(vault);
        if (isAdding && vaultKey === null) return fail(locked(vault));
        for (const { hostId, slot, bytes } of changes) {
          const name = { hostId, slot };
          if (bytes === null || vaultKey === null) vault = withoutRecord(vault, name);
          else {
            const nonce = random(boxSizes.nonce);
            vault = withRecord(
              vault,
              sealRecord({ name, secret: bytes, setAt: Date.now(), vaultKey, nonce }),
            );
          }
        }
        return ok(vault.records.length === old.records.length && !isAdding ? null : vault);
      });
    },

    unlock(passphrase) {
      // One after the other: each needs 128 MiB.
      const unlocked = unlocking.then(() => unlock(passphrase));
      unlocking = unlocked.catch(() => undefined);
      return unlocked;
    },

    async lock() {
      held.lock();
      const vault = await load();
      return vault.ok ? ok(lookAt(vault.value)) : vault;
    },

    async setPassphrase({ current, next }) {
      if (next !== null && isTooShort(next))
        return fail({ code: 'passphrase-short', least: leastPassphrase });
      const turn = held.turn();
      const opened = await loadOpened();
      if (!opened.ok) return opened;
      return rewrite(async (vault) => {
        if (isEmpty(vault)) {
          if (next === null) return fail({ code: 'vault-missing' });
          const made = createVault();
          return ok(
            withSlot(made.vault, await wrapWithPassphrase({ ...made, passphrase: next, scrypt, random })),
          );
        }
        const slot = passphraseSlot(vault);
        // With a damaged slot there is no passphrase to compare with: whoever has the vault open may set one.
        const mustProve = slot !== null && slot !== 'damaged';
        if (mustProve && current === null) return fail({ code: 'passphrase-wrong' });
        if (mustProve && current !== null) {
          const vaultKey = await openWith(vault, current);
          if (!vaultKey.ok) return vaultKey;
          held.hold(vaultKey.value, turn);
        }
        const vaultKey = held.of(vault);
        if (vaultKey === null) return fail(locked(vault));
        if (next !== null) {
          const request = { vaultKey, passphrase: next, scrypt, random };
          return ok(withSlot(vault, await wrapWithPassphrase(request)));
        }
        if (!(await held.isInKeyring(vault))) return fail({ code: 'vault-needs-passphrase' });
        return ok(slot === null ? null : withoutSlot(vault, 'passphrase'));
      });
    },

    async useKeyring(use) {
      const opened = await loadOpened();
      if (!opened.ok) return opened;
      return rewrite(async (vault) => {
        if (isEmpty(vault) && !use) return ok(null);
        const made = isEmpty(vault) ? createVault() : { vault, vaultKey: held.of(vault) };
        if (made.vaultKey === null) return fail(locked(vault));
        if (use) {
          const kept = await withKeyringSlot(made.vault, made.vaultKey);
          return kept === null ? fail({ code: 'keyring-absent' }) : ok(kept);
        }
        const slot = passphraseSlot(vault);
        if (slot === null || slot === 'damaged') return fail({ code: 'vault-needs-passphrase' });
        return ok(keyringSlot(vault) === null ? null : withoutSlot(vault, 'keyring'));
      });
    },
  };
}

const scryptOfNode: Scrypt = (passphrase, salt, { n, r, p }) =>
  new Promise((resolve, reject) => {
    const cost = { N: n, r, p, maxmem: mostScryptMemory };
    nodeScrypt(passphrase, salt, boxSizes.key, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
