import { basename, dirname, extname } from 'node:path';
import type ElectronStore from 'electron-store';
import { attempt, type WriteFile } from '../app/node/files.ts';

/**
 * Writes files through electron-store: atomically, flushed to disk, for their owner alone. Text in, text out: what
 * stands in a file, how it is read, and what happens to a broken one is decided in one place for CLI and desktop
 * (app/node), so electron-store's own reading, defaults and repairs stay unused.
 */
export function createFileWriter({ Store }: { readonly Store: typeof ElectronStore }): WriteFile {
  return (path, text) =>
    attempt(async () => {
      const extension = extname(path);
      const store = new Store<{ text: string }>({
        cwd: dirname(path),
        name: basename(path, extension),
        fileExtension: extension.slice(1),
        configFileMode: 0o600,
        serialize: (content) => content.text,
        deserialize: () => ({ text: '' }),
      });
      store.store = { text };
    });
}
