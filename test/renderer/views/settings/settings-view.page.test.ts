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
  test.each([
    'settings',
    'settings-german',
    'secrets-open',
    'secrets-locked',
    'secrets-keyring',
    'secrets-away',
    'secrets-damaged',
    'secrets-german',
  ])('the scene %s has no flaw', async (scene) => {
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

describe('the secrets', () => {
  const security = ({ page }: Shown) => page.getByRole('region', { name: 'Security' });

  test('get a first passphrase, then another one, which the old one must allow', async () => {
    const shown = await open('settings');
    const { page } = shown;
    await security(shown).getByText('No secrets are kept yet.').waitFor();
    await security(shown).getByRole('button', { name: 'Set passphrase' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New passphrase').fill('open sesame');
    await dialog.getByLabel('Once more').fill('open says');
    await dialog.getByText('This differs from the first one.').waitFor();
    await expectSound(shown);
    await dialog.getByLabel('Once more').fill('open sesame');
    await page.keyboard.press('Enter');
    await page.getByText('The passphrase is set.').waitFor();
    await security(shown).getByText('Your passphrase protects them.').waitFor();

    await security(shown).getByRole('button', { name: 'Change passphrase' }).click();
    await dialog.getByLabel('Current passphrase').fill('wrong');
    await dialog.getByLabel('New passphrase').fill('open barley');
    await dialog.getByLabel('Once more').fill('open barley');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not the passphrase. Try again.').waitFor();
    await expectSound(shown);
  });

  test('are locked at once, and opened with the passphrase', async () => {
    const shown = await open('secrets-open');
    const { page } = shown;
    await security(shown).getByRole('button', { name: 'Lock now' }).click();
    await security(shown).getByText('Locked.').waitFor();
    await security(shown).getByRole('button', { name: 'Unlock' }).click();
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    await security(shown).getByText('Open.').waitFor();
    expect(shown.faults).toEqual([]);
  });

  test('keep something that opens them', async () => {
    const shown = await open('secrets-keyring');
    const keyring = security(shown).getByRole('switch', { name: 'Use the keyring' });
    await security(shown).getByText('Use the keyring').click();
    await shown.page.getByText('Something must open the secrets. Set a passphrase first').waitFor();
    expect(await keyring.isChecked()).toBe(true);
  });

  test.each([
    [
      'secrets-damaged',
      /A part of .+secrets\.json was changed or damaged: not JSON\. Nothing of it was removed\./,
    ],
    ['secrets-newer', /secrets\.json is from a newer Postern\. It is left alone/],
    [
      'secrets-away',
      /The keyring doesn't answer now\. Unlock or start it, then check again\. Nothing is lost\./,
    ],
  ])('in the scene %s say what is wrong and what to do', async (scene, said) => {
    const shown = await open(scene);
    await security(shown).getByText(said).waitFor();
    await security(shown).getByRole('button', { name: 'Check again' }).waitFor();
    expect(shown.faults).toEqual([]);
  });

  test('of deleted hosts can be removed', async () => {
    const shown = await open('secrets-orphans');
    await security(shown).getByText('7 deleted hosts still have secrets here.').waitFor();
    await security(shown).getByRole('button', { name: 'Remove them' }).click();
    await shown.page.getByText('The secrets of deleted hosts are removed.').waitFor();
    await security(shown).getByText('deleted host').waitFor({ state: 'detached' });
    expect(shown.faults).toEqual([]);
  });
});

test('the clock is compared with one that can be a clock', async () => {
  const shown = await open('settings');
  const { page } = shown;
  const source = page.getByLabel('Clock to compare with');
  await source.fill('noon');
  await page.keyboard.press('Enter');
  await page.getByText('Enter a time server such as ntp://ntp.example.net, or a web address.').waitFor();
  expect(await page.getByRole('button', { name: 'Compare now' }).count()).toBe(0);
  await source.fill('ntp://ntp.example.net');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Compare now' }).click();
  await page
    .getByText("ntp://ntp.example.net can't be reached. Check the address and the network.")
    .waitFor();
  await expectSound(shown);
});
