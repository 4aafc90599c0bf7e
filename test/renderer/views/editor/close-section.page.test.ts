import { expect, test } from 'vitest';
import { expectSound, useBrowser } from '../../page.ts';

const open = useBrowser();

test('a sequence that closes is added, and offers when it is sent by itself', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByRole('button', { name: /What closes it/ }).click();
  await page.getByRole('option', { name: 'A sequence of its own' }).click();
  const close = page.getByRole('region', { name: 'Close' });
  await page.keyboard.press('Control+s');
  await close.getByText('A sequence needs at least one step.').waitFor();
  await close.getByRole('textbox', { name: 'Sequence' }).fill('9000 8000/udp 7000');
  await close.getByText('when Postern quits').click();
  await expectSound(shown);
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Close bastion' }).waitFor();
  expect(await page.getByRole('heading', { level: 2, name: 'bastion' }).count()).toBe(1);
});

test.each([
  ['editor-totp', 'TOTP ports with a purpose of their own', 'Purpose'],
  ['editor-pknock', 'The closing packet of xt_pknock', 'Secret for closing'],
])('in the scene %s the method closes too', async (scene, choice, field) => {
  const shown = await open(scene);
  const { page } = shown;
  await page.getByRole('button', { name: /What closes it/ }).click();
  await page.getByRole('option', { name: choice }).click();
  const close = page.getByRole('region', { name: 'Close' });
  await expect.poll(() => close.getByText(field, { exact: true }).count()).toBeGreaterThan(0);
  await expectSound(shown);
});
