import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHint, readAt, usable, type Hints } from '../../../app/network/settle.ts';

function hintsAt(times: readonly number[]): Hints {
  const hints = times.reduce<Hints | null>((before, at) => addHint(before, 'changed', at), null);
  if (hints === null) throw new Error('no hints');
  return hints;
}

describe('a reading', () => {
  test.each([
    ['follows a hint after 1.5 s', [0], 1_500],
    ['waits for 1.5 s of quiet', [0, 800, 2_000], 3_500],
    ['comes 5 s after the first hint, however many follow', [0, 1_000, 2_000, 3_000, 4_000, 4_900], 5_000],
  ])('%s', (_, times, at) => {
    expect(readAt(hintsAt(times))).toBe(at);
  });

  test('is due twice for a link that flaps 20 times in 10 s', () => {
    const reads: number[] = [];
    let hints: Hints | null = null;
    for (let at = 0; at < 10_000; at += 500) {
      if (hints !== null && readAt(hints) <= at) {
        reads.push(readAt(hints));
        hints = null;
      }
      hints = addHint(hints, 'changed', at);
    }
    if (hints !== null) reads.push(readAt(hints));
    expect(reads).toEqual([5_000, 10_000]);
  });

  test('is never earlier than 1.5 s after the last hint, unless 5 s have passed since the first', () => {
    const times = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 });
    fc.assert(
      fc.property(times, (unsorted) => {
        const sorted = unsorted.toSorted((a, b) => a - b);
        const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
        expect(readAt(hintsAt(sorted))).toBe(Math.min(last + 1_500, first + 5_000));
      }),
    );
  });

  test('remembers that the computer woke, whatever is hinted after it', () => {
    const woke = addHint(addHint(null, 'woke', 0), 'changed', 100);
    expect(woke).toEqual({ firstAt: 0, lastAt: 100, woke: true });
    expect(addHint(null, 'changed', 0).woke).toBe(false);
  });
});

describe('a network that was read', () => {
  test.each([
    ['is acted on with a route and names', 0, true, true, { kind: 'act' }],
    ['is acted on at the last moment too', 9_000, true, true, { kind: 'act' }],
    ['is waited for without a route', 0, false, false, { kind: 'wait', until: 250 }],
    ['is waited for without names', 4_000, true, false, { kind: 'wait', until: 4_250 }],
    ['is looked at once more at the end of 8 s', 7_900, true, false, { kind: 'wait', until: 8_000 }],
    ['is given up after 8 s without a route', 8_000, false, true, { kind: 'give-up', missing: 'route' }],
    ['is given up after 8 s without names', 8_000, true, false, { kind: 'give-up', missing: 'names' }],
  ] as const)('%s', (_, after, hasRoute, hasNames, expected) => {
    expect(usable({ since: 1_000, now: 1_000 + after, hasRoute, hasNames })).toEqual(
      expected.kind === 'wait' ? { ...expected, until: expected.until + 1_000 } : expected,
    );
  });
});
