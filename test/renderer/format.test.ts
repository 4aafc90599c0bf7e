import { describe, expect, test } from 'vitest';
import { createFormat } from '../../renderer/format.ts';

const en = createFormat('en');
const de = createFormat('de');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [0.44, '0.4 ms', '0,4 ms'],
  [23.4, '23 ms', '23 ms'],
  [1_234, '1.2 s', '1,2 s'],
  [125_000, '2 min 5 s', '2 min 5 s'],
  [5_400_000, '1 h 30 min', '1 h 30 min'],
  [90_000_000, '1 d 1 h', '1 d 1 h'],
])('%d ms in words', (ms, english, german) => {
  expect([plain(en.duration(ms)), plain(de.duration(ms))]).toEqual([english, german]);
});

test('what is read out has whole words', () => {
  expect(en.spokenDuration(23)).toBe('23 milliseconds');
  expect(de.spokenDuration(42_000)).toBe('42 Sekunden');
});

describe('a countdown', () => {
  test.each([
    [42_000, '0:42'],
    [41_001, '0:42'],
    [9_000, '0:09'],
    [3_723_000, '1:02:03'],
    [-1, '0:00'],
  ])('of %d ms', (ms, text) => {
    expect(en.countdown(ms)).toBe(text);
  });
});

test('an age has as much detail as it needs', () => {
  expect([4_200, 59_000, 185_000, 7_400_000, 200_000_000].map((ms) => plain(en.age(ms)))).toEqual([
    '4 s',
    '59 s',
    '3 min',
    '2 h',
    '2 d',
  ]);
});
