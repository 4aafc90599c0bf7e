import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../app/hosts/schema.ts';
import { host as makeHost } from '../app/hosts/host.ts';
import { press, tick, typeInto } from './keyboard.ts';
import { control } from './launch.ts';
import { posternOfEachTest, type Postern } from './postern.ts';

// What Postern does by itself, as its user sees it. Waking needs a default route, as any rule does; packets stay on the
// loopback.

const start = posternOfEachTest(afterEach);

const sentence = 'When this computer wakes, knock nas, unless it is open already, at most 2 times an hour.';

/** A service on the loopback that listens once a port was knocked, until another one is. */
async function guardedHost(): Promise<{ readonly nas: Host; readonly knocks: () => number }> {
  let knocks = 0;
  const service = createServer((socket) => socket.destroy());
  const check = await listen(service);
  service.close();
  const opening = createServer((socket) => {
    knocks += 1;
    if (!service.listening) service.listen(check, '127.0.0.1');
    socket.destroy();
  });
  const closing = createServer((socket) => {
    service.close();
    socket.destroy();
  });
  onTestFinished(() => {
    for (const server of [service, opening, closing]) server.close();
  });
  const nas = makeHost({
    name: 'nas',
    address: '127.0.0.1',
    knock: { method: 'sequence', tcp: 'connect', steps: [{ proto: 'tcp', port: await listen(opening) }] },
    check: { port: check },
    close: { method: 'sequence', tcp: 'connect', steps: [{ proto: 'tcp', port: await listen(closing) }] },
    tries: 1,
  });
  return { nas, knocks: () => knocks };
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** Electron tells that the computer woke. */
async function wake({ app }: Postern): Promise<void> {
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
}

/** Fills the form of a new rule; it is not saved yet. */
async function writeRule(page: Page): Promise<void> {
  await page.keyboard.press('Control+3');
  await press(page, 'Add rule');
  await tick(page, 'nas');
  await typeInto(page, 'Times an hour', '2');
  await page.getByText(sentence).waitFor();
}

const rules = (page: Page): Locator => page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(`^${name}, `) });

/** What was decided each time the computer woke, the newest first. */
async function wakings(page: Page, count: number): Promise<Locator> {
  await page.keyboard.press('Control+2');
  await page.getByRole('link', { name: 'Decisions' }).click();
  const entries = page.getByRole('listitem').filter({ hasText: 'This computer woke' });
  await expect.poll(() => entries.count()).toBe(count);
  return entries;
}

const tray = ({ app }: Postern) => control(app, (standIn) => standIn.tray());
const trayLines = async (there: Postern): Promise<readonly string[]> =>
  (await tray(there))?.menu?.map(({ text }) => text) ?? [];

test('a rule that is made by keyboard knocks once when the computer wakes, and Activity says why', async () => {
  const { nas, knocks } = await guardedHost();
  const there = await start({ hosts: [nas] });
  const page = await there.window();
  // One waking is on record before there is a rule.
  await page.keyboard.press('Control+2');
  await wake(there);
  await wakings(page, 1);
  await writeRule(page);
  await page.getByText('It would have run once.').waitFor();
  expect(knocks()).toBe(0);
  await page.keyboard.press('Control+s');
  await expect.poll(() => rules(page).allTextContents()).toEqual([expect.stringContaining(sentence)]);
  expect(await rules(page).textContent()).toContain('Has not run yet');

  await wake(there);
  await expect.poll(() => rules(page).textContent()).toMatch(/Last: .*, nas: Open/);

  await page.keyboard.press('Control+2');
  const knock = page.getByRole('listitem').filter({ hasText: 'by a rule' });
  await knock.getByRole('button').first().click();
  await knock.getByText(`Rule: ${sentence}`).waitFor();
  const [newest] = await (await wakings(page, 2)).all();
  await newest?.getByRole('button').click();
  await newest?.getByText('nas: knocked, because this is what the rule is for.').waitFor();

  await page.keyboard.press('Control+1');
  await expect.poll(() => row(page, 'nas').getAttribute('aria-label')).toMatch(/^nas, Open, /);
  expect(knocks()).toBe(1);
});

test('rules that are paused in the tray leave the door alone until they are resumed; a button shuts it', async () => {
  const { nas, knocks } = await guardedHost();
  const there = await start({ hosts: [nas] });
  const page = await there.window();
  await writeRule(page);
  await page.keyboard.press('Control+s');
  await expect.poll(() => trayLines(there)).toContain('Auto-knock on');

  await control(there.app, (standIn) => standIn.chooseInTray('Auto-knock on', 'Pause for an hour'));
  await expect.poll(async () => (await tray(there))?.image).toMatch(/[/\\]paused-\w+\.png$/);
  const paused = (await trayLines(there)).find((line) => line.startsWith('Auto-knock paused until ')) ?? '';
  await page.getByRole('button', { name: 'Resume' }).first().waitFor();
  await wake(there);
  const skipped = await wakings(page, 1);
  await skipped.getByRole('button').click();
  await skipped.getByText(/^nas: left alone, because rules were paused until /).waitFor();
  expect(knocks()).toBe(0);

  await control(there.app, (standIn, line) => standIn.chooseInTray(line, 'Resume'), paused);
  await expect.poll(async () => (await tray(there))?.image).toMatch(/[/\\]idle-\w+\.png$/);
  expect(await trayLines(there)).toContain('Auto-knock on');
  await wake(there);
  await page.keyboard.press('Control+1');
  await expect.poll(() => row(page, 'nas').getAttribute('aria-label')).toMatch(/^nas, Open, /);
  expect(knocks()).toBe(1);

  await row(page, 'nas').click();
  await page.getByRole('button', { name: 'Close nas' }).click();
  await expect.poll(() => row(page, 'nas').getAttribute('aria-label')).toMatch(/^nas, Closed/);
});
