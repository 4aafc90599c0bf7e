import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOff, isJustDone, isRunning, isUsedUp, type Attempt } from '../../../app/rules/attempts.ts';
import { id } from '../hosts/host.ts';
import { nas, noon } from './rule.ts';

const here = 'mac 52:54:00:12:34:56';

function attempt(secondsAgo: number, overrides: Partial<Attempt> = {}): Attempt {
  const at = noon - secondsAgo * 1_000;
  return { hostId: nas, ruleId: id(101), egress: here, act: 'knock', at, result: 'failed', ...overrides };
}

function pauseS(attempts: readonly Attempt[]): number | 'none' | 'until a change' {
  const pause = backOff(attempts, { egress: here, now: noon });
  if (pause === null) return 'none';
  return pause.until === null ? 'until a change' : (pause.until - noon) / 1_000;
}

describe('after failures', () => {
  test.each<[string, readonly Attempt[], ReturnType<typeof pauseS>]>([
    ['none: no pause', [], 'none'],
    ['one: 5 s', [attempt(1)], 4],
    ['one, 5 s ago: no pause', [attempt(5)], 'none'],
    ['two: 10 s', [attempt(8), attempt(1)], 9],
    ['three: 20 s', [attempt(30), attempt(15), attempt(1)], 19],
    ['four: nothing until the network changes', [40, 35, 25, 5].map((ago) => attempt(ago)), 'until a change'],
    ['in any order', [attempt(1), attempt(8)], 9],
    ['a success starts anew', [attempt(30), attempt(20, { result: 'opened' }), attempt(1)], 4],
    ['so does one by hand', [attempt(2), attempt(1, { ruleId: null, result: 'opened' })], 'none'],
    ['a knock without a check is none', [attempt(2), attempt(1, { result: 'sent' })], 'none'],
    ['what still runs says nothing', [attempt(2), attempt(1, { result: 'running' })], 3],
    ['closing says nothing', [attempt(1, { act: 'close' })], 'none'],
    ['another network says nothing', [attempt(1, { egress: `${here} via wg0` })], 'none'],
    ['an hour ago they are forgotten', [3_610, 3_605, 3_602, 3_600].map((ago) => attempt(ago)), 'none'],
  ])('%s', (_, attempts, expected) => {
    expect(pauseS(attempts)).toBe(expected);
  });

  test('a server that never opens is tried four times an hour at most, whenever somebody asks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7_200 }), { maxLength: 60 }), (asked) => {
        const failed: Attempt[] = [];
        for (const second of asked.toSorted((a, b) => a - b)) {
          const now = noon + second * 1_000;
          if (backOff(failed, { egress: here, now }) === null) failed.push(attempt(-second));
        }
        for (const { at } of failed) {
          expect(failed.filter((other) => other.at <= at && other.at > at - 3_600_000).length).toBeLessThan(
            5,
          );
        }
      }),
    );
  });
});

describe('the hourly limit', () => {
  const limit = { ruleId: id(101), limit: 2, now: noon };

  test('counts the knocks of this rule in the last hour', () => {
    expect(isUsedUp([attempt(10), attempt(3_599)], limit)).toBe(true);
    expect(isUsedUp([attempt(10), attempt(3_600)], limit)).toBe(false);
    expect(isUsedUp([attempt(10), attempt(20, { ruleId: id(102) })], limit)).toBe(false);
    expect(isUsedUp([attempt(10), attempt(20, { ruleId: null })], limit)).toBe(false);
  });

  test('does not count what keeps a door open', () => {
    expect(isUsedUp([attempt(10), attempt(20, { act: 'renewal' })], limit)).toBe(false);
  });
});

test('a door is just done for 20 s after it opened, or for as long as it stays open', () => {
  const done = (ago: number, openForMs: number | null, overrides: Partial<Attempt> = {}) =>
    isJustDone([attempt(ago, { result: 'opened', ...overrides })], { egress: here, openForMs, now: noon });
  expect([done(19, null), done(20, null), done(9, 10_000), done(10, 10_000)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(done(1, null, { result: 'failed' })).toBe(false);
  expect(done(1, null, { act: 'close' })).toBe(false);
  expect(done(1, null, { egress: 'elsewhere' })).toBe(false);
});

test('what runs on another network does not count as running', () => {
  const running = attempt(1, { result: 'running' });
  expect([
    isRunning([running], here),
    isRunning([running], 'elsewhere'),
    isRunning([attempt(1)], here),
  ]).toEqual([true, false, false]);
});
