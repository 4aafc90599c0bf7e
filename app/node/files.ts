import { randomBytes } from 'node:crypto';
import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StorageProblem } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { platform as thisPlatform } from './platform.ts';

interface WriteOptions {
  /** Survives a power cut once written. Costs a flush of the disk, some milliseconds. */
  readonly durable: boolean;
  /** The calls that can fail half-way; a test passes ones that do. */
  readonly fs?: Pick<typeof nodeFs, 'open' | 'rename'>;
  readonly platform?: NodeJS.Platform;
}

/** Writes a text whole or not at all, so that a power cut does not cost it. The desktop app passes its own. */
export type WriteFile = (file: string, text: string) => Promise<Result<void, StorageProblem>>;

export const writeDurably: WriteFile = (file, text) => writeWhole(file, text, { durable: true });

/** The bytes of a file; null if there is none. */
export function readIfAny(file: string): Promise<Result<Buffer | null, StorageProblem>> {
  return attempt(async () => {
    try {
      // A pipe would keep us waiting for its writer.
      if (!(await nodeFs.stat(file)).isFile()) throw Object.assign(new Error(file), { code: 'EISDIR' });
      return await nodeFs.readFile(file);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  });
}

/**
 * Writes a file whole or not at all, readable by its owner alone: whatever fails or is killed half-way, the file that
 * was there before stays. Where `file` is a link, what it points to is replaced.
 */
export function writeWhole(
  file: string,
  content: string | Uint8Array,
  options: WriteOptions,
): Promise<Result<void, StorageProblem>> {
  const { durable, fs = nodeFs } = options;
  const fill = async (temporary: string): Promise<void> => {
    // The mode is that of the file that is created, so nobody else can read it at any moment.
    const handle = await fs.open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      // Before the rename: some file systems put the new name on disk before the content (open(2), fsync(2)).
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return replaceFile(file, fill, options);
}

/** Lets `fill` make a file under another name, and puts it in the place of `file` when it is whole. */
export function replaceFile(
  file: string,
  fill: (temporary: string) => Promise<void>,
  { durable, fs = nodeFs, platform = thisPlatform }: WriteOptions,
): Promise<Result<void, StorageProblem>> {
  return attempt(async () => {
    const target = await nodeFs.realpath(file).catch(() => file);
    const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await fill(temporary);
      await renameOver(temporary, target, { fs, platform });
    } catch (error) {
      await nodeFs.rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    if (durable) await syncFolder(dirname(target), fs);
  });
}

/** Makes a folder that only its owner can enter, and those above it. One that is there stays as it is. */
export function makeFolder(folder: string): Promise<Result<void, StorageProblem>> {
  return attempt(async () => {
    await nodeFs.mkdir(folder, { recursive: true, mode: 0o700 });
  });
}

/** Removes what writers left behind in a folder that were killed half-way. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await nodeFs.readdir(folder).catch(() => []);
  // The second ending is of those that electron-store writes in its turn.
  const leftover = /\.[0-9a-f]{12}\.tmp(?:\.tmp-[0-9a-f]{16})?$/;
  for (const name of names.filter((entry) => leftover.test(entry))) {
    const file = join(folder, basename(name));
    const { mtimeMs } = await nodeFs.stat(file).catch(() => ({ mtimeMs: Infinity }));
    // No write lasts a minute. If one does, its rename finds nothing and fails, which harms no file.
    if (Date.now() - mtimeMs > 60_000) await nodeFs.rm(file, { force: true }).catch(() => undefined);
  }
}

/** Runs file work. What the system refuses comes back as data; anything else is a bug and is thrown. */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T, StorageProblem>> {
  try {
    return ok(await work());
  } catch (error) {
    return fail(storageProblem(error));
  }
}

/** What an error of a system call means to the owner of a file. errno(3) */
export function storageProblem(error: unknown): StorageProblem {
  switch (errnoOf(error)) {
    case null:
      throw error;
    case 'EACCES':
    case 'EPERM':
      return 'denied';
    case 'EROFS':
      return 'read-only';
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'full';
    case 'EISDIR':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ELOOP':
      return 'not-a-file';
    default:
      return 'other';
  }
}

function errnoOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Node's own codes, such as ERR_INVALID_ARG_TYPE, mean that we called it wrongly.
  return /^E[A-Z\d]+$/.test(code) ? code : null;
}

async function renameOver(
  from: string,
  to: string,
  { fs, platform }: Required<Pick<WriteOptions, 'fs' | 'platform'>>,
): Promise<void> {
  for (let refusals = 0; ; refusals += 1) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      // Windows refuses for as long as a virus scanner or an indexer looks at the file: some milliseconds.
      const isPassing = platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '');
      if (!isPassing || refusals === 10) throw error;
      await sleep(20);
    }
  }
}

/** Makes the rename itself survive a power cut. Not every system lets a folder be opened; then it is left to it. */
async function syncFolder(folder: string, fs: Pick<typeof nodeFs, 'open'>): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => null);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
