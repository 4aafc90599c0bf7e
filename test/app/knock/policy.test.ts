import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SequenceKnock } from '../../../app/hosts/knock-schema.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { freeGaps, spanMs } from '../../../app/knock/plan.ts';
import {
  copies,
  countTry,
  gapMs,
  lookBeforeMs,
  mayTryAgain,
  probePauseMs,
  waitMs,
  type Known,
  type Pacing,
} from '../../../app/knock/policy.ts';
import { host, sequenceOf } from '../hosts/host.ts';

const stranger: Known = { rttMs: null, settleMs: null, maybeOpen: false, pacing: {} };

function hostWith(change: Partial<SequenceKnock>): Host & { readonly knock: SequenceKnock } {
  const steps = [7000, 8000, 9000].map((port) => ({ proto: 'tcp', port }));
  const made = host({ knock: { method: 'sequence', steps, ...change } });
  return { ...made, knock: sequenceOf(made) };
}

function gapsOf(of: ReturnType<typeof hostWith>, known: Known = stranger): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((number) => gapMs(of, number, known));
}

describe('the look before the first hit', () => {
  test.each([
    ['an unknown path is given 30 ms', stranger, 30],
    ['so is a far one, where nobody opened the door lately', { ...stranger, rttMs: 400 }, 30],
    ['a door that may be open is given 300 ms', { ...stranger, rttMs: 1, maybeOpen: true }, 300],
    ['or its whole round trip', { ...stranger, rttMs: 400, maybeOpen: true }, 850],
    ['but at most a second', { ...stranger, rttMs: 4_000, maybeOpen: true }, 1_000],
  ] as const)('%s', (_, known, ms) => {
    expect(lookBeforeMs(known)).toBe(ms);
  });
});

describe('the gap between hits', () => {
  test('starts narrow and widens after each try that did not open', () => {
    expect(gapsOf(hostWith({}))).toEqual([5, 10, 120, 180, 240, 300, 300, 300]);
  });

  test('that was configured is kept for the first try, then doubled up to 600 ms', () => {
    expect(gapsOf(hostWith({ gapMs: 150 }))).toEqual([150, 300, 600, 600, 600, 600, 600, 600]);
  });

  test('that was configured wider than 600 ms is never narrowed', () => {
    expect(gapsOf(hostWith({ gapMs: 2_000 }))).toEqual(Array.from({ length: 8 }, () => 2_000));
  });

  test('is nothing where every step has its own wait', () => {
    const steps = [7000, 8000].map((port) => ({ proto: 'tcp' as const, port, waitMs: 700 }));
    expect(gapsOf(hostWith({ steps }))).toEqual(Array.from({ length: 8 }, () => 0));
  });

  test('starts where this network opened doors before', () => {
    const pacing: Pacing = {
      5: { tries: 20, opened: 1 },
      10: { tries: 12, opened: 1 },
      120: { tries: 10, opened: 9 },
    };
    expect(gapsOf(hostWith({}), { ...stranger, pacing })[0]).toBe(120);
  });

  test('is not widened by losses that no gap can cure', () => {
    const pacing: Pacing = {
      5: { tries: 10, opened: 4 },
      10: { tries: 6, opened: 2 },
      120: { tries: 4, opened: 2 },
    };
    const steps = Array.from({ length: 8 }, (_, index) => ({ proto: 'tcp' as const, port: 7000 + index }));
    expect(gapsOf(hostWith({ steps }), { ...stranger, pacing })[0]).toBe(5);
  });

  test('never lets an automatic sequence reach the last second of seq_timeout, or overrun its share of the deadline', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1_000, max: 60_000 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(undefined, 'knockd' as const),
        (count, seqTimeoutMs, number, server) => {
          const steps = Array.from({ length: count }, (_, index) => ({
            proto: 'tcp' as const,
            port: 7000 + index,
          }));
          const subject = hostWith({ steps, seqTimeoutMs, ...(server && { server }) });
          const gap = gapMs(subject, number, stranger);
          const span = spanMs(subject.knock, gap);
          expect(gap).toBeGreaterThanOrEqual(0);
          expect(span).toBeLessThan(Math.max(1, seqTimeoutMs - 1_000));
          expect(span * copies(subject.knock, number, stranger)).toBeLessThanOrEqual(
            Math.max(15_000 / 8, 10 * count * 3),
          );
        },
      ),
    );
  });
});

describe('repeats of a sequence within one try', () => {
  test.each([
    ['a server nobody named', undefined, [1, 1, 1]],
    ['strict or lenient recent, which look alike', 'recent', [1, 1, 1]],
    ['knockd', 'knockd', [1, 3, 3]],
    ['nftables sets', 'nftables', [1, 3, 3]],
    ['MikroTik address lists', 'mikrotik', [1, 3, 3]],
  ] as const)('for %s', (_, server, counts) => {
    const { knock } = hostWith(server === undefined ? {} : { server });
    expect([1, 2, 3].map((number) => copies(knock, number, stranger))).toEqual(counts);
  });
});

describe('on a network that lost most first tries', () => {
  const pacing: Pacing = { 5: { tries: 6, opened: 2 } };

  test('a server that minds no repeats gets them at once', () => {
    expect(copies(hostWith({ server: 'knockd' }).knock, 1, { ...stranger, pacing })).toBe(3);
  });

  test('any other server does not', () => {
    expect(copies(hostWith({}).knock, 1, { ...stranger, pacing })).toBe(1);
    expect(copies(hostWith({ server: 'recent' }).knock, 1, { ...stranger, pacing })).toBe(1);
  });

  test('three tries are no network', () => {
    const few: Pacing = { 5: { tries: 3, opened: 0 } };
    expect(copies(hostWith({ server: 'knockd' }).knock, 1, { ...stranger, pacing: few })).toBe(1);
  });
});

describe('the wait for the service', () => {
  const wait = (number: number, known: Known = stranger) =>
    waitMs({ number, triesLeft: 8 - number, spanMs: 20, known, leftMs: 15_000 });

  test('of an unknown path covers a slow server behind a long one, and grows', () => {
    expect([1, 2, 3, 4, 5].map((number) => Math.round(wait(number)))).toEqual([660, 660, 792, 990, 1320]);
  });

  test('of a known server follows what it took before', () => {
    expect(wait(1, { ...stranger, rttMs: 20, settleMs: 60 })).toBe(450);
    expect(wait(1, { ...stranger, rttMs: 240, settleMs: 400 })).toBe(660);
    expect(wait(1, { ...stranger, rttMs: 300, settleMs: 900 })).toBe(1_050);
  });

  test('gives the last look three seconds, but never more than the deadline leaves', () => {
    expect(waitMs({ number: 8, triesLeft: 0, spanMs: 20, known: stranger, leftMs: 15_000 })).toBe(3_000);
    expect(waitMs({ number: 8, triesLeft: 0, spanMs: 20, known: stranger, leftMs: 700 })).toBe(700);
  });

  test('leaves time for the tries still to come: all eight fit into 15 s for up to eight steps', () => {
    for (const count of [1, 3, 8]) {
      const steps = Array.from({ length: count }, (_, index) => ({
        proto: 'tcp' as const,
        port: 7000 + index,
      }));
      const subject = hostWith({ steps });
      let leftMs = 14_950;
      for (let number = 1; number <= 8; number += 1) {
        const span = spanMs(subject.knock, gapMs(subject, number, stranger));
        expect(mayTryAgain({ spanMs: span, known: stranger, leftMs })).toBe(true);
        leftMs -=
          span +
          waitMs({ number, triesLeft: 8 - number, spanMs: span, known: stranger, leftMs: leftMs - span });
      }
      expect(leftMs).toBeGreaterThanOrEqual(0);
    }
  });
});

test('probes start with the distance of the hits and thin out, so that few are under way at a time', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((number) => Math.round(probePauseMs(number, 5)));
  expect(pauses).toEqual([5, 30, 30, 30, 39, 51, 66, 86, 111, 500]);
});

describe('what is counted of a try', () => {
  test('fades with each further one', () => {
    const pacing = countTry(countTry({}, 5, true), 120, false);
    expect(pacing).toEqual({ 5: { tries: 0.93, opened: 0.93 }, 120: { tries: 1, opened: 0 } });
  });

  test('is the same for both narrow gaps', () => {
    expect(countTry(countTry({}, 5, true), 10, true)[5]?.tries).toBeCloseTo(1.93);
    expect(countTry(countTry({}, 5, true), 10, true)[10]).toBeUndefined();
  });

  test.each([171, null])('with the gap %s only lets the rest fade', (gap) => {
    expect(countTry({}, gap, true)).toEqual({});
    expect(countTry({ 5: { tries: 1, opened: 1 } }, gap, true)).toEqual({ 5: { tries: 0.93, opened: 0.93 } });
  });
});

test('a sequence without free gaps has nothing to learn', () => {
  const steps = [{ proto: 'tcp' as const, port: 7000 }];
  expect(freeGaps(hostWith({ steps }).knock)).toBe(0);
});
