import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each(['activity-empty', 'activity-german', 'activity-many'])(
    'the scene %s has no flaw',
    async (scene) => {
      const shown = await open(scene, look);
      await shown.page.waitForTimeout(300);
      await expectSound(shown);
      await shown.page.context().close();
    },
  );

  test('a failed knock with its details has no flaw', async () => {
    const shown = await open('activity-many', look);
    await shown.page.getByRole('button', { name: 'Still closed' }).first().click();
    await shown.page.getByRole('heading', { name: 'Why?' }).waitFor();
    await expectSound(shown);
    await shown.page.context().close();
  });
});

test('knocks come in pages, and the filter counts what it shows', async () => {
  const { page } = await open('activity-many');
  await page.getByText('Showing 50 of 130').waitFor();
  await page.getByRole('button', { name: 'Show older' }).click();
  await page.getByText('Showing 100 of 130').waitFor();

  await page.getByRole('button', { name: /All results/ }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await page.getByText('Showing 44 of 44').waitFor();
  expect(await page.getByRole('button', { name: 'Open' }).count()).toBe(0);

  await page.getByRole('button', { name: /All hosts/ }).click();
  await page.getByRole('option', { name: 'bastion' }).click();
  await page.getByText('Showing 7 of 7').waitFor();
  await expect.poll(() => page.url()).toContain('#/activity/00000000-0000-4000-8000-000000000001');

  await page.getByRole('button', { name: /All time/ }).click();
  await page.getByRole('option', { name: 'Last 24 hours' }).click();
  await page.getByText(/^Showing [12] of [12]$/).waitFor();
});

test('a copied report names nobody unless it is asked to', async () => {
  const { page } = await open('activity-many');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'nas' }).first().click();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.getByText('Copied as text.').first().waitFor();
  const masked = await copied();
  expect(masked).toMatch(/^Knock of host-1 /);
  expect(masked).not.toMatch(/nas|192\.0\.2/);
  await page.getByText('With names and addresses').click();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect.poll(copied).toMatch(/^Knock of nas /);
});

test('the activity is only cleared by who says so twice', async () => {
  const shown = await open('activity-many');
  const { page } = shown;
  await page.getByRole('button', { name: 'Clear…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Clear the whole activity?' });
  await question.getByText('All 130 knocks will be forgotten.').waitFor();
  await question.getByRole('button', { name: 'Keep' }).click();
  await page.getByText('Showing 50 of 130').waitFor();
  await page.getByRole('button', { name: 'Clear…' }).click();
  await question.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('heading', { name: 'No knocks yet' }).waitFor();
  await expectSound(shown);
});

test('a filter that finds nothing offers a way back', async () => {
  const { page } = await open('activity-empty');
  await page.getByRole('button', { name: /All results/ }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  await page.getByRole('heading', { name: 'No knocks in this range' }).waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect
    .poll(() => page.getByRole('heading', { level: 2 }).allTextContents())
    .toEqual(['No knocks yet']);
});

test('a knock that ends while somebody looks appears by itself', async () => {
  const { page } = await open('activity');
  const shows = (host: string) => () => page.getByRole('button', { name: host }).isVisible();
  await expect.poll(shows('bastion'), { timeout: 10_000 }).toBe(true);
  await expect.poll(shows('git'), { timeout: 15_000 }).toBe(true);
});
