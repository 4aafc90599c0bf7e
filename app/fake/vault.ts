import type { Failure } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { noVault, type SecretFacts, type VaultLook } from '../secrets/look.ts';
import type { SecretPorts } from '../secrets/ports.ts';
import { slots, type Slot } from '../secrets/slots.ts';

/** What a simulated vault begins with. */
export interface FakeVaultOptions {
  readonly keyring?: VaultLook['keyring'];
  /** Absent: none is set. */
  readonly passphrase?: string;
  readonly isLocked?: boolean;
  /** By host id. */
  readonly secrets?: Readonly<Record<string, Readonly<Partial<Record<Slot, Uint8Array>>>>>;
  readonly now: () => number;
}

interface Kept {
  readonly hostId: string;
  readonly slot: Slot;
  readonly bytes: Uint8Array;
  readonly setAt: number;
}

/** A vault in memory that keeps the promises of the real one, without its cryptography. */
export function createFakeVault({ now, ...begin }: FakeVaultOptions): SecretPorts {
  const keyring = begin.keyring ?? 'absent';
  const kept = new Map<string, Kept>();
  let passphrase = begin.passphrase ?? null;
  let usesKeyring = keyring !== 'absent' && begin.secrets !== undefined;
  let isLocked = begin.isLocked ?? false;

  const put = (hostId: string, slot: Slot, bytes: Uint8Array | null): void => {
    const key = `${hostId} ${slot}`;
    if (bytes === null) kept.delete(key);
    else kept.set(key, { hostId, slot, bytes: Uint8Array.from(bytes), setAt: now() });
  };
  for (const [hostId, secrets] of Object.entries(begin.secrets ?? {})) {
    for (const slot of slots) put(hostId, slot, secrets[slot] ?? null);
  }
  const exists = (): boolean => passphrase !== null || usesKeyring;
  const opensWith = () => ({ passphrase: passphrase !== null, keyring: usesKeyring });

  function look(): VaultLook {
    if (!exists()) return { ...noVault, keyring };
    const secrets: Record<string, Partial<Record<Slot, SecretFacts>>> = {};
    for (const { hostId, slot, bytes, setAt } of kept.values()) {
      (secrets[hostId] ??= {})[slot] = { bytes: bytes.length, setAt };
    }
    return { state: isLocked ? 'locked' : 'open', opensWith: opensWith(), keyring, secrets };
  }
  const locked = (): Failure => {
    const by = opensWith();
    const how = by.passphrase && by.keyring ? 'both' : by.passphrase ? 'passphrase' : 'keyring';
    return { code: 'vault-locked', opensWith: how };
  };
  const whenOpen = <T>(work: () => Result<T, Failure>): Result<T, Failure> =>
    isLocked ? fail(locked()) : work();
  const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);

  return {
    // Other passphrases and salts give other keys, at once.
    scrypt: async (typed, salt) =>
      Uint8Array.from(
        { length: 32 },
        (_, at) => (typed[at % typed.length] ?? 0) ^ (salt[at % salt.length] ?? 0),
      ),
    look: async () => ok(look()),
    read: async (hostId, slot) =>
      whenOpen(() => {
        const found = kept.get(`${hostId} ${slot}`);
        return ok(found === undefined ? null : Uint8Array.from(found.bytes));
      }),
    async change(changes) {
      const keeps = changes.some(({ bytes }) => bytes !== null);
      if (keeps && !exists()) {
        if (keyring !== 'real') return fail({ code: 'vault-missing' });
        usesKeyring = true;
      }
      if (keeps && isLocked) return fail(locked());
      for (const { hostId, slot, bytes } of changes) put(hostId, slot, bytes);
      return ok(look());
    },
    async unlock(typed) {
      if (textOf(typed) !== (passphrase ?? '')) return fail({ code: 'passphrase-wrong' });
      isLocked = false;
      return ok(look());
    },
    async lock() {
      isLocked = exists();
      return ok(look());
    },
    async setPassphrase({ current, next }) {
      if (passphrase !== null && textOf(current ?? new Uint8Array()) !== passphrase) {
        return fail({ code: 'passphrase-wrong' });
      }
      if (next === null && !usesKeyring) return fail({ code: 'vault-needs-passphrase' });
      passphrase = next === null ? null : textOf(next);
      return ok(look());
    },
    async useKeyring(use) {
      if (use && keyring !== 'real') return fail({ code: 'keyring-absent' });
      if (!use && passphrase === null) return fail({ code: 'vault-needs-passphrase' });
      usesKeyring = use;
      return ok(look());
    },
  };
}
