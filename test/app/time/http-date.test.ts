import { expect, test } from 'vitest';
import { readHttpDate } from '../../../app/time/http-date.ts';

const now = Date.UTC(2026, 0, 1);

function read(date: string | null, tookMs = 0) {
  return readHttpDate({ date, sentAtMs: now, heardAtMs: now + tookMs });
}

test('a date stands for the middle of its second', () => {
  expect(read('Thu, 01 Jan 2026 00:00:00 GMT')).toEqual({ offsetMs: 500, errorMs: 500 });
});

test('half of the way is added to the error, and our time is the middle of it', () => {
  expect(read('Thu, 01 Jan 2026 00:05:00 GMT', 201)).toEqual({ offsetMs: 300_400, errorMs: 601 });
});

test('a server that is behind has a negative offset', () => {
  expect(read('Wed, 31 Dec 2025 23:55:00 GMT')?.offsetMs).toBe(-299_500);
});

test.each([null, '', 'today', '-1', '0', '99999999999999', 'Thu, 32 Jan 2026 00:00:00 GMT'])(
  'the date %j says nothing',
  (date) => {
    expect(read(date)).toBeNull();
  },
);
