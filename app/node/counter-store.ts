import type { Failure } from '../errors.ts';
import {
  emptyCounterFile,
  formatCounterFile,
  parseCounterFile,
  supportedVersion,
  type CounterFile,
} from '../otp/file.ts';
import type { CounterPorts } from '../otp/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { WriteFile } from './files.ts';
import { keepFile } from './kept-file.ts';

interface CounterStoreOptions {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  /** How long to wait for other processes that write. */
  readonly patienceMs?: number;
  /** Writes `counters.json`, under the lock. */
  readonly write?: WriteFile;
}

/**
 * Where counters and one-time lists stand, in `counters.json`. The copy is written first, so that what is restored from
 * it is never behind: a number that has left must not be taken for one that has not.
 */
export function createCounterStore(options: CounterStoreOptions): CounterPorts {
  const kept = keepFile({
    ...options,
    name: 'counters',
    empty: () => emptyCounterFile,
    parse: parseCounterFile,
    copied: 'before',
    missing: 'copy',
  });

  const current = (file: CounterFile): Result<CounterFile, Failure> => {
    const { version } = file;
    if (version <= supportedVersion) return ok(file);
    return fail({ code: 'store-newer', file: kept.path, version, supported: supportedVersion });
  };

  return {
    async load() {
      const loaded = await kept.load();
      const file = loaded.ok ? current(loaded.value) : loaded;
      return file.ok ? ok(file.value.counters) : file;
    },
    change: (hostId, edit) =>
      kept.change(async (content) => {
        const file = current(content);
        if (!file.ok) return file;
        const counter = edit(file.value.counters[hostId] ?? null);
        return ok({ text: formatCounterFile(file.value, hostId, counter), value: counter });
      }),
  };
}
