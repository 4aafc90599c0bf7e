import { expect, test } from 'vitest';
import { describeDuration, describeMoment } from '../../../app/present/time.ts';

test.each([
  [0, '0 ms'],
  [0.42, '0.4 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [161.4, '161 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [1_240, '1.2 s'],
  [15_000, '15 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_600, '1 h'],
  [5_400_000, '1 h 30 min'],
  [86_400_000, '1 d'],
  [90_000_000, '1 d 1 h'],
])('%f ms is "%s"', (ms, words) => {
  expect(describeDuration(ms)).toBe(words);
});

test('a moment is seconds with milliseconds', () => {
  expect([0, 12.4, 1_500, 61_000].map(describeMoment)).toEqual(['0.000 s', '0.012 s', '1.500 s', '61.000 s']);
});
