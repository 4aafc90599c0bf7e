import { randomUUID } from 'node:crypto';
import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../errors.ts';
import { emptyHostFile, formatHostFile, parseHostFile, type HostFile } from '../hosts/file.ts';
import type { HostPorts } from '../hosts/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  attempt,
  makeFolder,
  readIfAny,
  removeLeftovers,
  writeDurably,
  writeWhole,
  type WriteFile,
} from './files.ts';
import { takeLock } from './lock.ts';

/*
 * The saved hosts, in `hosts.json`.
 *
 * - Reading takes no lock: the file is only ever replaced whole.
 * - Beside it lies `hosts.json.bak`, a copy of what was written last. So a file that a hand or a disk broke costs no
 *   change that Postern ever confirmed.
 * - The first command that meets a broken file moves it aside as `hosts.json.broken-20261121T072515Z`, puts the copy in
 *   its place and fails with `store-broken`, which tells both. The next command works. Going on with an empty list
 *   instead would make each later "unknown host" a riddle, and the next change would overwrite the copy; restoring
 *   without failing would hide that a change made by hand is missing.
 */

interface HostStoreOptions {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  /** How long to wait for other processes that write. One write takes milliseconds. */
  readonly patienceMs?: number;
  /** Writes `hosts.json`, under the lock. */
  readonly write?: WriteFile;
}

/** A file that is there and can be read, but is no hosts file. */
interface Broken {
  readonly bytes: Uint8Array;
  /** The end of a sentence: "not JSON, at line 3". */
  readonly reason: string;
}

type Found = { readonly broken: null; readonly file: HostFile } | { readonly broken: Broken };

const durable = { durable: true };

export function createHostStore({
  folder,
  patienceMs = 10_000,
  write = writeDurably,
}: HostStoreOptions): HostPorts {
  const path = join(folder, 'hosts.json');
  const copy = `${path}.bak`;

  async function load(): Promise<Result<HostFile, Failure>> {
    const found = await read(path);
    if (!found.ok) return found;
    if (found.value.broken === null) return ok(found.value.file);

    const { reason } = found.value.broken;
    const settled = await whileLocked(async () => {
      const again = await read(path);
      if (!again.ok) return again;
      // Otherwise another process has set it aside just now, and told its user.
      return again.value.broken === null ? ok(again.value.file) : fail(await setAside(again.value.broken));
    });
    if (settled.ok || settled.error.code === 'store-broken') return settled;
    // In a folder that cannot be written the broken file stays where it is.
    return fail({ code: 'store-broken', file: path, keptAs: path, reason, restored: false });
  }

  const change: HostPorts['change'] = (edit) =>
    whileLocked(async () => {
      const found = await read(path);
      if (!found.ok) return found;
      if (found.value.broken !== null) return fail(await setAside(found.value.broken));
      const { file } = found.value;
      const { version, supported } = file;
      if (version > supported) return fail({ code: 'store-newer', file: path, version, supported });

      const edited = edit(file.hosts);
      if (!edited.ok) return edited;
      const text = formatHostFile(file, edited.value);
      const written = await write(path, text);
      if (!written.ok) return fail({ code: 'store-unwritable', file: path, reason: written.error });
      // Second, so that the copy never holds a change that failed. The change stands even if there is no room for it.
      await writeWhole(copy, text, durable);
      await removeLeftovers(folder);
      return edited;
    });

  /** Keeps a broken file under another name, with the last good copy in its place if there is one. Under the lock. */
  async function setAside({ bytes, reason }: Broken): Promise<Failure> {
    const keptAs = await freeName(`${path}.broken-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
    const spare = await readIfAny(copy);
    const good = spare.ok && spare.value !== null && parse(spare.value).broken === null ? spare.value : null;

    // Kept first and replaced second: a list without a file, even for a moment, would read as an empty one.
    let done =
      good === null ? await attempt(() => rename(path, keptAs)) : await writeWhole(keptAs, bytes, durable);
    if (good !== null && done.ok) done = await writeWhole(path, good, durable);
    return {
      code: 'store-broken',
      file: path,
      keptAs: done.ok ? keptAs : path,
      reason,
      restored: done.ok && good !== null,
    };
  }

  async function whileLocked<T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const locks = join(folder, 'locks');
    const signal = AbortSignal.timeout(patienceMs);
    const made = await makeFolder(locks);
    const lock = made.ok ? await attempt(() => takeLock({ folder: locks, name: 'hosts', signal })) : made;
    if (!lock.ok) return fail({ code: 'store-unwritable', file: path, reason: lock.error });
    if (lock.value === null) return fail({ code: 'store-busy', file: path });
    try {
      return await work();
    } finally {
      await lock.value();
    }
  }

  const part = async <T>(pick: (file: HostFile) => T): Promise<Result<T, Failure>> => {
    const loaded = await load();
    return loaded.ok ? ok(pick(loaded.value)) : loaded;
  };

  return {
    load: () => part(({ hosts }) => hosts),
    damaged: () => part(({ damaged }) => damaged),
    change,
    newId: () => randomUUID(),
  };
}

async function read(path: string): Promise<Result<Found, Failure>> {
  const bytes = await readIfAny(path);
  if (!bytes.ok) return fail({ code: 'store-unreadable', file: path, reason: bytes.error });
  return ok(bytes.value === null ? { broken: null, file: emptyHostFile() } : parse(bytes.value));
}

function parse(bytes: Uint8Array): Found {
  const text = decode(bytes);
  if (text === null) return { broken: { bytes, reason: 'not text in UTF-8' } };
  const file = parseHostFile(text);
  return file.ok ? { broken: null, file: file.value } : { broken: { bytes, reason: file.error } };
}

function decode(bytes: Uint8Array): string | null {
  try {
    // Strict, because a replacement character written back would have eaten what stood there. Drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function freeName(wanted: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const isTaken = await access(name).then(
      () => true,
      () => false,
    );
    if (!isTaken) return name;
  }
}
