import type { Api } from '../contract.ts';
import type { Failure } from '../errors.ts';
import { newCounter, settle } from '../otp/counter.ts';
import type { Counter } from '../otp/counter.ts';
import type { Ports } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import type { VaultLook } from '../secrets/look.ts';
import { slots } from '../secrets/slots.ts';
import type { Store } from './store.ts';

type SecretCommands = Pick<
  Api,
  | 'loadSecrets'
  | 'unlockVault'
  | 'lockVault'
  | 'setPassphrase'
  | 'useKeyring'
  | 'forgetSecrets'
  | 'settleDoubt'
  | 'setCounter'
>;

/** What the rest of the engine tells of secrets and counters. */
export interface SecretNews {
  /** Shows what is now known of the vault, and passes it on. */
  show(look: Result<VaultLook, Failure>): Result<VaultLook, Failure>;
  /** Shows where the counter of a host stands now. */
  showCounter(hostId: string, counter: Counter | null): void;
}

/** The vault and the counters. Values only go in. */
export function secretCommands({
  store,
  ports,
}: {
  readonly store: Store;
  readonly ports: Ports;
}): SecretCommands & SecretNews {
  const { secrets, counters } = ports;

  /** What is wrong with the vault itself is shown; a wrong passphrase is the business of who typed it. */
  function show(look: Result<VaultLook, Failure>): Result<VaultLook, Failure> {
    if (look.ok) store.update(() => ({ vault: { state: 'ready', look: look.value } }));
    else if (aboutTheVault.has(look.error.code)) {
      store.update(() => ({ vault: { state: 'failed', failure: look.error } }));
    }
    return look;
  }

  function showCounter(hostId: string, counter: Counter | null): void {
    store.update(({ counters: { [hostId]: _, ...others } }) => ({
      counters: counter === null ? others : { ...others, [hostId]: counter },
    }));
  }

  async function changeCounter(hostId: string, edit: (counter: Counter | null) => Counter | null) {
    const changed = await counters.change(hostId, edit);
    if (!changed.ok) return changed;
    showCounter(hostId, changed.value);
    return ok(undefined);
  }

  return {
    show,
    showCounter,
    async loadSecrets() {
      const loaded = await counters.load();
      if (loaded.ok) store.update(() => ({ counters: loaded.value }));
      return show(await secrets.look());
    },
    unlockVault: async ({ passphrase }) =>
      show(await withBytes([passphrase], ([typed]) => secrets.unlock(typed))),
    lockVault: async () => show(await secrets.lock()),
    setPassphrase: async ({ current, next }) =>
      show(
        await withBytes([current ?? '', next ?? ''], ([was, wanted]) =>
          secrets.setPassphrase({
            current: current === null ? null : was,
            next: next === null ? null : wanted,
          }),
        ),
      ),
    useKeyring: async ({ use }) => show(await secrets.useKeyring(use)),
    async forgetSecrets({ hostIds }) {
      const saved = await ports.hosts.load();
      if (!saved.ok) return saved;
      const isSaved = new Set(saved.value.map(({ id }) => id));
      const gone = hostIds.filter((id) => !isSaved.has(id));
      for (const id of gone) {
        const forgotten = await changeCounter(id, () => null);
        if (!forgotten.ok) return forgotten;
      }
      return show(
        await secrets.change(gone.flatMap((hostId) => slots.map((slot) => ({ hostId, slot, bytes: null })))),
      );
    },
    settleDoubt: ({ hostId, worked }) =>
      changeCounter(hostId, (counter) => (counter === null ? null : settle(counter, worked))),
    setCounter: ({ hostId, next }) =>
      changeCounter(hostId, (counter) => newCounter(next, counter?.total ?? null)),
  };
}

const aboutTheVault: ReadonlySet<Failure['code']> = new Set([
  'store-broken',
  'store-newer',
  'store-unreadable',
  'vault-damaged',
]);

/** Texts as bytes for as long as they are needed. What JavaScript keeps of the texts themselves cannot be wiped. */
async function withBytes<const Texts extends readonly string[], T>(
  texts: Texts,
  use: (bytes: { readonly [Index in keyof Texts]: Uint8Array }) => Promise<T>,
): Promise<T> {
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- map keeps the length of a tuple
    return await use(bytes as unknown as { readonly [Index in keyof Texts]: Uint8Array });
  } finally {
    for (const each of bytes) each.fill(0);
  }
}
