import { describe, expect, test } from 'vitest';
import { confidence, mean, median, quantile } from './statistics.ts';

describe('a quantile', () => {
  test.each([
    { of: [3, 1, 2], share: 0.5, is: 2 },
    { of: [4, 3, 2, 1], share: 0.5, is: 2 },
    { of: Array.from({ length: 100 }, (_, index) => index + 1), share: 0.95, is: 95 },
    { of: [7], share: 0.95, is: 7 },
    { of: [1, 2], share: 0, is: 1 },
  ])('of $of at $share is $is', ({ of, share, is }) => {
    expect(quantile(of, share)).toBe(is);
  });

  test('of nothing is no number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

test('runs that never opened push the median up, and beyond all bounds when they are the most', () => {
  expect(median([1, 2, 3, Infinity])).toBe(2);
  expect(median([1, Infinity, Infinity])).toBe(Infinity);
});

test('a mean weighs all values alike', () => {
  expect(mean([1, 2, 6])).toBe(3);
});

test.each([
  // As R's prop.test(x, n, correct = FALSE) gives them.
  { hits: 81, runs: 100, low: 0.722, high: 0.875 },
  { hits: 0, runs: 10, low: 0, high: 0.278 },
  { hits: 10, runs: 10, low: 0.722, high: 1 },
])('$hits of $runs may be anything from $low to $high', ({ hits, runs, low, high }) => {
  const seen = confidence(hits, runs);
  expect(seen.low).toBeCloseTo(low, 3);
  expect(seen.high).toBeCloseTo(high, 3);
});
