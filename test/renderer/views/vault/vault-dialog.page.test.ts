import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};
const totp = 'totp-door';
const dialog = ({ page }: Shown) => page.getByRole('dialog', { name: 'Unlock the secrets' });
const row = ({ page }: Shown, name: string) => page.getByRole('row', { name: new RegExp(`^${name}, `) });

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each(['methods', 'methods-totp', 'methods-list', 'methods-spa', 'methods-missing', 'methods-german'])(
    'the scene %s has no flaw',
    async (scene) => {
      const shown = await open(scene, look);
      await shown.page.waitForTimeout(300);
      await expectSound(shown);
      await shown.page.context().close();
    },
  );

  test('the question for the passphrase has no flaw', async () => {
    const shown = await open('methods-locked', look);
    await shown.page
      .getByRole('button', { name: `Knock ${totp}` })
      .first()
      .click();
    await dialog(shown).waitFor();
    await expectSound(shown);
  });
});

describe('while the secrets are locked', () => {
  test('a knock asks for the passphrase, and goes on with it', async () => {
    const shown = await open('methods-locked');
    const { page } = shown;
    await row(shown, totp).focus();
    await page.keyboard.press('Control+Enter');
    await dialog(shown).waitFor();
    await page.keyboard.type('open says me');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the passphrase. Try again.').waitFor();
    await page.getByLabel('Passphrase').fill('open sesame');
    await page.keyboard.press('Enter');
    await expect.poll(() => row(shown, totp).getAttribute('aria-label')).toMatch(/Knocking|Waiting|Failed/);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    expect(shown.faults).toEqual([]);
  });

  test('who closes the question knocks nothing', async () => {
    const shown = await open('methods-locked');
    await row(shown, totp).focus();
    await shown.page.keyboard.press('Control+Enter');
    await dialog(shown).waitFor();
    await shown.page.keyboard.press('Escape');
    await dialog(shown).waitFor({ state: 'detached' });
    expect(await row(shown, totp).getAttribute('aria-label')).toMatch(/, Not checked/);
  });

  test('the palette asks too', async () => {
    const shown = await open('methods-locked');
    await shown.page.keyboard.press('Control+k');
    await shown.page.keyboard.type('totp');
    await shown.page.keyboard.press('Enter');
    await dialog(shown).waitFor();
    expect(shown.faults).toEqual([]);
  });

  test('where the tray leads, the question is asked and the knock follows; a reload does not repeat it', async () => {
    const shown = await open('methods-locked');
    const { page } = shown;
    const place = await page.evaluate(() => location.hash);
    await page.evaluate((hash) => location.assign(`${hash}/unlock`), place);
    await dialog(shown).waitFor();
    expect(await page.evaluate(() => location.hash)).toBe(place);
    await page.keyboard.type('open sesame');
    await page.keyboard.press('Enter');
    await expect.poll(() => row(shown, totp).getAttribute('aria-label')).toMatch(/Knocking|Waiting|Failed/);
  });
});

test('ports that change with the time count down to the next ones', async () => {
  const shown = await open('methods-totp');
  const timer = shown.page.getByRole('timer', { name: 'New ports in' });
  await expect.poll(() => timer.textContent()).toMatch(/^changes in [01]:\d\d$/);
  expect(await timer.getAttribute('aria-live')).toBe('off');
});

test('a missing secret leads to where it is entered', async () => {
  const shown = await open('methods-missing');
  const { page } = shown;
  await expect.poll(() => row(shown, totp).getAttribute('aria-label')).toMatch(/Secret missing/);
  await page
    .getByRole('button', { name: `Knock ${totp}` })
    .first()
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Enter secret' }).click();
  await page.getByRole('heading', { name: new RegExp(`^Edit ${totp}`), level: 1 }).waitFor();
});

test('a number that nobody saw arrive is settled by its user', async () => {
  const shown = await open('methods');
  const { page } = shown;
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByText('Counter 118 was sent, and nothing could be checked. Did it work?').waitFor();
  await details.getByText(/counter 119$/).waitFor();
  await details.getByRole('button', { name: 'It did not' }).press('Enter');
  await details.getByText('Did it work?').waitFor({ state: 'detached' });
  // It was lost on its way: the server still expects it.
  await details.getByText(/counter 118$/).waitFor();
  expect(shown.faults).toEqual([]);
});

test('a deleted host takes its secrets along once its notice is gone', async () => {
  const shown = await open('methods');
  const { page } = shown;
  await row(shown, 'spa-door').focus();
  await page.keyboard.press('Delete');
  const notice = page.getByRole('alertdialog');
  await notice.getByText('Deleted spa-door. Its secret is erased when this message closes.').waitFor();
  await notice.getByRole('button', { name: 'Undo' }).click();
  await row(shown, 'spa-door').waitFor();
  expect(await row(shown, 'spa-door').getAttribute('aria-label')).not.toMatch(/Secret missing/);

  await row(shown, 'spa-door').focus();
  await page.keyboard.press('Delete');
  await notice.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Control+,');
  await page.getByText('7 secrets of 6 hosts.').or(page.getByText('6 secrets of 6 hosts.')).waitFor();
  expect(await page.getByText(/deleted host/).count()).toBe(0);
});

test('a copy of a host says that it has no secrets', async () => {
  const shown = await open('methods');
  await row(shown, 'spa-door').focus();
  await shown.page.keyboard.press('Control+d');
  await shown.page.getByText('"spa-door copy" has no secrets yet: they are not copied.').waitFor();
  expect(shown.faults).toEqual([]);
});
