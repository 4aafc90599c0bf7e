import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from '../../main/paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first comes at once, of the others only the latest, and never sooner than it may', () => {
  const done: string[] = [];
  const act = paced((word: string) => done.push(`${word} at ${performance.now()}`), 50);
  const startedAt = performance.now();
  act('a');
  act('b');
  act('c');
  vi.advanceTimersByTime(49);
  expect(done).toEqual([`a at ${startedAt}`]);
  vi.advanceTimersByTime(1);
  act('d');
  vi.advanceTimersByTime(200);
  act('e');
  expect(done).toEqual(
    ['a', 'c', 'd', 'e'].map((word, n) => `${word} at ${startedAt + ([0, 50, 100, 250][n] ?? 0)}`),
  );
});

test('with nothing to do no timer is left', () => {
  const act = paced(() => undefined, 50);
  act(undefined);
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(0);
});

test('what was cancelled is not done', () => {
  const done: string[] = [];
  const act = paced((word: string) => done.push(word), 50);
  act('a');
  act('b');
  act.cancel();
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['a']);
});
