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
  test.each(['welcome', 'welcome-german'])('every card of the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    const { page } = shown;
    await expectSound(shown);
    await page.getByRole('button', { name: /^(Next|Weiter)$/ }).click();
    await page.waitForTimeout(300);
    await expectSound(shown);
    await page.getByRole('button', { name: /^(Next|Weiter)$/ }).click();
    await page.waitForTimeout(300);
    await expectSound(shown);
    await page.context().close();
  });
});

test('the practice door opens by the right knock, closes by itself, and stays shut by a wrong one', async () => {
  const shown = await open('welcome');
  const { page } = shown;
  await page.getByRole('button', { name: 'Next' }).press('Enter');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Practice');
  await page.getByText(/^Closed/).waitFor();

  await page.getByRole('button', { name: 'Knock the practice door' }).press('Enter');
  await page.getByText(/^Knocking \d of 3$/).waitFor();
  await page.getByRole('main').getByText('It opened: Postern connected to it.').waitFor();
  await page.getByText(/0:1\d left/).waitFor();
  await page.getByText('It has closed again.').waitFor({ timeout: 25_000 });

  await page.getByRole('button', { name: 'Now with the wrong order' }).press('Enter');
  await page.getByText('and the door stayed shut').first().waitFor({ timeout: 15_000 });
  await page.getByText(/40022\/tcp had not answered by/).waitFor();
  await expectSound(shown);

  await page.getByRole('button', { name: 'Next' }).press('Enter');
  await page.getByRole('button', { name: 'Add host' }).press('Enter');
  await expect.poll(() => page.title()).toBe('Add host – Postern');
}, 60_000);

test('it is skipped with one key, and the practice door can be found later', async () => {
  const { page } = await open('welcome');
  await page.getByRole('button', { name: 'Skip' }).press('Enter');
  await page.getByRole('heading', { name: 'No hosts yet' }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Try the practice door' }).isVisible()).toBe(true);
});
