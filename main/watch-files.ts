import { watch, type FSWatcher } from 'node:fs';
import { paced } from './paced.ts';

/** A write comes as several events. */
const settleMs = 100;

/** Calls back when one of the files changed, whoever wrote it. The folder is watched: a file is replaced each time. */
export function watchFiles(request: {
  readonly folder: string;
  readonly names: readonly string[];
  readonly onChange: () => void;
  readonly onBug: (error: unknown) => void;
}): FSWatcher | null {
  const tell = paced<void>(request.onChange, settleMs);
  try {
    const watcher = watch(request.folder, { persistent: false }, (_event, name) => {
      // Some systems don't tell the name.
      if (name === null || request.names.includes(name)) tell(undefined);
    });
    watcher.on('error', request.onBug);
    return watcher;
  } catch (error) {
    // No folder, no permission, no watch to spare (inotify(7)): changes of others are then seen at the next start.
    request.onBug(error);
    return null;
  }
}
