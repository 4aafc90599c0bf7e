import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../errors.ts';
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
 * A file that must not be lost: `hosts.json`, `secrets.json`, `counters.json`.
 *
 * - Reading takes no lock: the file is only ever replaced whole.
 * - Beside it lies `hosts.json.bak`, a copy of what was written last. So a file that a hand or a disk broke costs no
 *   change that Postern ever confirmed.
 * - The first command that meets a broken file moves it aside as `hosts.json.broken-20261121T072515Z`, puts the copy in
 *   its place and fails with `store-broken`, which tells both. The next command works. Going on with an empty list
 *   instead would make each later "unknown host" a riddle, and the next change would overwrite the copy; restoring
 *   without failing would hide that a change made by hand is missing.
 */

interface KeptFileOptions<Content> {
  /** The configuration folder (paths.ts). */
  readonly folder: string;
  /** Of the file, without its ending, and of its lock. */
  readonly name: string;
  /** What a file says that is not there. */
  readonly empty: () => Content;
  /** The error is what makes the file broken, as the end of a sentence: "not JSON, at line 3". */
  readonly parse: (text: string) => Result<Content, string>;
  /** How long to wait for other processes that write. One write takes milliseconds. */
  readonly patienceMs?: number | undefined;
  /** Writes the file, under the lock. */
  readonly write?: WriteFile | undefined;
  /**
   * When the copy is written. `after` the file, it never holds a change that failed, and a change stands even if there
   * is no room for the copy. `before` it, the copy is never behind.
   */
  readonly copied?: 'after' | 'before';
  /** What a file that is missing means: that nothing was kept yet, or that somebody removed it, and the copy counts. */
  readonly missing?: 'empty' | 'copy';
}

export interface KeptFile<Content> {
  readonly path: string;
  readonly load: () => Promise<Result<Content, Failure>>;
  /** Reads the file and writes the text that `edit` makes of it; no other process gets between. */
  readonly change: <T>(
    edit: (content: Content) => Promise<Result<Edited<T>, Failure>>,
  ) => Promise<Result<T, Failure>>;
}

interface Edited<T> {
  /** Null: the file stays as it is. */
  readonly text: string | null;
  readonly value: T;
}

/** A file that is there and can be read, but does not parse. */
interface Broken {
  /** The file, or the copy where that takes its place. */
  readonly at: string;
  readonly bytes: Uint8Array;
  readonly reason: string;
}

type Found<Content> = { readonly broken: null; readonly content: Content } | { readonly broken: Broken };

const durable = { durable: true };

export function keepFile<Content>(options: KeptFileOptions<Content>): KeptFile<Content> {
  const {
    folder,
    name,
    patienceMs = 10_000,
    write = writeDurably,
    copied = 'after',
    missing = 'empty',
  } = options;
  const path = join(folder, `${name}.json`);
  const copy = `${path}.bak`;

  async function load(): Promise<Result<Content, Failure>> {
    const found = await read();
    if (!found.ok) return found;
    if (found.value.broken === null) return ok(found.value.content);

    const { reason } = found.value.broken;
    const settled = await whileLocked(async () => {
      const again = await read();
      if (!again.ok) return again;
      // Otherwise another process has set it aside just now, and told its user.
      return again.value.broken === null ? ok(again.value.content) : fail(await setAside(again.value.broken));
    });
    if (settled.ok || settled.error.code === 'store-broken') return settled;
    // In a folder that cannot be written the broken file stays where it is.
    return fail({ code: 'store-broken', file: path, keptAs: path, reason, restored: false });
  }

  const change: KeptFile<Content>['change'] = (edit) =>
    whileLocked(async () => {
      const found = await read();
      if (!found.ok) return found;
      if (found.value.broken !== null) return fail(await setAside(found.value.broken));

      const edited = await edit(found.value.content);
      if (!edited.ok) return edited;
      const { text, value } = edited.value;
      if (text === null) return ok(value);
      const written = await save(text);
      if (!written.ok) return fail({ code: 'store-unwritable', file: path, reason: written.error });
      await removeLeftovers(folder);
      return ok(value);
    });

  async function save(text: string): ReturnType<WriteFile> {
    if (copied === 'before') {
      const spare = await writeWhole(copy, text, durable);
      return spare.ok ? write(path, text) : spare;
    }
    const written = await write(path, text);
    if (written.ok) await writeWhole(copy, text, durable);
    return written;
  }

  /** Keeps a broken file under another name, with the last good copy in its place if there is one. Under the lock. */
  async function setAside({ at, bytes, reason }: Broken): Promise<Failure> {
    const keptAs = await freeName(`${path}.broken-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
    const spare = await readIfAny(copy);
    const good =
      spare.ok && spare.value !== null && parse(spare.value, copy).broken === null ? spare.value : null;

    // Kept first and replaced second: a list without a file, even for a moment, would read as an empty one.
    let done =
      good === null ? await attempt(() => rename(at, keptAs)) : await writeWhole(keptAs, bytes, durable);
    if (good !== null && done.ok) done = await writeWhole(path, good, durable);
    return {
      code: 'store-broken',
      file: path,
      keptAs: done.ok ? keptAs : at,
      reason,
      restored: done.ok && good !== null,
    };
  }

  async function whileLocked<T>(work: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const locks = join(folder, 'locks');
    const signal = AbortSignal.timeout(patienceMs);
    const made = await makeFolder(locks);
    const lock = made.ok ? await attempt(() => takeLock({ folder: locks, name, signal })) : made;
    if (!lock.ok) return fail({ code: 'store-unwritable', file: path, reason: lock.error });
    if (lock.value === null) return fail({ code: 'store-busy', file: path });
    try {
      return await work();
    } finally {
      await lock.value();
    }
  }

  async function read(): Promise<Result<Found<Content>, Failure>> {
    let at = path;
    let bytes = await readIfAny(at);
    if (bytes.ok && bytes.value === null && missing === 'copy') {
      at = copy;
      bytes = await readIfAny(at);
    }
    if (!bytes.ok) return fail({ code: 'store-unreadable', file: path, reason: bytes.error });
    return ok(bytes.value === null ? { broken: null, content: options.empty() } : parse(bytes.value, at));
  }

  function parse(bytes: Uint8Array, at: string): Found<Content> {
    const text = decode(bytes);
    if (text === null) return { broken: { at, bytes, reason: 'not text in UTF-8' } };
    const content = options.parse(text);
    return content.ok
      ? { broken: null, content: content.value }
      : { broken: { at, bytes, reason: content.error } };
  }

  return { path, load, change };
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
