import { expect, test } from 'vitest';
import { defaultSettings, parseSettings } from '../../../app/settings/schema.ts';

test('one bad value does not cost the others', () => {
  const settings = parseSettings({ theme: 'plaid', textSize: 110, language: 'de' });
  expect(settings).toEqual({ ...defaultSettings, textSize: 110, language: 'de' });
});

test('what a newer version added survives', () => {
  expect(parseSettings({ hologram: { on: true } })).toMatchObject({ hologram: { on: true } });
});

test.each([null, [], 'text', 7])('%j is no settings file and means defaults', (input) => {
  expect(parseSettings(input)).toMatchObject(defaultSettings);
});
