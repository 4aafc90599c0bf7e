import { randomUUID } from 'node:crypto';
import type { Failure } from '../errors.ts';
import { emptyHostFile, formatHostFile, parseHostFile, type HostFile } from '../hosts/file.ts';
import type { HostPorts } from '../hosts/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { WriteFile } from './files.ts';
import { keepFile } from './kept-file.ts';

interface HostStoreOptions {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  /** How long to wait for other processes that write. */
  readonly patienceMs?: number;
  /** Writes `hosts.json`, under the lock. */
  readonly write?: WriteFile;
}

/** The saved hosts, in `hosts.json`. */
export function createHostStore(options: HostStoreOptions): HostPorts {
  const file = keepFile({ ...options, name: 'hosts', empty: emptyHostFile, parse: parseHostFile });

  const part = async <T>(pick: (content: HostFile) => T): Promise<Result<T, Failure>> => {
    const loaded = await file.load();
    return loaded.ok ? ok(pick(loaded.value)) : loaded;
  };

  return {
    load: () => part(({ hosts }) => hosts),
    damaged: () => part(({ damaged }) => damaged),
    change: (edit) =>
      file.change(async (content) => {
        const { version, supported } = content;
        if (version > supported) return fail({ code: 'store-newer', file: file.path, version, supported });
        const edited = edit(content.hosts);
        return edited.ok ? ok({ text: formatHostFile(content, edited.value), value: edited.value }) : edited;
      }),
    newId: () => randomUUID(),
  };
}
