import { dayMs, minuteMs } from '../clock.ts';

/** The time zone of this computer: how many minutes its clocks are ahead of UTC at a moment. */
export type OffsetAt = (at: number) => number;

/** A date as days since 1970-01-01, by the clock on the wall. */
export function localDay(at: number, offsetAt: OffsetAt): number {
  return Math.floor((at + offsetAt(at) * minuteMs) / dayMs);
}

/** As ISO 8601 counts: 1 is Monday. 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * The moment at which clocks on the wall show a time of a day. A time that they skip is as much later as they skip; of
 * one that they show twice, the first.
 */
export function momentOf(day: number, clock: string, offsetAt: OffsetAt): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const wall = day * dayMs + (hours * 60 + minutes) * minuteMs;
  const before = wall - offsetAt(wall - dayMs) * minuteMs;
  const after = wall - offsetAt(wall + dayMs) * minuteMs;
  const shown = [before, after].filter((at) => at + offsetAt(at) * minuteMs === wall);
  return shown.length > 0 ? Math.min(...shown) : before;
}

/** The next moment after `at` at which clocks on the wall show this time. */
export function nextClock(clock: string, at: number, offsetAt: OffsetAt): number {
  for (let day = localDay(at, offsetAt); ; day += 1) {
    const moment = momentOf(day, clock, offsetAt);
    if (moment > at) return moment;
  }
}
