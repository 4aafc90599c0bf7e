import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { host as makeHost } from '../app/hosts/host.ts';
import { control } from './launch.ts';
import { posternOfEachTest, type Postern } from './postern.ts';

const start = posternOfEachTest(afterEach);

const nas = makeHost({
  name: 'R&D',
  address: '127.0.0.1',
  knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 47_001 }] },
  check: { port: 47_002 },
  tries: 1,
  deadlineMs: 1_000,
});

const tray = ({ app }: Postern) => control(app, (standIn) => standIn.tray());
const lines = async (there: Postern): Promise<readonly string[]> =>
  (await tray(there))?.menu?.map(({ text }) => text) ?? [];
const choose = ({ app }: Postern, text: string) =>
  control(app, (standIn, path) => standIn.chooseInTray(path), text);
const openWindow = (there: Postern) => there.window(() => choose(there, 'Open Postern'));

test('it starts into the tray, without a window and without a browser', async () => {
  const there = await start({ hosts: [nas] });
  await expect
    .poll(() => lines(there))
    .toEqual([
      'Nothing open',
      '',
      'R&D: not checked',
      '',
      'Add host…',
      'Import…',
      '',
      'Open Postern',
      'Settings…',
      'Quit Postern',
    ]);
  expect(there.app.windows()).toEqual([]);
});

test('one click in the tray knocks, and what came of it is told without a port or an address', async () => {
  const there = await start({ hosts: [nas] });
  await expect.poll(() => lines(there)).toContain('R&D: not checked');
  await choose(there, 'R&D: not checked');
  await expect.poll(async () => (await tray(there))?.image, { timeout: 10_000 }).toMatch(/failed/);
  const [notice] = await control(there.app, (standIn) => standIn.notifications());
  expect(notice).toMatchObject({ title: 'R&D did not open', body: expect.stringMatching(/^\D+$/) as string });
  const page = await there.window(() =>
    control(there.app, (standIn) => standIn.clickNotification('R&D did not open')),
  );
  expect(page.url()).toMatch(new RegExp(`#/hosts/${nas.id}$`));
  // Seen is seen.
  await expect.poll(async () => (await tray(there))?.image).not.toMatch(/failed/);
});

test('closing the window leaves the app in the tray, and the window comes back', async () => {
  const there = await start();
  const page = await openWindow(there);
  await page.close();
  await expect.poll(() => there.app.windows().length).toBe(0);
  await choose(there, 'Add host…');
  await expect.poll(() => there.app.windows()[0]?.url()).toMatch(/#\/hosts\/new$/);
});

test('without a tray host the window stays, says so once, and its end is the end', async () => {
  const there = await start({ hasTrayHost: false });
  await expect.poll(() => there.app.windows().length).toBe(1);
  expect(await tray(there)).toBe(null);
  const notices = await control(there.app, (standIn) => standIn.notifications());
  expect(notices.map(({ title }) => title)).toEqual(["Your desktop doesn't show tray icons"]);
  await expect
    .poll(() => JSON.parse(readFileSync(join(there.folder, 'settings.json'), 'utf8')) as unknown)
    .toMatchObject({ toldNoTray: true, welcomed: true });
  const ended = there.app.waitForEvent('close');
  await there.app.windows()[0]?.close();
  await ended;
});

test('a tray host that starts later gets the icon', async () => {
  const there = await start({ hasTrayHost: false });
  await expect.poll(() => there.app.windows().length).toBe(1);
  there.bus.setTrayHost(true);
  await expect.poll(async () => (await tray(there))?.toolTip).toBe('Postern: No hosts yet');
});

test('the first start shows the welcome', async () => {
  const there = await start({ settings: { welcomed: false } });
  await expect.poll(() => there.app.windows()[0]?.url()).toMatch(/#\/welcome$/);
});

test('a second launch shows the window, and a link the host it names and no other', async () => {
  const there = await start({ hosts: [nas] });
  await expect.poll(() => lines(there)).toContain('R&D: not checked');
  const page = await there.window(() => there.again());
  await there.again(`postern://open/${nas.id}`);
  await expect.poll(() => page.url()).toMatch(new RegExp(`#/hosts/${nas.id}$`));
  const before = page.url();
  for (const link of [
    'postern://open/00000000-0000-4000-8000-000000000000',
    `postern://knock/${nas.id}`,
    `postern://open/${nas.id}?always=true`,
    'postern://open/../../settings',
    '--gpu-launcher=/bin/false',
    'javascript:alert(1)',
  ]) {
    await there.again(link);
  }
  expect([page.url(), there.app.windows().length]).toEqual([before, 1]);
  expect(await lines(there)).toContain('R&D: not checked');
});

test('a host that the command line adds appears', async () => {
  const there = await start();
  await expect.poll(() => lines(there)).toContain('No hosts yet');
  writeFileSync(join(there.folder, 'hosts.json'), JSON.stringify({ version: 1, hosts: [nas] }));
  await expect.poll(() => lines(there)).toContain('R&D: not checked');
});

test('five seconds after the last window was closed nothing is left to do but to wait', async () => {
  const there = await start({ hosts: [nas] });
  const page = await openWindow(there);
  await page.close();
  const timers = () =>
    there.app.evaluate(() => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);
  // For a rule, once a minute; for a clock that jumps; and for a service that may yet come and tell of waking.
  await expect.poll(timers, { timeout: 5_000 }).toBeLessThanOrEqual(3);
});
