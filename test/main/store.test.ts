import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Conf from 'conf';
import type ElectronStore from 'electron-store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostStore } from '../../app/node/host-store.ts';
import { createSettingsStore } from '../../app/node/settings-store.ts';
import { addHost } from '../../app/hosts/edit.ts';
import { defaultSettings } from '../../app/settings/schema.ts';
import { createFileWriter } from '../../main/store.ts';
import { host, id } from '../app/hosts/host.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-store-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** electron-store without Electron: it is conf, with a name for the name. */
class Store<T extends Record<string, unknown>> extends Conf<T> {
  constructor({ name, ...options }: { name: string; cwd: string }) {
    super({ ...options, configName: name, projectName: 'postern' });
  }
}

const write = createFileWriter({ Store: Store as unknown as typeof ElectronStore });
const file = (name: string): string => join(folder, name);

test('what is written is what stands in the file, for its owner alone', async () => {
  expect(await write(file('hosts.json'), '{"a": 1}\n')).toEqual({ ok: true, value: undefined });
  expect(readFileSync(file('hosts.json'), 'utf8')).toBe('{"a": 1}\n');
  expect(statSync(file('hosts.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['hosts.json']);
});

test('a file that others could read is theirs no longer', async () => {
  writeFileSync(file('settings.json'), 'not JSON', { mode: 0o644 });
  await write(file('settings.json'), '{}\n');
  expect([readFileSync(file('settings.json'), 'utf8'), statSync(file('settings.json')).mode & 0o777]).toEqual(
    ['{}\n', 0o600],
  );
});

test('a link stays a link', async () => {
  writeFileSync(file('real.json'), '{}');
  symlinkSync(file('real.json'), file('hosts.json'));
  await write(file('hosts.json'), '{"new": true}');
  expect(readFileSync(file('real.json'), 'utf8')).toBe('{"new": true}');
});

test('what the system refuses comes back as data', async () => {
  writeFileSync(file('plain'), '');
  expect(await write(join(file('plain'), 'hosts.json'), '{}')).toEqual({ ok: false, error: 'not-a-file' });
});

test('on a full disk, where electron-store writes what fits, the file stays as it was', async () => {
  class ShortStore {
    readonly path: string;
    constructor({ cwd, name, fileExtension }: { cwd: string; name: string; fileExtension: string }) {
      this.path = join(cwd, `${name}.${fileExtension}`);
    }
    set store({ text }: { text: string }) {
      writeFileSync(this.path, text.slice(0, 3));
    }
  }
  await write(file('hosts.json'), '{"old": true}');
  const short = createFileWriter({ Store: ShortStore as unknown as typeof ElectronStore });
  expect(await short(file('hosts.json'), '{"new": true}')).toEqual({ ok: false, error: 'full' });
  expect(readFileSync(file('hosts.json'), 'utf8')).toBe('{"old": true}');
  expect(readdirSync(folder)).toEqual(['hosts.json']);
});

test('hosts written by the app and by the command line end up in one file', async () => {
  const app = createHostStore({ folder, write });
  const cli = createHostStore({ folder });
  const add = (n: number) => (hosts: Parameters<typeof addHost>[0]) =>
    addHost(hosts, host({ id: id(n), name: `host ${n}` }));
  const changes = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? app : cli).change(add(n))),
  );
  expect(changes.every(({ ok }) => ok)).toBe(true);
  const [byApp, byCli] = [await app.load(), await cli.load()];
  expect(byApp).toEqual(byCli);
  expect(byApp.ok && byApp.value.length).toBe(20);
});

test('settings come back, and a broken file means defaults and no more', async () => {
  const store = createSettingsStore({ folder, write });
  await store.save({ ...defaultSettings, theme: 'dark' });
  expect((await store.load()).theme).toBe('dark');
  writeFileSync(file('settings.json'), '{"theme": "da');
  expect(await store.load()).toEqual(defaultSettings);
  expect(readFileSync(file('settings.json'), 'utf8')).toBe('{"theme": "da');
});

test('the file is written by the store that Electron ships', () => {
  const source = readFileSync(fileURLToPath(import.meta.resolve('electron-store')), 'utf8');
  expect(source).toContain('extends Conf');
  expect(source).toContain('options.configName = options.name');
});
