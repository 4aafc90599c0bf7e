import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDue, nextScheduled, nextTimes } from '../../../app/rules/schedule.ts';
import { noon, rule } from './rule.ts';
import { wall, zone } from './zones.ts';

const berlin = zone('Europe/Berlin');
const samoa = zone('Pacific/Apia');
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const weekdays = [1, 2, 3, 4, 5];

function shown(days: readonly number[], at: string, from: string, offsetAt = berlin): readonly string[] {
  const times = nextTimes({ schedule: { days: [...days], at }, from: Date.parse(from), count: 3, offsetAt });
  return times.map((time) => wall(time, offsetAt));
}

describe('the next three times', () => {
  test('leave out the days that were not chosen', () => {
    expect(shown(weekdays, '08:55', '2026-03-05T12:00Z')).toEqual([
      '2026-03-06 08:55',
      '2026-03-09 08:55',
      '2026-03-10 08:55',
    ]);
  });

  test('begin with today if it is still to come, and not with now', () => {
    expect(shown(everyDay, '08:55', '2026-03-05T07:54:59Z')[0]).toBe('2026-03-05 08:55');
    expect(shown(everyDay, '08:55', '2026-03-05T07:55:00Z')[0]).toBe('2026-03-06 08:55');
  });

  test('stay at the same time of day when clocks change', () => {
    expect(shown([7], '08:55', '2026-03-16T12:00Z')).toEqual([
      '2026-03-22 08:55',
      '2026-03-29 08:55',
      '2026-04-05 08:55',
    ]);
  });

  test('come after the hour that is skipped', () => {
    expect(shown(everyDay, '02:30', '2026-03-28T12:00Z')[0]).toBe('2026-03-29 03:30');
  });

  test('come once in the hour that is repeated', () => {
    expect(shown(everyDay, '02:30', '2026-10-24T12:00Z')).toEqual([
      '2026-10-25 02:30',
      '2026-10-26 02:30',
      '2026-10-27 02:30',
    ]);
  });

  test('come once for a date that was skipped and the one after it', () => {
    expect(shown(everyDay, '08:55', '2011-12-29T12:00Z', samoa)).toEqual([
      '2011-12-29 08:55',
      '2011-12-31 08:55',
      '2012-01-01 08:55',
    ]);
  });

  test('are none without a day', () => {
    expect(shown([], '08:55', '2026-03-05T12:00Z')).toEqual([]);
  });
});

test('a time is due in its minute, and in no other', () => {
  const starts = fc.integer({ min: 1.6e12, max: 1.9e12 });
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
  fc.assert(
    fc.property(starts, days, fc.constantFrom('02:30', '08:55', '00:00'), (from, chosen, at) => {
      const schedule = { days: chosen, at };
      const [time = 0] = nextTimes({ schedule, from, count: 1, offsetAt: berlin });
      const due = [time - 1, time, time + 59_999, time + 60_000].map((now) => isDue(schedule, now, berlin));
      expect(due).toEqual([false, true, true, false]);
    }),
  );
});

describe('the next rule to ask', () => {
  const early = rule({ when: { kind: 'schedule', days: [3], at: '06:00' } });
  const late = rule({ when: { kind: 'schedule', days: [2], at: '18:00' } });

  test('is the first of those that are on', () => {
    expect(nextScheduled([early, late, rule()], noon, () => 0)).toBe(Date.UTC(2026, 2, 3, 18));
    expect(nextScheduled([early, { ...late, enabled: false }], noon, () => 0)).toBe(Date.UTC(2026, 2, 4, 6));
  });

  test('is none without schedules', () => {
    expect(nextScheduled([rule()], noon, () => 0)).toBeNull();
  });
});
