import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type ElectronStore from 'electron-store';
import { replaceFile, type WriteFile } from '../app/node/files.ts';

/**
 * Writes files with electron-store: flushed to disk, for their owner alone. Text in, text out: what stands in a file,
 * how it is read, and what happens to a broken one is decided in one place for CLI and desktop (app/node), so
 * electron-store's own reading, defaults and repairs stay unused.
 */
export function createFileWriter({ Store }: { readonly Store: typeof ElectronStore }): WriteFile {
  return (path, text) =>
    replaceFile(
      path,
      async (temporary) => {
        const extension = extname(temporary);
        const store = new Store<{ text: string }>({
          cwd: dirname(temporary),
          name: basename(temporary, extension),
          fileExtension: extension.slice(1),
          configFileMode: 0o600,
          serialize: (content) => content.text,
        });
        store.store = { text };
        // On a full disk it writes what fits and says nothing: atomically 2 doesn't look how much that was (write(2)).
        const written = await readFile(temporary, 'utf8');
        if (written !== text) throw Object.assign(new Error('a short write'), { code: 'ENOSPC' });
      },
      { durable: true },
    );
}
