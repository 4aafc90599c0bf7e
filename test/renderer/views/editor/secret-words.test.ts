import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { describeTrouble } from '../../../../renderer/views/editor/secret-words.ts';
import words from '../../../../renderer/words/en/secret.json';

const english = await createInstance().init({
  lng: 'en',
  resources: { en: { words: { secret: words } } },
  defaultNS: 'words',
  interpolation: { escapeValue: false },
});

test.each([
  [
    { problem: 'bad-character', character: '1', place: 16 },
    "It isn't valid Base32: character 1 at place 16.",
  ],
  [{ problem: 'incomplete' }, "It isn't whole Base32: the beginning or the end is missing."],
  [{ problem: 'too-long', most: 32 }, 'Up to 32 bytes: the server takes no more.'],
  [{ problem: 'bad-line', line: 2 }, "Line 2 isn't a sequence such as 7000,8000:udp,9000."],
  [{ problem: 'bad-line', line: null }, 'This list has no unused sequence.'],
] as const)('%o is said with its place', (trouble, sentence) => {
  expect(describeTrouble(english, trouble, 'base32')).toBe(sentence);
});
