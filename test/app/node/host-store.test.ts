import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { addHost, removeHost } from '../../../app/hosts/edit.ts';
import type { HostPorts } from '../../../app/hosts/ports.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { fail } from '../../../app/result.ts';
import { createHostStore } from '../../../app/node/host-store.ts';
import { takeLock } from '../../../app/node/lock.ts';
import { host, hostInput, id } from '../hosts/host.ts';
import { temporaryFolder } from './temporary-folder.ts';

const nas = host({ id: id(1), name: 'nas' });
const bastion = host({ id: id(2), name: 'bastion' });

test('a folder that is not there is an empty list, and reading does not create it', async () => {
  const { store, folder } = storeIn(join(temporaryFolder(), 'postern'));
  expect(await store.load()).toEqual({ ok: true, value: [] });
  expect(await store.damaged()).toEqual({ ok: true, value: [] });
  await expect(fs.access(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what was changed is there for the next one who reads, and for nobody else', async () => {
  const { store, folder, file } = storeIn(join(temporaryFolder(), 'postern'));
  expect(await add(store, nas)).toEqual({ ok: true, value: [nas] });
  expect(await add(store, bastion)).toEqual({ ok: true, value: [nas, bastion] });
  expect(await createHostStore({ folder }).load()).toEqual({ ok: true, value: [nas, bastion] });
  expect(await contentOf(file)).toEqual({ version: 1, hosts: [nas, bastion] });
  expect([await modeOf(folder), await modeOf(file), await modeOf(`${file}.bak`)]).toEqual([
    '700',
    '600',
    '600',
  ]);
  expect(await fs.readdir(folder, { recursive: true })).toEqual(['hosts.json', 'hosts.json.bak', 'locks']);
});

test('an edit that fails writes nothing', async () => {
  const { store, folder, file } = storeIn();
  await add(store, nas);
  const before = await everything(folder);
  const error = { code: 'name-taken', name: 'nas' } as const;
  expect(await store.change(() => fail(error))).toEqual({ ok: false, error });
  expect(await everything(folder)).toEqual(before);
  expect(file in before).toBe(true);
});

test('what other programs and later versions keep in the file survives a change', async () => {
  const { store, file } = storeIn();
  const slip = { ...hostInput, id: id(3), name: 'slip', address: '' };
  await fs.writeFile(
    file,
    `\uFEFF${JSON.stringify({ window: { x: 1 }, hosts: [{ ...nas, colour: 'red' }, slip] })}`,
  );
  await add(store, bastion);
  expect(await contentOf(file)).toEqual({
    window: { x: 1 },
    version: 1,
    hosts: [{ ...nas, colour: 'red' }, slip, bastion],
  });
  expect(await store.damaged()).toMatchObject({ ok: true, value: [{ name: 'slip', index: 1 }] });
});

// As left by a hand that forgot a comma.
const broken = '{\n  "version": 1\n  "hosts": []\n}\n';

test('reading a broken file sets it aside, puts the copy in its place and says so once', async () => {
  const { store, folder, file } = storeIn();
  await add(store, nas);
  await add(store, bastion);
  await fs.writeFile(file, broken);

  const failure = await failureOf(store.load());
  const { keptAs } = failure as { keptAs: string };
  expect(keptAs).toMatch(/hosts\.json\.broken-\d{8}T\d{6}Z$/);
  const reason = 'not JSON, at line 3';
  expect(failure).toEqual({ code: 'store-broken', file, keptAs, reason, restored: true });
  expect([await fs.readFile(keptAs, 'utf8'), await modeOf(keptAs)]).toEqual([broken, '600']);
  expect(await store.load()).toEqual({ ok: true, value: [nas, bastion] });
  expect(await add(store, host({ id: id(3), name: 'third' }))).toMatchObject({ ok: true });
  expect((await fs.readdir(folder)).filter((name) => name.includes('broken'))).toHaveLength(1);
});

test('changing a broken file sets it aside and changes nothing; the next change works', async () => {
  const { store, file } = storeIn();
  await add(store, nas);
  await fs.writeFile(file, broken);
  expect(await failureOf(add(store, bastion))).toMatchObject({ code: 'store-broken', restored: true });
  expect(await store.load()).toEqual({ ok: true, value: [nas] });
  expect(await add(store, bastion)).toEqual({ ok: true, value: [nas, bastion] });
});

test('two files that break within one second are both kept', async () => {
  const { store, folder, file } = storeIn();
  for (const content of ['first', 'second', 'third']) {
    await fs.writeFile(file, content);
    await store.load();
  }
  const names = (await fs.readdir(folder)).filter((name) => name.includes('broken'));
  const kept = await Promise.all(names.map((name) => fs.readFile(join(folder, name), 'utf8')));
  expect(kept.toSorted()).toEqual(['first', 'second', 'third']);
});

test.each([
  ['no copy', null],
  ['a copy that is broken too', 'neither'],
])('with %s a broken file is set aside and the list is empty', async (_, copy) => {
  const { store, file } = storeIn();
  await fs.writeFile(file, broken);
  if (copy !== null) await fs.writeFile(`${file}.bak`, copy);
  const failure = await failureOf(store.load());
  expect(failure).toMatchObject({ code: 'store-broken', restored: false });
  expect(await fs.readFile((failure as { keptAs: string }).keptAs, 'utf8')).toBe(broken);
  expect(await store.load()).toEqual({ ok: true, value: [] });
});

test.each([
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not text in UTF-8'],
  ['nothing', Buffer.from(''), 'not JSON'],
  ['another kind of JSON', Buffer.from('[1]'), 'not a list of hosts'],
])('a file with %s is broken', async (_, content, reason) => {
  const { store, file } = storeIn();
  await fs.writeFile(file, content);
  const failure = await failureOf(store.load());
  expect(failure).toMatchObject({ code: 'store-broken', reason });
  expect(await fs.readFile((failure as { keptAs: string }).keptAs)).toEqual(content);
});

test('two processes that meet a broken file lose neither it nor the copy', async () => {
  const { store, folder, file } = storeIn();
  await add(store, nas);
  await fs.writeFile(file, broken);
  const met = await Promise.all([store.load(), createHostStore({ folder }).load(), add(store, bastion)]);
  expect(met.filter((result) => !result.ok)).toHaveLength(1);
  const loaded = await store.load();
  expect(loaded.ok && loaded.value).toContainEqual(nas);
  expect((await fs.readdir(folder)).filter((name) => name.includes('broken'))).toHaveLength(1);
});

test('a broken file that cannot be set aside stays where it is, and that is said each time', async () => {
  const { store, folder, file } = storeIn();
  await fs.writeFile(file, broken);
  // A file where the locks should be: no rights can help with that.
  await fs.writeFile(join(folder, 'locks'), '');
  const failure = {
    code: 'store-broken',
    file,
    keptAs: file,
    reason: 'not JSON, at line 3',
    restored: false,
  };
  expect(await failureOf(store.load())).toEqual(failure);
  expect(await failureOf(store.load())).toEqual(failure);
  expect(await fs.readFile(file, 'utf8')).toBe(broken);
});

test('a newer file can be read and not be changed', async () => {
  const { store, folder, file } = storeIn();
  const newer = { version: 2, hosts: [nas, { ...bastion, knock: { method: 'quantum' } }], rules: [] };
  await fs.writeFile(file, JSON.stringify(newer));
  const failure = { code: 'store-newer', file, version: 2, supported: 1 };
  expect(await store.load()).toEqual({ ok: true, value: [nas] });
  expect(await failureOf(store.change((hosts) => removeHost(hosts, nas.id)))).toEqual(failure);
  expect(await contentOf(file)).toEqual(newer);
  expect((await fs.readdir(folder)).toSorted()).toEqual(['hosts.json', 'locks']);
});

test('a file that cannot be read is not taken for an empty one', async () => {
  const { store, file } = storeIn();
  await fs.mkdir(file);
  const failure = { code: 'store-unreadable', file, reason: 'not-a-file' };
  expect(await failureOf(store.load())).toEqual(failure);
  expect(await failureOf(add(store, nas))).toEqual(failure);
});

test('a folder that cannot be made is told, with the file that was meant', async () => {
  const parent = join(temporaryFolder(), 'file');
  await fs.writeFile(parent, '');
  const { store, file } = storeIn(join(parent, 'postern'));
  expect(await failureOf(add(store, nas))).toEqual({ code: 'store-unwritable', file, reason: 'not-a-file' });
});

test('while another process writes for too long, the change is given up', async () => {
  const { folder, file } = storeIn();
  const locks = join(folder, 'locks');
  await fs.mkdir(locks);
  await takeLock({ folder: locks, name: 'hosts', signal: new AbortController().signal });
  const store = createHostStore({ folder, patienceMs: 80 });
  expect(await failureOf(add(store, nas))).toEqual({ code: 'store-busy', file });
  expect(await store.load()).toEqual({ ok: true, value: [] });
});

test('changes made at once in one process all arrive', async () => {
  const { store } = storeIn();
  const hosts = Array.from({ length: 12 }, (_, n) => host({ id: id(n), name: `host-${n}` }));
  await Promise.all(hosts.map((each) => add(store, each)));
  const loaded = await store.load();
  expect(loaded.ok && loaded.value.map(({ name }) => name).toSorted()).toEqual(
    hosts.map(({ name }) => name).toSorted(),
  );
});

test('writers in several processes, some of them killed at any moment, lose no host that was confirmed', async () => {
  const { store, folder, file } = storeIn();
  const confirmed: string[] = [];
  const write = async (
    writer: string,
    { count, killAfterMs }: { count: number; killAfterMs: number | null },
  ) => {
    const program = fileURLToPath(new URL('./host-writer.ts', import.meta.url));
    const child = spawn(process.execPath, [program, folder, writer, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    if (killAfterMs !== null) {
      // From its first confirmed host, so that it dies at work and not while it starts.
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    // What follows the last line break was cut off by the kill.
    confirmed.push(...said.split('\n').slice(0, -1));
    return code;
  };

  const steady = ['a', 'b', 'c'].map((name) => write(name, { count: 25, killAfterMs: null }));
  for (let round = 0; round < 6; round += 1) {
    const killed = [0, 1].map((n) =>
      write(`killed-${round}-${n}`, { count: 1e6, killAfterMs: Math.random() * 60 }),
    );
    expect(await Promise.all(killed)).toEqual([null, null]);
  }
  expect(await Promise.all(steady)).toEqual([0, 0, 0]);

  const content = (await contentOf(file)) as { hosts: Host[] };
  const names = content.hosts.map(({ name }) => name);
  expect(confirmed.filter((name) => !names.includes(name))).toEqual([]);
  expect(confirmed.filter((name) => /^[abc]-/.test(name))).toHaveLength(75);
  // Each of the twelve had confirmed one when its time ran.
  expect(confirmed.filter((name) => name.startsWith('killed')).length).toBeGreaterThanOrEqual(12);
  expect([new Set(names).size, await modeOf(file)]).toEqual([names.length, '600']);
  expect(await store.damaged()).toEqual({ ok: true, value: [] });
  // What killed writers left blocks nobody.
  expect(await add(createHostStore({ folder, patienceMs: 2000 }), nas)).toMatchObject({ ok: true });
  expect(await fs.readdir(join(folder, 'locks'))).toEqual([]);
});

function storeIn(folder = temporaryFolder()) {
  return { store: createHostStore({ folder }), folder, file: join(folder, 'hosts.json') };
}

function add(store: HostPorts, added: Host) {
  return store.change((hosts) => addHost(hosts, added));
}

async function failureOf(result: ReturnType<HostPorts['load']>) {
  const settled = await result;
  return settled.ok ? null : settled.error;
}

async function contentOf(file: string): Promise<unknown> {
  return JSON.parse(await fs.readFile(file, 'utf8'));
}

async function modeOf(file: string): Promise<string> {
  return ((await fs.stat(file)).mode & 0o777).toString(8);
}

/** Content and time of change of every file in a folder. */
async function everything(folder: string): Promise<Record<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [
        file,
        `${(await fs.stat(file)).mtimeMs} ${await fs.readFile(file, 'utf8')}`,
      ]),
    ),
  ) as Record<string, string>;
}
