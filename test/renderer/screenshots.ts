import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserFlags, browserPath } from '../browser.ts';
import { servePages } from './page-server.ts';

/*
 * Takes the pictures of the README (`npm run screenshots`): the real window on the real engine, in the fake world of
 * the development shell (renderer/dev/scenes.ts).
 */

const folder = 'assets/screenshots';
const pictures = [
  { name: 'hosts', scene: 'hosts-all-states', colorScheme: 'light' },
  { name: 'hosts-dark', scene: 'hosts-all-states', colorScheme: 'dark' },
  { name: 'editor', scene: 'editor', colorScheme: 'light' },
  { name: 'activity', scene: 'activity', colorScheme: 'light' },
] as const;

const pages = await servePages();
const browser = await chromium.launch({ executablePath: browserPath, args: browserFlags });
await mkdir(folder, { recursive: true });
for (const { name, scene, colorScheme } of pictures) {
  const viewport = { width: 1_040, height: 680 };
  const page = await browser.newPage({ colorScheme, viewport, locale: 'en-GB', reducedMotion: 'reduce' });
  await page.goto(`${pages.url}?bare&scene=${scene}`);
  await page.waitForSelector('main h1', { state: 'attached' });
  // The knocks of the scene have answered by then, and one is still under way.
  await page.waitForTimeout(1_500);
  if (name === 'activity') await page.getByRole('button', { name: 'web-edge' }).first().click();
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
await browser.close();
await pages.close();
