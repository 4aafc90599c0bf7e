import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSettingsStore } from '../../../app/node/settings-store.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('settings survive, in a file that only its owner can read', async () => {
  const folder = temporaryFolder();
  const saved = await createSettingsStore({ folder }).save({ ...defaultSettings, theme: 'dark' });
  expect(saved.ok).toBe(true);
  expect(await createSettingsStore({ folder }).load()).toEqual({ ...defaultSettings, theme: 'dark' });
  expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '[]'])('a file that holds %j means defaults', async (content) => {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'settings.json'), content);
  expect(await createSettingsStore({ folder }).load()).toMatchObject(defaultSettings);
});
