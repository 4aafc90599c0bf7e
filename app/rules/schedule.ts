import { minuteMs } from '../clock.ts';
import type { Rule, When } from './schema.ts';
import { localDay, momentOf, weekday, type OffsetAt } from './zone.ts';

export type Schedule = Extract<When, { kind: 'schedule' }>;

/** The next `count` times after `from`, ascending. */
export function nextTimes({
  schedule,
  from,
  count,
  offsetAt,
}: {
  readonly schedule: Pick<Schedule, 'days' | 'at'>;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly count: number;
  readonly offsetAt: OffsetAt;
}): readonly number[] {
  const times: number[] = [];
  if (schedule.days.length === 0) return times;
  for (let day = localDay(from, offsetAt); times.length < count; day += 1) {
    if (!schedule.days.includes(weekday(day))) continue;
    const time = momentOf(day, schedule.at, offsetAt);
    // A date that a time zone skipped (Samoa, 2011-12-30) has its time on the next one, which comes anyway.
    if (time > (times.at(-1) ?? from)) times.push(time);
  }
  return times;
}

/** The next minute at which some rule that is on wants to be asked; null: none ever. */
export function nextScheduled(rules: readonly Rule[], from: number, offsetAt: OffsetAt): number | null {
  const times = rules.flatMap(({ enabled, when }) =>
    enabled && when.kind === 'schedule' ? nextTimes({ schedule: when, from, count: 1, offsetAt }) : [],
  );
  return times.length > 0 ? Math.min(...times) : null;
}

/** Whether the minute of `at` is one of the schedule's times. */
export function isDue(schedule: Pick<Schedule, 'days' | 'at'>, at: number, offsetAt: OffsetAt): boolean {
  const minute = Math.floor(at / minuteMs) * minuteMs;
  return nextTimes({ schedule, from: minute - 1, count: 1, offsetAt })[0] === minute;
}
