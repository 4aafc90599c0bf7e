import { expect, test } from 'vitest';
import { useBrowser } from '../../page.ts';

const open = useBrowser();

test('what is watched can be read, and where this computer is', async () => {
  const { page } = await open('settings');
  const diagnostics = page.getByRole('region', { name: 'Diagnostics' });
  await diagnostics.getByText('Rules are acted on here.').waitFor();
  await diagnostics.getByText('52:54:00:00:00:01').waitFor();
  expect(await diagnostics.getByText('ip monitor').count()).toBe(1);
});

test('a page to ask for logins is taken only if it is one', async () => {
  const { page } = await open('settings');
  const field = page.getByRole('textbox', { name: 'Page that tells of a login' });
  await field.fill('example.net');
  await field.press('Enter');
  await page.getByText('Use an address such as').waitFor();
  await field.fill('http://example.net/generate_204');
  await field.press('Enter');
  await expect.poll(() => page.getByText('Use an address such as').count()).toBe(0);
  expect(await field.inputValue()).toBe('http://example.net/generate_204');
});
