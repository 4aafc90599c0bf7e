import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Words = { readonly [key: string]: string | Words };

const files = globSync('renderer/words/{en.json,en/*.json}').map((file) => file.replaceAll('\\', '/'));
const read = (file: string): Readonly<Record<string, string>> =>
  flat(JSON.parse(readFileSync(file, 'utf8')) as Words);

function flat(words: Words, before = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]) =>
      typeof value === 'string' ? { [before + key]: value } : flat(value, `${before}${key}.`),
    ),
  ) as Record<string, string>;
}

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/{{\s*(\w+)/g)].map(([, name = '']) => name).toSorted();

test.each(files)('%s and its German say the same, with the same facts', (file) => {
  const english = read(file);
  const german = read(file.replace('/words/en', '/words/de'));
  expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
  const facts = (words: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(words).map(([key, text]) => [
        key,
        // "every second" needs no number.
        placeholders(text).filter((name) => name !== 'count' || !key.endsWith('_one')),
      ]),
    );
  expect(facts(german)).toEqual(facts(english));
});

test.each(files.flatMap((file) => [file, file.replace('/words/en', '/words/de')]))(
  'in %s nothing is empty, and nothing shouts',
  (file) => {
    const bad = Object.entries(read(file)).filter(([, text]) => text.trim() === '' || /!|\.\.\./.test(text));
    expect(bad).toEqual([]);
  },
);
