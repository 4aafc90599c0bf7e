import type { Api } from '../contract.ts';
import type { Failure } from '../errors.ts';
import { addHost, keepEqual, mergeHost, removeHost, replaceHost } from '../hosts/edit.ts';
import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import { keepEntered, readEntered, wipe } from './entered-secrets.ts';
import type { SecretNews } from './secrets.ts';
import type { Store } from './store.ts';

/** The saved hosts. Every change goes through the disk, so that other processes' changes are never lost. */
export function hostCommands({
  store,
  ports,
  news,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly news: SecretNews;
}): Pick<Api, 'loadHosts' | 'saveHost' | 'removeHost'> {
  /** A failed change leaves the list as it was. */
  function show<T extends Result<readonly Host[], Failure>>(result: T): T {
    if (result.ok) showHosts(store, result.value);
    return result;
  }

  return {
    async loadHosts() {
      const loaded = show(await ports.hosts.load());
      if (!loaded.ok) store.update(() => ({ hosts: { state: 'failed', failure: loaded.error } }));
      return loaded;
    },
    async saveHost({ host, was, secrets = {} }) {
      const entered = await readEntered({ hostId: host.id, edits: secrets, ports });
      if (!entered.ok) return entered;
      const changed = show(
        await ports.hosts.change((hosts) => {
          if (was !== null) return mergeHost(hosts, host, was);
          return hosts.some(({ id }) => id === host.id) ? replaceHost(hosts, host) : addHost(hosts, host);
        }),
      );
      if (!changed.ok) wipe(entered.value);
      if (!changed.ok) return changed;
      const kept = await keepEntered({ entered: entered.value, ports, news });
      if (!kept.ok) return kept;
      return ok(changed.value.find(({ id }) => id === host.id) ?? host);
    },
    async removeHost({ hostId }) {
      const changed = show(await ports.hosts.change((hosts) => removeHost(hosts, hostId)));
      return changed.ok ? ok(undefined) : changed;
    },
  };
}

/** What is on disk is what is shown. */
export function showHosts(store: Store, onDisk: readonly Host[]): void {
  const { hosts } = store.get();
  const shown = hosts.state === 'ready' ? hosts.list : null;
  const list = shown === null ? onDisk : keepEqual(shown, onDisk);
  if (list !== shown) store.update(() => ({ hosts: { state: 'ready', list } }));
}
