import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdMs, stepForTry, windowAt } from '../../../app/otp/time.ts';
import vectors from '../../vectors/pk1.json' with { type: 'json' };

const clock = { stepS: 60, epochS: 0, clockOffsetS: 0 };

test.each(vectors.timeSteps)('$time s is in step $T of $X s since $T0', ({ time, X, T0, T }) => {
  expect(windowAt({ nowMs: time * 1_000, stepS: X, epochS: T0, clockOffsetS: 0 }).step).toBe(T);
});

test('a step begins at its first millisecond and ends before that of the next', () => {
  const step7 = { step: 7, startsAtMs: 420_000, endsAtMs: 480_000 };
  expect(windowAt({ ...clock, nowMs: 420_000 })).toEqual(step7);
  expect(windowAt({ ...clock, nowMs: 479_999 })).toEqual(step7);
  expect(windowAt({ ...clock, nowMs: 480_000 }).step).toBe(8);
});

test('a server whose clock is ahead is in the next step earlier, by our clock', () => {
  expect(windowAt({ ...clock, clockOffsetS: 10, nowMs: 470_000 })).toEqual({
    step: 8,
    startsAtMs: 470_000,
    endsAtMs: 530_000,
  });
});

test('now lies within its step', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 41 }),
      fc.integer({ min: 1, max: 604_800 }),
      fc.nat(2_000_000_000),
      fc.integer({ min: -86_400, max: 86_400 }),
      (nowMs, stepS, epochS, clockOffsetS) => {
        const { step, startsAtMs, endsAtMs } = windowAt({ nowMs, stepS, epochS, clockOffsetS });
        expect(startsAtMs <= nowMs && nowMs < endsAtMs).toBe(true);
        expect([endsAtMs - startsAtMs, Number.isInteger(step)]).toEqual([stepS * 1_000, true]);
      },
    ),
  );
});

describe('the step of a try', () => {
  /** The steps of tries made at these times. */
  function steps(...times: readonly number[]) {
    const tried: number[] = [];
    for (const nowMs of times) tried.push(stepForTry({ ...clock, nowMs, tried }));
    return tried;
  }

  test('is the current one, far from a boundary', () => {
    expect(steps(450_000, 452_000, 454_000)).toEqual([7, 7, 7]);
  });

  test('is the previous one after a failure shortly after a boundary, and then the current one', () => {
    expect(steps(421_000, 422_000, 423_000)).toEqual([7, 6, 7]);
  });

  test('is the next one after a failure shortly before a boundary, and then the current one', () => {
    expect(steps(476_000, 477_000, 478_000)).toEqual([7, 8, 7]);
  });

  test('is the current one when the boundary passed in between, and then the previous one again', () => {
    expect(steps(479_000, 481_000, 482_000)).toEqual([7, 8, 7]);
  });

  test('has no neighbour five seconds from a boundary', () => {
    expect(steps(424_999, 424_999)).toEqual([7, 6]);
    expect(steps(425_000, 425_000)).toEqual([7, 7]);
    expect(steps(475_000, 475_000)).toEqual([7, 7]);
    expect(steps(475_001, 475_001)).toEqual([7, 8]);
  });

  test('is never one before the epoch', () => {
    expect(steps(1_000, 2_000)).toEqual([0, 0]);
  });

  test('takes the nearer neighbour of a step that is shorter than ten seconds', () => {
    const short = { ...clock, stepS: 6 };
    expect(stepForTry({ ...short, nowMs: 61_000, tried: [10] })).toBe(9);
    expect(stepForTry({ ...short, nowMs: 64_000, tried: [10] })).toBe(11);
  });
});

describe('a start is held back', () => {
  const hold = (nowMs: number, more: object = {}) =>
    holdMs({ ...clock, nowMs, spanMs: 2_000, skew: 0, ...more });

  test('until the next step when the last hit would leave in it, or less than a second before', () => {
    expect([hold(476_999), hold(477_000), hold(479_500)]).toEqual([0, 3_000, 500]);
  });

  test('not where the server accepts neighbours', () => {
    expect(hold(479_500, { skew: 1 })).toBe(0);
  });

  test('not when no step is long enough', () => {
    expect(hold(479_500, { spanMs: 59_000 })).toBe(0);
    expect(hold(479_500, { spanMs: 58_999 })).toBe(500);
  });

  test('and then not once more', () => {
    fc.assert(
      fc.property(fc.nat(600_000), fc.nat(70_000), (nowMs, spanMs) => {
        const held = hold(nowMs, { spanMs });
        expect(hold(nowMs + held, { spanMs })).toBe(0);
      }),
    );
  });
});
