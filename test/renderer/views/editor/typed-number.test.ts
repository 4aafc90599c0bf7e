import { expect, test } from 'vitest';
import { signedNumberOf } from '../../../../renderer/views/editor/typed-number.ts';

test.each([
  ['', undefined],
  ['-12', -12],
  ['−12', -12],
  ['+3', 3],
  ['7', 7],
  ['-', undefined],
  ['1-2', NaN],
  ['--1', NaN],
])('"%s" is %d with a sign', (text, number) => {
  expect(signedNumberOf(text)).toBe(number);
});
