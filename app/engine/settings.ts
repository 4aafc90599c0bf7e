import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import { ok } from '../result.ts';
import type { Store } from './store.ts';

/** What the user chose. Shown at once, kept on disk; a choice that cannot be kept is taken back. */
export function settingsCommands({
  store,
  ports,
}: {
  readonly store: Store;
  readonly ports: Ports;
}): Pick<Api, 'saveSettings'> {
  return {
    async saveSettings({ settings }) {
      const before = store.get().settings;
      store.update(() => ({ settings }));
      const saved = await ports.settings.save(settings);
      if (saved.ok) return ok(settings);
      store.update((snapshot) => (snapshot.settings === settings ? { settings: before } : {}));
      return saved;
    },
  };
}
