import { expect, test } from 'vitest';
import { count, list, printable } from '../../../app/present/text.ts';

test.each([
  ['plain', 'naïve 名前 🚪', 'naïve 名前 🚪'],
  ['an escape sequence', 'a\u001b[2Jb', 'a·[2Jb'],
  ['a line break', 'a\nb\r\u2028c', 'a·b··c'],
  ['the eight-bit form of an escape sequence', 'a\u009b31mb', 'a·31mb'],
  ['a change of the reading direction', 'a\u202eb\u2066c', 'a·b·c'],
  ['half a surrogate pair', 'a\ud800b', 'a·b'],
  ['an emoji of several', '👩\u200d🚀', '👩\u200d🚀'],
])('%s is printed as it may be', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('one is singular, everything else is plural', () => {
  expect([0, 1, 2, 31_687].map((amount) => count(amount, 'packet'))).toEqual([
    '0 packets',
    '1 packet',
    '2 packets',
    '31,687 packets',
  ]);
});

test('a list ends in its conjunction', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => list(items, 'or'))).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});
