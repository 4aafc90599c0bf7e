import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDay, momentOf, nextClock, weekday } from '../../../app/rules/zone.ts';
import { wall, zone } from './zones.ts';

const berlin = zone('Europe/Berlin');
const zones = [
  berlin,
  ...['America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC'].map(zone),
];

describe('a moment', () => {
  test.each([
    ['is the one at which clocks show it', '2026-03-03', '08:55', '2026-03-03T07:55Z'],
    ['is as much later as clocks skip', '2026-03-29', '02:30', '2026-03-29T01:30Z'],
    ['is the first of two', '2026-10-25', '02:30', '2026-10-25T00:30Z'],
    ['is after the skip', '2026-03-29', '03:00', '2026-03-29T01:00Z'],
    ['is after what is shown twice', '2026-10-25', '03:00', '2026-10-25T02:00Z'],
  ])('%s', (_, date, clock, expected) => {
    expect(momentOf(Date.parse(date) / 86_400_000, clock, berlin)).toBe(Date.parse(expected));
  });

  test('comes back as the date it was made from', () => {
    const clocks = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 18_000, max: 23_000 }),
        clocks,
        (offsetAt, day, time) => {
          const clock = time.map((part) => String(part).padStart(2, '0')).join(':');
          const shown = wall(momentOf(day, clock, offsetAt), offsetAt);
          const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
          // Only a skipped time is shown as a later one.
          expect(shown >= `${date} ${clock}`).toBe(true);
          expect(localDay(momentOf(day, clock, offsetAt), offsetAt)).toBe(day);
        },
      ),
    );
  });
});

test('the next time of a clock is later, by a day and an hour at most', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 1.6e12, max: 1.9e12 }), (offsetAt, now) => {
      const next = nextClock('00:00', now, offsetAt);
      expect(next).toBeGreaterThan(now);
      expect(next - now).toBeLessThanOrEqual(25 * 3_600_000);
    }),
  );
});

test('weeks begin with Monday', () => {
  expect([-4, -3, 0, 3, 4].map(weekday)).toEqual([7, 1, 4, 7, 1]);
});
