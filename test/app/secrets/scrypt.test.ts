import { expect, test } from 'vitest';
import { isFair, usualScrypt } from '../../../app/secrets/scrypt.ts';

test.each<[what: string, change: Partial<Record<'n' | 'r' | 'p', number>>, fair: boolean]>([
  ['as we write it', {}, true],
  ['with more rounds', { p: 4 }, true],
  ['with larger blocks', { r: 15 }, true],
  ['cheaper in memory', { n: 2 ** 16 }, false],
  ['cheaper in blocks', { r: 7 }, false],
  ['without a round', { p: 0 }, false],
  ['endless', { p: 5 }, false],
  ['beyond 256 MiB by its cost', { n: 2 ** 18 }, false],
  ['beyond 256 MiB by its blocks', { r: 16 }, false],
  ['that is no power of two', { n: 2 ** 17 + 1 }, false],
  ['that is no number', { n: Number.NaN }, false],
  ['that is no whole number', { r: 8.5 }, false],
])('scrypt %s', (_, change, fair) => {
  expect(isFair({ ...usualScrypt, ...change })).toBe(fair);
});
