import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../app/hosts/schema.ts';
import { host as makeHost, id } from '../app/hosts/host.ts';
import { control } from './launch.ts';
import { posternOfEachTest, type Postern } from './postern.ts';

// What users do in the window, on the built app. Whoever looks may be late: what is gone again was written down.

const start = posternOfEachTest(afterEach);

/** Nothing listens on its ports, so the service refuses until the deadline. */
const nas = makeHost({
  name: 'nas',
  address: '127.0.0.1',
  knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 47_001 }] },
  check: { port: 47_002 },
  tries: 1,
  deadlineMs: 1_000,
});

const savedHosts = ({ folder }: Postern): readonly Host[] =>
  (JSON.parse(readFileSync(join(folder, 'hosts.json'), 'utf8')) as { hosts: readonly Host[] }).hosts;
const row = (page: Page, name: string): Locator => page.getByRole('row', { name: new RegExp(`^${name}, `) });
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });

/** Every text that a part of the page will ever show, each once in a row. */
async function followTexts(part: Locator): Promise<() => Promise<readonly string[]>> {
  await part.evaluate((element) => {
    const texts = [element.textContent];
    Object.assign(window, { texts });
    new MutationObserver(() => {
      if (texts.at(-1) !== element.textContent) texts.push(element.textContent);
    }).observe(element, { childList: true, characterData: true, subtree: true });
  });
  return () => part.page().evaluate(() => (window as unknown as { texts: string[] }).texts);
}

test('at the first run the practice door is knocked, opens, closes, and stays shut for the wrong order', async () => {
  const there = await start({ settings: { welcomed: false } });
  const page = await there.app.firstWindow();
  await page.getByRole('heading', { name: 'Welcome to Postern' }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  const card = page.getByRole('region', { name: 'Practice' });
  await card.getByText('The door is shut. Knock to open it.').waitFor();
  const texts = await followTexts(card);

  await page.getByRole('button', { name: 'Knock the practice door' }).click();
  await card.getByText('It opened: Postern connected to it.').waitFor();
  await card.getByText('It has closed again.').waitFor({ timeout: 40_000 });
  const words = (await texts()).map(
    (text) => /Practice.*?leaves it\.(Closed|Knocking|Looking|Waiting|Open)/.exec(text)?.[1],
  );
  const states = words.map((word) => (word === 'Looking' || word === 'Waiting' ? 'Knocking' : word));
  expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
    'Closed',
    'Knocking',
    'Open',
    'Closed',
  ]);

  await page.getByRole('button', { name: 'Now with the wrong order' }).click();
  await card.getByText('The same packets in another order, and the door stayed shut.').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Look around first' }).click();
  await row(page, 'Practice door').waitFor();
  expect(savedHosts(there).map(({ tags }) => tags)).toEqual([['practice']]);
  expect(JSON.parse(readFileSync(join(there.folder, 'settings.json'), 'utf8'))).toMatchObject({
    welcomed: true,
  });
});

test('a knock that fails says so with its reason, and "Why?" lists the evidence', async () => {
  const there = await start({ hosts: [nas] });
  const page = await there.window();
  await row(page, 'nas').click();
  await details(page).getByRole('button', { name: 'Knock nas' }).click();
  const reason = 'refused the connection. The host is reachable, but nothing listens there yet.';
  await details(page).getByText(reason).waitFor();
  await expect
    .poll(() => row(page, 'nas').getAttribute('aria-label'))
    .toContain(`nas, Failed, 47002/tcp ${reason}`);

  const why = details(page).locator('section', { has: page.getByRole('heading', { name: 'Why?' }) });
  const findings = await why.getByRole('listitem').allTextContents();
  expect(findings.join('\n')).toMatch(/^Seen\. 47002\/tcp refuses the connection: the way there is free/);
  expect(findings.join('\n')).toContain('Ruled out. The clock');
});

test('a host is edited while it is knocked: the knock goes on, and the next one is as edited', async () => {
  const there = await start({ hosts: [{ ...nas, deadlineMs: 120_000 }] });
  const page = await there.window();
  await row(page, 'nas').click();
  await page.keyboard.press('Control+Enter');
  await details(page).getByText('Waiting for an answer').waitFor();

  await page.keyboard.press('Control+e');
  await page.getByLabel('Name', { exact: true }).fill('attic');
  const opening = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => opening.once('listening', resolve));
  const { port } = opening.address() as { port: number };
  await page.getByLabel('Service port (TCP)').fill(String(port));
  await page.keyboard.press('Control+s');

  await details(page).getByText('Waiting for an answer').waitFor();
  expect(savedHosts(there)).toMatchObject([{ name: 'attic', check: { port } }]);
  await details(page).getByRole('button', { name: 'Stop attic' }).click();
  await details(page).getByText('Stopped after 1 packet.').waitFor();
  await details(page).getByRole('button', { name: 'Knock attic' }).click();
  await expect.poll(() => row(page, 'attic').getAttribute('aria-label')).toMatch(/^attic, Open, /);
  opening.close();
});

test('a host is deleted by a key, and undo brings it back as it was', async () => {
  const other = { ...nas, id: id(2), name: 'router' };
  const there = await start({ hosts: [nas, other] });
  const page = await there.window();
  await row(page, 'nas').click();
  await page.keyboard.press('Delete');
  await expect.poll(() => savedHosts(there).map(({ name }) => name)).toEqual(['router']);
  await expect.poll(() => row(page, 'nas').count()).toBe(0);

  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'nas').waitFor();
  expect(savedHosts(there).toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([nas, other]);
  await details(page).getByRole('heading', { name: 'nas' }).waitFor();
});

describe('with 500 hosts', () => {
  const hosts = Array.from({ length: 500 }, (_, index) => ({
    ...nas,
    id: id(index + 1),
    name: `host-${index + 1}`,
  }));

  test('the list finds one, and its knock redraws no other row', async () => {
    const there = await start({ hosts });
    const page = await there.window();
    await page.getByText('500 hosts').waitFor();
    await page.getByLabel('Search hosts').fill('host-25');
    await page.getByText('11 of 500 hosts').waitFor();
    await row(page, 'host-250').click();
    await page.getByLabel('Search hosts').fill('');
    await page.getByText('500 hosts', { exact: true }).waitFor();
    await page.getByLabel('Search hosts').fill('host-25');
    await page.getByText('11 of 500 hosts').waitFor();
    await page.getByRole('grid', { name: 'Hosts' }).evaluate((list) => {
      const redrawn = new Set<string | undefined>();
      Object.assign(window, { redrawn });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          redrawn.add(element?.closest<HTMLElement>('[role=row]')?.dataset['key']);
        }
      }).observe(list, { attributes: true, characterData: true, childList: true, subtree: true });
    });
    await details(page).getByRole('button', { name: 'Knock host-250' }).press('Enter');
    await expect.poll(() => row(page, 'host-250').getAttribute('aria-label')).toContain('Failed');
    const redrawn = await page.evaluate(() => [...(window as unknown as { redrawn: Set<string> }).redrawn]);
    expect(redrawn).toEqual([id(250)]);
  });

  test('the tray menu holds pages of them, and says where the others are', async () => {
    const there = await start({ hosts });
    const menu = async () => (await control(there.app, (standIn) => standIn.tray()))?.menu ?? [];
    await expect.poll(async () => (await menu()).map(({ text }) => text)).toContain('host-1 … host-25');
    const pages = (await menu()).filter(({ items }) => items.length > 0);
    const lines = pages.flatMap(({ items }) => items.map(({ text }) => text));
    expect(lines).toEqual(hosts.slice(0, 200).map(({ name }) => `${name}: not checked`));

    await control(there.app, (standIn) => standIn.chooseInTray('host-26 … host-50', 'host-30: not checked'));
    await expect.poll(async () => (await menu()).map(({ text }) => text)).toContain('Knocking host-30');
    await there.window(() => control(there.app, (standIn) => standIn.chooseInTray('More hosts…')));
  });
});
