import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { host as makeHost } from '../app/hosts/host.ts';
import { makeLinuxElectron } from '../main/packaging/fake-electron.ts';
import { pack } from '../main/packaging/pack.ts';
import { control } from './launch.ts';
import { startPostern, type Postern } from './postern.ts';

// The packed directory, on the stand-in even where a real Electron is named: its fuses shut the debugger that
// Playwright needs, as they should.
const folder = mkdtempSync(join(tmpdir(), 'postern-packed-'));
const packed = join(folder, 'dist/linux-unpacked');
const program = join(packed, 'postern-desktop');
const standIn = join(import.meta.dirname, 'stand-in/bin/electron');
let postern: Postern | null = null;

beforeAll(async () => {
  const electron = makeLinuxElectron({
    folder: join(folder, 'electron'),
    script: `ELECTRON_STANDIN_EXECUTABLE="$0" exec '${standIn}' "$@"`,
  });
  await pack({ electron, folder, targets: ['--linux', '--dir'] });
});

afterEach(async () => {
  await postern?.close();
  postern = null;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nas = makeHost({
  name: 'NAS',
  address: '127.0.0.1',
  knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 47_011 }] },
  check: { port: 47_012 },
  tries: 1,
  deadlineMs: 1_000,
});

test('the packed program starts into the tray, opens its window on the hosts, and knocks', async () => {
  postern = await startPostern({ packed: program, hosts: [nas] });
  const { app } = postern;
  const lines = () =>
    control(
      app,
      (electron) =>
        electron
          .tray()
          ?.menu?.map(({ text }) => text)
          .join('\n') ?? '',
    );
  await expect.poll(lines, { timeout: 10_000 }).toContain('NAS: not checked');
  expect(app.windows()).toEqual([]);
  expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true);

  const page = await postern.window(() => control(app, (electron) => electron.chooseInTray('Open Postern')));
  await page.getByRole('heading', { name: 'Hosts', exact: true }).waitFor({ state: 'attached' });
  await page.getByRole('row', { name: /NAS/ }).waitFor();

  await control(app, (electron) => electron.chooseInTray('NAS: not checked'));
  await page.getByRole('row').filter({ hasText: '47012/tcp refused the connection' }).waitFor();
});

test('what was started is the program with its fuses set, and the app is in its archive alone', async () => {
  const fuses = await getCurrentFuseWire(program);
  expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  expect(readdirSync(join(packed, 'resources')).filter((name) => name.startsWith('app'))).toEqual([
    'app.asar',
  ]);
});
