import { expect, test } from 'vitest';
import { expectSound, useBrowser, type Look } from '../page.ts';

const open = useBrowser();

test.each<[string, Look]>([
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
  ['the smallest width', { width: 320, height: 640 }],
])('in %s, that nobody answers stands above everything else', async (_name, look) => {
  const { page, faults } = await open('not-answered', look);
  const alert = page.getByRole('alert').getByText('Postern lost its background part.');
  await expect.poll(() => alert.isVisible()).toBe(true);
  // What failed besides is a command of the screen, as the scene has it.
  expect(new Set(faults)).toEqual(new Set(['nobody answers']));
  await expectSound({ page, faults: [] });
});
