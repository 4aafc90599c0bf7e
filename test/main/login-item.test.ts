import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { autostartEntry, createLoginItem, quoteExec } from '../../main/login-item.ts';

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postern-login-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const entryFile = (): string => join(home, '.config', 'autostart', 'com.postern.desktop');

function item(
  options: {
    readonly command?: string;
    readonly env?: Record<string, string>;
    readonly platform?: NodeJS.Platform;
  } = {},
) {
  const told: unknown[] = [];
  const { command = '/opt/Postern/postern', env = {}, platform = 'linux' } = options;
  const app = { setLoginItemSettings: (settings: unknown) => void told.push(settings) };
  return { told, ...createLoginItem({ platform, env, home, app, command: [command], id: 'com.postern' }) };
}

test.each([
  ['/opt/Postern/postern', '"/opt/Postern/postern"'],
  ['/opt/My Apps/a"b', String.raw`"/opt/My Apps/a\\"b"`],
  ['$HOME`x`', String.raw`"\\$HOME\\` + '`x' + String.raw`\\` + '`"'],
  [String.raw`C:\x`, String.raw`"C:\\\\x"`],
  ['100%', '"100%%"'],
])('%s is written as %s', (word, quoted) => {
  expect(quoteExec(word)).toBe(quoted);
});

/** Reads a word back as a desktop does: the escapes of a string, then those of a quoted argument. */
function unquote(text: string): string {
  const value = text.replaceAll('\\\\', '\\');
  return value
    .slice(1, -1)
    .replaceAll(/\\(["`$\\])/g, '$1')
    .replaceAll('%%', '%');
}

test('every path comes back as it was', () => {
  const path = fc.string({ unit: fc.constantFrom('a', ' ', '%', '"', '$', '`', '\\', '/', "'", '=', 'é') });
  fc.assert(fc.property(path, (word) => unquote(quoteExec(word)) === word));
});

test('a line break in a path does not begin a line of its own', () => {
  expect(() => autostartEntry(['/opt/a\nExec=evil'])).toThrow('control character');
});

test('on Linux a file starts us hidden, and goes when it is no longer wanted', async () => {
  await item().apply(true);
  expect(readFileSync(entryFile(), 'utf8')).toContain('\nExec="/opt/Postern/postern" "--hidden"\n');
  await item().apply(false);
  expect(existsSync(entryFile())).toBe(false);
  await item().apply(false);
});

test('a program that moved is found again, and an AppImage is named itself', async () => {
  await item({ command: '/old/place' }).apply(true);
  await item({ env: { APPIMAGE: '/home/u/Postern.AppImage' }, command: '/tmp/.mount_x/postern' }).apply(true);
  expect(readFileSync(entryFile(), 'utf8')).toContain('Exec="/home/u/Postern.AppImage" "--hidden"');
});

test('a file that starts the right program is left alone, switched off as it may be', async () => {
  await item().apply(true);
  const off = readFileSync(entryFile(), 'utf8').replace('enabled=true', 'enabled=false');
  writeFileSync(entryFile(), off);
  await item().apply(true);
  expect(readFileSync(entryFile(), 'utf8')).toBe(off);
});

test('inside Flatpak and Snap nothing is written', async () => {
  await item({ env: { FLATPAK_ID: 'com.postern' } }).apply(true);
  await item({ env: { SNAP: '/snap/postern/1' } }).apply(true);
  expect(existsSync(entryFile())).toBe(false);
});

test.each(['win32', 'darwin'] as const)('on %s the system keeps the list', async (platform) => {
  const { apply, told } = item({ platform });
  await apply(true);
  await apply(false);
  expect(told).toEqual([
    { openAtLogin: true, args: ['--hidden'] },
    { openAtLogin: false, args: ['--hidden'] },
  ]);
  expect(existsSync(entryFile())).toBe(false);
});
