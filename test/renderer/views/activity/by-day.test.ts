import { expect, test } from 'vitest';
import { groupByDay } from '../../../../renderer/views/activity/by-day.ts';

const day = 24 * 3_600_000;

test('entries stand below their day, and the last two days have a name', () => {
  const names = {
    date: (at: number) => `day ${Math.floor(at / day)}`,
    today: 'Today',
    yesterday: 'Yesterday',
  };
  const times = [10 * day + 5, 10 * day + 1, 9 * day, 3 * day + 2, 3 * day];
  expect(groupByDay(times, (at) => at, { ...names, now: 10 * day + 9 })).toEqual([
    { day: 'Today', entries: times.slice(0, 2) },
    { day: 'Yesterday', entries: times.slice(2, 3) },
    { day: 'day 3', entries: times.slice(3) },
  ]);
});
