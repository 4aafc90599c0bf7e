import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each(['settings', 'settings-german'])('the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    await expectSound(shown);
    await shown.page.context().close();
  });
});

const choose = async ({ page }: Shown, field: string, choice: string): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(field) }).click();
  await page.getByRole('option', { name: choice, exact: true }).click();
};
const style = ({ page }: Shown, property: string): Promise<string> =>
  page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), property);

test('a setting applies at once to everything that is shown', async () => {
  const shown = await open('settings');
  const { page } = shown;
  const root = page.locator('html');

  await choose(shown, 'Theme', 'Dark');
  await expect.poll(() => style(shown, 'color-scheme')).toBe('dark');
  await choose(shown, 'Text size', '130 %');
  await expect.poll(() => style(shown, 'font-size')).toBe('20.8px');
  await page.getByText('More contrast').click();
  await expect.poll(() => root.getAttribute('data-contrast')).toBe('more');
  await page.getByText('Less motion').click();
  await expect.poll(() => style(shown, '--m-base')).toMatch(/^0m?s$/);
  await expectSound(shown);

  await choose(shown, 'Language', 'Deutsch');
  await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
  expect(await root.getAttribute('lang')).toBe('de');
  await expect.poll(() => page.title()).toBe('Einstellungen – Postern');
  await expectSound(shown);
});

test('a reset can be taken back', async () => {
  const shown = await open('settings');
  const { page } = shown;
  await choose(shown, 'Theme', 'Dark');
  await expect.poll(() => style(shown, 'color-scheme')).toBe('dark');
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => style(shown, 'color-scheme')).toBe('light dark');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => style(shown, 'color-scheme')).toBe('dark');
});

test('half a command is not applied before it is left', async () => {
  const shown = await open('settings');
  const { page } = shown;
  const terminal = page.getByLabel('Terminal', { exact: true });
  await terminal.fill('  kitty {command} ');
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.inputValue()).toBe('kitty {command}');
});

test('a setting that cannot be kept is said', async () => {
  const shown = await open('disk-full');
  await shown.page.keyboard.press('Control+,');
  await choose(shown, 'Theme', 'Dark');
  await shown.page
    .getByText(/^Can't save\./)
    .first()
    .waitFor();
  expect(await style(shown, 'color-scheme')).toBe('light dark');
});
