import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyHostFile, formatHostFile } from '../../app/hosts/file.ts';
import type { Host } from '../../app/hosts/schema.ts';
import { host as makeHost, id } from '../app/hosts/host.ts';
import { labProblem } from '../lab/lab.ts';
import { startPostern, type Postern } from './postern.ts';

// What breaks under the built app, and what its user sees of that and still has afterwards.

let folder = '';
let postern: Postern | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-trouble-'));
});
afterEach(async () => {
  await postern?.close();
  postern = null;
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

async function start(hosts: readonly Host[] = []): Promise<Postern> {
  postern = await startPostern({ folder, hosts });
  return postern;
}

const nas = makeHost({
  name: 'nas',
  address: '127.0.0.1',
  knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 47_021 }] },
  check: { port: 47_022 },
  tries: 1,
  deadlineMs: 120_000,
});
const router: Host = { ...nas, id: id(2), name: 'router' };

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}, `) });
const savedNames = (at = folder): readonly string[] =>
  (JSON.parse(readFileSync(join(at, 'hosts.json'), 'utf8')) as { hosts: readonly Host[] }).hosts.map(
    ({ name }) => name,
  );

test('a main process that is killed while it knocks leaves nothing behind, and the next one starts', async () => {
  const killed = await start([nas, router]);
  const page = await killed.window();
  await row(page, 'nas').click();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Waiting for an answer').first().waitFor();
  const pageIsGone = page.waitForEvent('close');
  const ended = once(killed.app.process(), 'exit');
  killed.app.process().kill('SIGKILL');
  await Promise.all([ended, pageIsGone]);
  await killed.close();

  const next = await start();
  const window = await next.window();
  await expect.poll(() => row(window, 'nas').getAttribute('aria-label')).toBe('nas, Not checked');
  await row(window, 'router').click();
  await window.keyboard.press('Delete');
  await expect.poll(() => savedNames()).toEqual(['nas']);
});

test('a page that is no longer answered says so, and is quiet again when it is', async () => {
  const { app, window } = await start([nas, router]);
  const page = await window();
  await row(page, 'nas').click();
  await app.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('call');
  });
  await page.keyboard.press('Control+Enter');
  const alert = page.getByRole('alert').getByText('Postern lost its background part.');
  await expect.poll(() => alert.isVisible()).toBe(true);

  await app.evaluate(({ ipcMain }) => {
    ipcMain.handle('call', () => ({ ok: true, value: { entries: [], total: 0 } }));
  });
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => alert.isVisible()).toBe(false);
});

test('a hosts file that is broken is set aside under a name that the window tells, and the last good copy comes back', async () => {
  const broken = '{ "version": 1, "hosts": [ {"name": "na';
  writeFileSync(join(folder, 'hosts.json'), broken);
  writeFileSync(join(folder, 'hosts.json.bak'), formatHostFile(emptyHostFile(), [nas]));
  const page = await (await start()).window();
  await page.getByRole('heading', { name: "Your host list can't be read" }).waitFor();
  const keptAs = readdirSync(folder).find((name) => name.startsWith('hosts.json.broken-')) ?? '';
  await page.getByText(`Postern kept the file as ${join(folder, keptAs)} and has a backup.`).waitFor();
  expect(readFileSync(join(folder, keptAs), 'utf8')).toBe(broken);

  await page.getByRole('button', { name: 'Restore backup' }).click();
  await row(page, 'nas').waitFor();
  expect(savedNames()).toEqual(['nas']);
});

test('a hosts file that a hand breaks meanwhile is not passed over in silence', async () => {
  const { window, again } = await start([nas]);
  const page = await window();
  await row(page, 'nas').click();
  // Saved once, so that there is a last good copy.
  await page.keyboard.press('Control+d');
  await row(page, 'nas copy').waitFor();
  writeFileSync(join(folder, 'hosts.json'), 'not a list');
  const news = page.getByRole('heading', { name: "Your host list can't be read" });
  await news.waitFor();
  // Who looks for the window later finds the news still there, though the good copy has long taken the file's place.
  await again();
  await news.waitFor();
  await page.getByRole('button', { name: 'Restore backup' }).click();
  await row(page, 'nas copy').waitFor();
  expect(savedNames()).toEqual(['nas', 'nas copy']);
});

// A disk that can be filled must be mounted: what the lab needs is enough for that.
test.skipIf(labProblem !== null)('a full disk costs nothing that was saved or typed', async () => {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
  try {
    postern = await startPostern({ folder: disk, hosts: [nas] });
    const page = await postern.window();
    await row(page, 'nas').click();
    await page.keyboard.press('Control+e');
    await page.getByLabel('Name', { exact: true }).fill('attic');
    const ballast = join(disk, 'ballast');
    fill(ballast);
    await page.keyboard.press('Control+s');
    await page.getByRole('alert').getByText("Can't save. There is no space left on the disk.").waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('attic');
    expect(savedNames(disk)).toEqual(['nas']);

    rmSync(ballast);
    await page.keyboard.press('Control+s');
    await row(page, 'attic').waitFor();
    expect(savedNames(disk)).toEqual(['attic']);
  } finally {
    await postern?.close();
    postern = null;
    // A process of the browser may be on its way out still.
    execFileSync('umount', ['--lazy', disk]);
  }
});

/** Writes until nothing fits any more, not even a byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 2 ** 20; size >= 1; size /= 2) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
