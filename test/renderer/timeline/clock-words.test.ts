import { expect, test } from 'vitest';
import { describeOffset } from '../../../renderer/timeline/clock-words.ts';
import { createFormat } from '../../../renderer/format.ts';
import type { TFunction } from 'i18next';

const t = ((key: string, facts: Record<string, string>) =>
  `${key} ${Object.values(facts).join()}`) as TFunction;
const say = (offsetMs: number, errorMs: number): string =>
  describeOffset(t, createFormat('en'), { offsetMs, errorMs }).replaceAll('\u00a0', ' ');

test('an offset within its own error is none', () => {
  expect(say(12, 12)).toBe('timeline.offset.right 12 ms');
  expect(say(-12, 12)).toBe('timeline.offset.right 12 ms');
});

test('a clock behind the other one is slow, one ahead is fast', () => {
  expect(say(3_200, 12)).toBe('timeline.offset.slow 3.2 s,12 ms');
  expect(say(-3_200, 12)).toBe('timeline.offset.fast 3.2 s,12 ms');
});
