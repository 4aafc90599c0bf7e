import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Because } from '../../../app/rules/decision.ts';
import {
  endsAt,
  endsKeeping,
  learnOpenFor,
  nextStep,
  openTimeOf,
  whyOver,
  type Keeping,
  type OpenTime,
} from '../../../app/rules/keep-open.ts';
import type { While } from '../../../app/rules/schema.ts';
import { id } from '../hosts/host.ts';
import { nas, noon } from './rule.ts';

const hourMs = 3_600_000;
const offsetAt = (): number => 0;

function keeping(overrides: Partial<Keeping> = {}): Keeping {
  return {
    hostId: nas,
    ruleId: id(101),
    while: { kind: 'connected' },
    startedAt: noon,
    openedAt: noon,
    openForMs: 60_000,
    ...overrides,
  };
}

describe('the next step', () => {
  test.each([
    [20_000, 17_000],
    [60_000, 51_000],
    [300_000, 255_000],
    [1_000, 5_000],
  ])('for a door that stays open for %i ms is a knock after %i ms', (openForMs, after) => {
    const step = nextStep(keeping({ openForMs }), { lookedAt: noon, offsetAt });
    expect(step).toEqual({ act: 'renew', at: noon + after });
  });

  test('counts from the last opening', () => {
    const step = nextStep(keeping({ openedAt: noon + 51_000 }), { lookedAt: null, offsetAt });
    expect(step).toEqual({ act: 'renew', at: noon + 102_000 });
  });

  test.each([
    [0, 2_000],
    [10_000, 12_000],
    [100_000, 110_000],
    [hourMs, hourMs + 60_000],
  ])('is a look where the open time is not known: seen open after %i ms, again after %i ms', (seen, at) => {
    const step = nextStep(keeping({ openForMs: null }), { lookedAt: noon + seen, offsetAt });
    expect(step).toEqual({ act: 'look', at: noon + at });
  });

  test('is the end where nothing is known and nothing can be looked at', () => {
    const step = nextStep(keeping({ openForMs: null }), { lookedAt: null, offsetAt });
    expect(step).toEqual({ act: 'end', at: noon });
  });

  test('is the end if that comes before the next knock', () => {
    const short = keeping({ while: { kind: 'hours', hours: 0.25 }, openForMs: hourMs });
    expect(nextStep(short, { lookedAt: null, offsetAt })).toEqual({ act: 'end', at: noon + hourMs / 4 });
  });
});

describe('keeping open ends', () => {
  test.each<[string, While, number]>([
    ['after eight hours of a connection', { kind: 'connected' }, 8],
    ['after its hours', { kind: 'hours', hours: 2.5 }, 2.5],
    ['at its time', { kind: 'until', at: '18:00' }, 6],
    ['after eight hours before its time', { kind: 'until', at: '11:59' }, 8],
  ])('%s', (_, condition, hours) => {
    expect(endsAt(keeping({ while: condition }), offsetAt)).toBe(noon + hours * hourMs);
  });

  test.each<[string, While, boolean | null, number, string | null]>([
    ['not while something is connected', { kind: 'connected' }, true, noon, null],
    ['when nothing is', { kind: 'connected' }, false, noon, 'not-connected'],
    ['when nobody can tell', { kind: 'connected' }, null, noon, 'connection-unknown'],
    ['with its time, connected or not', { kind: 'connected' }, true, noon + 8 * hourMs, 'keep-open-over'],
    ['not for want of a connection, if it is for a time', { kind: 'hours', hours: 1 }, false, noon, null],
  ])('%s', (_, condition, isConnected, now, code) => {
    expect(whyOver(keeping({ while: condition }), { now, isConnected, offsetAt })?.code ?? null).toBe(code);
  });

  test('after eight hours and a period at most, whatever the condition', () => {
    const conditions = fc.oneof(
      fc.constant<While>({ kind: 'connected' }),
      fc.double({ min: 0.25, max: 8, noNaN: true }).map((hours): While => ({ kind: 'hours', hours })),
      fc
        .constantFrom('00:00', '11:59', '12:00', '12:01', '20:30')
        .map((at): While => ({ kind: 'until', at })),
    );
    const openTimes = fc.option(fc.integer({ min: 60_000, max: 24 * hourMs }));
    fc.assert(
      fc.property(conditions, openTimes, (condition, openForMs) => {
        let kept = keeping({ while: condition, openForMs });
        let lookedAt = noon;
        let lastKnockAt = noon;
        for (;;) {
          const step = nextStep(kept, { lookedAt, offsetAt });
          expect(step.at).toBeGreaterThanOrEqual(lookedAt);
          expect(step.at).toBeLessThanOrEqual(noon + 8 * hourMs);
          if (step.act === 'end') break;
          lookedAt = step.at;
          if (step.act === 'renew') {
            kept = { ...kept, openedAt: step.at };
            lastKnockAt = step.at;
          }
        }
        expect(lastKnockAt).toBeLessThan(endsAt(kept, offsetAt));
      }),
      { numRuns: 50 },
    );
  });

  test('for what lasts, and not for what passes', () => {
    const passing: readonly Because[] = [
      { code: 'offline' },
      { code: 'captive' },
      { code: 'secrets-locked' },
      { code: 'done-here' },
      { code: 'backing-off', failures: 1, until: noon },
    ];
    const lasting: readonly Because[] = [
      { code: 'backing-off', failures: 4, until: null },
      { code: 'paused', until: null },
      { code: 'not-connected' },
      { code: 'keep-open-over' },
      { code: 'network-excluded', name: 'Home' },
      { code: 'disabled' },
    ];
    expect(passing.filter(endsKeeping)).toEqual([]);
    expect(lasting.filter(endsKeeping)).toEqual(lasting);
  });
});

describe('the open time', () => {
  function seen(lastOpenS: number, firstClosedS: number | null): Parameters<typeof learnOpenFor>[1] {
    const firstClosedAt = firstClosedS === null ? null : noon + firstClosedS * 1_000;
    return { openedAt: noon, lastOpenAt: noon + lastOpenS * 1_000, firstClosedAt };
  }
  const learn = (...all: readonly ReturnType<typeof seen>[]): OpenTime | null =>
    all.reduce<OpenTime | null>((known, one) => learnOpenFor(known, one), null);

  test('lies between the last look that saw it open and the first that saw it closed', () => {
    expect(learn(seen(18, 20))).toEqual({ atLeastMs: 18_000, atMostMs: 20_000 });
  });

  test('is not known before it was seen to end', () => {
    const learnt = learn(seen(18, null));
    expect(learnt).toEqual({ atLeastMs: 18_000, atMostMs: null });
    expect(openTimeOf(null, learnt)).toBeNull();
  });

  test('gets closer with every door', () => {
    expect(learn(seen(14, 22), seen(18, 24), seen(10, 20))).toEqual({ atLeastMs: 18_000, atMostMs: 20_000 });
  });

  test('is learnt anew when the server was changed', () => {
    expect(learn(seen(58, 61), seen(18, 20))).toEqual({ atLeastMs: 18_000, atMostMs: 20_000 });
    expect(learn(seen(18, 20), seen(45, null))).toEqual({ atLeastMs: 45_000, atMostMs: null });
  });

  test('is what the host says, if it does', () => {
    expect(openTimeOf(30_000, learn(seen(18, 20)))).toBe(30_000);
    expect(openTimeOf(null, learn(seen(18, 20)))).toBe(18_000);
    expect(openTimeOf(null, null)).toBeNull();
  });

  test('is never taken for longer than it is', () => {
    const doors = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 2, noNaN: true })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), doors, (trueS, looks) => {
        const learnt = learn(...looks.map(([last, first]) => seen(trueS * last, trueS * first)));
        expect(openTimeOf(null, learnt) ?? 0).toBeLessThanOrEqual(trueS * 1_000 + 1);
      }),
    );
  });
});
