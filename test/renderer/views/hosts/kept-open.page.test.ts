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
  test.each(['kept-open', 'host-closing'])('the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    await shown.page.waitForTimeout(2_500);
    await expectSound(shown);
    await shown.page.context().close();
  });
});

test('a door that is kept open says until when, and is let go on demand', async () => {
  const { page } = await open('kept-open');
  const stop = page.getByRole('button', { name: 'Stop keeping open' });
  await page.getByText(/^Kept open until .*, next knock in 0:\d\d$/).waitFor();
  await stop.click();
  await expect.poll(() => stop.count()).toBe(0);
});

test('a door is shut by hand, and what does not shut is said', async () => {
  const { page } = await open('host-closing');
  const close = page.getByRole('button', { name: 'Close nas' });
  await close.click();
  await page.getByText('Closed (silent)').first().waitFor();
  await page.getByRole('button', { name: 'Knock nas' }).first().click();
  await page.getByRole('button', { name: 'Knock again nas' }).first().waitFor();
  await close.click();
  const said = page.getByText(/Sent \d+ packets, but 22\/tcp still answers/).first();
  await expect.poll(() => said.count(), { timeout: 12_000 }).toBe(1);
});
