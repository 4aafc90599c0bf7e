import { join } from 'node:path';
import { parseJson } from '../json.ts';
import { fail, ok } from '../result.ts';
import type { SettingsPorts } from '../settings/ports.ts';
import { defaultSettings, parseSettings } from '../settings/schema.ts';
import { makeFolder, readIfAny, writeDurably, type WriteFile } from './files.ts';

/** The settings in `settings.json`. A file that cannot be read means defaults: nothing in it is beyond repeating. */
export function createSettingsStore({
  folder,
  write = writeDurably,
}: {
  readonly folder: string;
  readonly write?: WriteFile;
}): SettingsPorts {
  const path = join(folder, 'settings.json');
  return {
    async load() {
      const bytes = await readIfAny(path);
      const json = parseJson(bytes.ok && bytes.value !== null ? bytes.value.toString('utf8') : '');
      return json.ok ? parseSettings(json.value) : defaultSettings;
    },
    async save(settings) {
      const made = await makeFolder(folder);
      const text = `${JSON.stringify(settings, null, 2)}\n`;
      const written = made.ok ? await write(path, text) : made;
      return written.ok
        ? ok(undefined)
        : fail({ code: 'store-unwritable', file: path, reason: written.error });
    },
  };
}
