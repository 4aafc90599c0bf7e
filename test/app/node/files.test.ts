import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  attempt,
  makeFolder,
  readIfAny,
  removeLeftovers,
  storageProblem,
  writeWhole,
} from '../../../app/node/files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const durable = { durable: true };

test('a file is written for its owner alone, whatever was there before', async () => {
  const file = join(temporaryFolder(), 'hosts.json');
  expect(await writeWhole(file, 'first', durable)).toEqual({ ok: true, value: undefined });
  expect(await modeOf(file)).toBe('600');

  await fs.chmod(file, 0o644);
  await writeWhole(file, 'second', durable);
  expect([await fs.readFile(file, 'utf8'), await modeOf(file)]).toEqual(['second', '600']);
});

test('the file is never open to others while it is being written', async () => {
  const folder = temporaryFolder();
  const modes: string[] = [];
  const rename: typeof fs.rename = async (from, to) => {
    modes.push(await modeOf(String(from)));
    await fs.rename(from, to);
  };
  await writeWhole(join(folder, 'hosts.json'), 'x', { durable: true, fs: { ...fs, rename } });
  expect(modes).toEqual(['600']);
});

test('the content is on the disk before the file has its name', async () => {
  const order: string[] = [];
  const open: typeof fs.open = async (path, flags, mode) => {
    const handle = await fs.open(path, flags, mode);
    const sync = handle.sync.bind(handle);
    handle.sync = () => {
      order.push(flags === 'r' ? 'sync folder' : 'sync file');
      return sync();
    };
    return handle;
  };
  const rename: typeof fs.rename = (from, to) => {
    order.push('rename');
    return fs.rename(from, to);
  };
  await writeWhole(join(temporaryFolder(), 'hosts.json'), 'x', { durable: true, fs: { open, rename } });
  expect(order).toEqual(['sync file', 'rename', 'sync folder']);
});

test('what a link points to is replaced, not the link', async () => {
  const folder = temporaryFolder();
  const dotfiles = join(folder, 'dotfiles');
  await fs.mkdir(dotfiles);
  await fs.writeFile(join(dotfiles, 'hosts.json'), 'old');
  await fs.symlink(join(dotfiles, 'hosts.json'), join(folder, 'hosts.json'));
  await writeWhole(join(folder, 'hosts.json'), 'new', durable);
  expect(await fs.readFile(join(dotfiles, 'hosts.json'), 'utf8')).toBe('new');
  expect((await fs.lstat(join(folder, 'hosts.json'))).isSymbolicLink()).toBe(true);
});

test.each([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EIO', 'other'],
] as const)(
  'with %s in the middle of writing the old file stays and nothing else is left',
  async (code, problem) => {
    const folder = temporaryFolder();
    const file = join(folder, 'hosts.json');
    await fs.writeFile(file, 'old');
    const open: typeof fs.open = async (path, flags, mode) => {
      const handle = await fs.open(path, flags, mode);
      handle.writeFile = async () => {
        await handle.write('ne');
        throw systemError(code);
      };
      return handle;
    };
    expect(await writeWhole(file, 'new', { durable: true, fs: { ...fs, open } })).toEqual({
      ok: false,
      error: problem,
    });
    expect([await fs.readdir(folder), await fs.readFile(file, 'utf8')]).toEqual([['hosts.json'], 'old']);
  },
);

test('when the system lets no more be written, the old file stays', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'hosts.json');
  await fs.writeFile(file, 'old');
  const files = fileURLToPath(new URL('../../../app/node/files.ts', import.meta.url));
  const write = `const { writeWhole } = await import(${JSON.stringify(files)});
    console.log(JSON.stringify(await writeWhole(${JSON.stringify(file)}, 'x'.repeat(100_000), { durable: true })));`;
  // A limit of the shell instead of a full disk: it needs no rights. 16 blocks of 512 or 1,024 bytes.
  const limited = `trap '' XFSZ; ulimit -f 16; exec "$0" --input-type=module --eval "$1"`;
  const child = spawnSync('sh', ['-c', limited, process.execPath, write], { encoding: 'utf8' });
  expect(child.stdout.trim(), child.stderr).toBe('{"ok":false,"error":"full"}');
  expect([await fs.readdir(folder), await fs.readFile(file, 'utf8')]).toEqual([['hosts.json'], 'old']);
});

test('a write that cannot take the name leaves the old file and no other', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'hosts.json');
  await fs.writeFile(file, 'old');
  const rename = () => Promise.reject(systemError('EROFS'));
  const written = await writeWhole(file, 'new', { durable: true, fs: { ...fs, rename } });
  expect(written).toEqual({ ok: false, error: 'read-only' });
  expect([await fs.readdir(folder), await fs.readFile(file, 'utf8')]).toEqual([['hosts.json'], 'old']);
});

test('on Windows a file that a scanner holds open is replaced when it lets go', async () => {
  const file = join(temporaryFolder(), 'hosts.json');
  let refusals = 3;
  const rename: typeof fs.rename = async (from, to) => {
    refusals -= 1;
    if (refusals >= 0) throw systemError('EPERM');
    await fs.rename(from, to);
  };
  const written = await writeWhole(file, 'new', { durable: true, fs: { ...fs, rename }, platform: 'win32' });
  expect([written.ok, await fs.readFile(file, 'utf8')]).toEqual([true, 'new']);
});

test('elsewhere a refusal is final', async () => {
  let calls = 0;
  const rename = () => {
    calls += 1;
    return Promise.reject(systemError('EPERM'));
  };
  const file = join(temporaryFolder(), 'hosts.json');
  const written = await writeWhole(file, 'new', { durable: true, fs: { ...fs, rename }, platform: 'linux' });
  expect([written, calls]).toEqual([{ ok: false, error: 'denied' }, 1]);
});

test('what is not a file is neither read nor replaced', async () => {
  const folder = temporaryFolder();
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  expect(await readIfAny(pipe)).toEqual({ ok: false, error: 'not-a-file' });
  expect(await readIfAny(folder)).toEqual({ ok: false, error: 'not-a-file' });
  expect(await readIfAny(join(folder, 'none'))).toEqual({ ok: true, value: null });
  await fs.writeFile(join(folder, 'file'), '');
  expect(await readIfAny(join(folder, 'file', 'below'))).toEqual({ ok: false, error: 'not-a-file' });
  expect(await makeFolder(join(folder, 'file', 'below'))).toEqual({ ok: false, error: 'not-a-file' });
  expect(await writeWhole(folder, 'x', durable)).toEqual({ ok: false, error: 'not-a-file' });
});

test('a new folder is for its owner alone, and one that is there keeps its mode', async () => {
  const folder = temporaryFolder();
  await makeFolder(join(folder, 'a', 'b'));
  expect([await modeOf(join(folder, 'a')), await modeOf(join(folder, 'a', 'b'))]).toEqual(['700', '700']);
  await fs.chmod(join(folder, 'a'), 0o755);
  expect([await makeFolder(join(folder, 'a')), await modeOf(join(folder, 'a'))]).toEqual([
    { ok: true, value: undefined },
    '755',
  ]);
});

test('only what killed writers left long ago is removed', async () => {
  const folder = temporaryFolder();
  const names = ['hosts.json', 'hosts.json.0123456789ab.tmp', 'hosts.json.ba9876543210.tmp', 'notes.tmp'];
  for (const name of names) await fs.writeFile(join(folder, name), '');
  const before = new Date(Date.now() - 120_000);
  for (const name of ['hosts.json', 'hosts.json.0123456789ab.tmp', 'notes.tmp']) {
    await fs.utimes(join(folder, name), before, before);
  }
  await removeLeftovers(folder);
  expect((await fs.readdir(folder)).toSorted()).toEqual([
    'hosts.json',
    'hosts.json.ba9876543210.tmp',
    'notes.tmp',
  ]);
});

test.each([
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['EROFS', 'read-only'],
  ['ENOSPC', 'full'],
  ['EFBIG', 'full'],
  ['EISDIR', 'not-a-file'],
  ['ENOTDIR', 'not-a-file'],
  ['EMFILE', 'other'],
] as const)('%s means %s', (code, problem) => {
  expect(storageProblem(systemError(code))).toBe(problem);
});

test('a bug is thrown, not taken for a problem of the disk', async () => {
  for (const bug of [new TypeError('not a function'), systemError('ERR_INVALID_ARG_TYPE')]) {
    await expect(attempt(() => Promise.reject(bug))).rejects.toBe(bug);
  }
});

async function modeOf(file: string): Promise<string> {
  return ((await fs.stat(file)).mode & 0o777).toString(8);
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
