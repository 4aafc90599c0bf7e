import { expect, test } from 'vitest';
import { describeOffset } from '../../../app/present/clock.ts';

test.each([
  [0, 12, 'in step (within 12 ms)'],
  [12, 12, 'in step (within 12 ms)'],
  [-12, 12, 'in step (within 12 ms)'],
  [13, 12, '13 ms behind'],
  [-13, 12, '13 ms ahead'],
  [300_000, 500, '5 min behind'],
  [-300_000, 500, '5 min ahead'],
])('an offset of %i ms, known to %i ms, is %j', (offsetMs, errorMs, words) => {
  expect(describeOffset({ offsetMs, errorMs })).toBe(words);
});
