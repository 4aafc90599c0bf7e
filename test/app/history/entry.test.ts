import { describe, expect, test } from 'vitest';
import { append, matches, type Entry } from '../../../app/history/entry.ts';
import type { Verdict } from '../../../app/probe/verdict.ts';
import { result } from '../run.ts';

function entry(id: number, startedAt = id, verdict: Verdict = 'opened', hostId = 'a'): Entry {
  return {
    id,
    hostId,
    hostName: 'nas',
    startedAt,
    cause: 'window',
    kind: 'knock',
    ruleId: null,
    result: result({ verdict }),
    events: [],
  };
}

describe('the kept entries', () => {
  test('lose the oldest first when there are too many', () => {
    const kept = append([entry(1), entry(2), entry(3)], entry(4), { rows: 3, sinceMs: 0 });
    expect(kept.map(({ id }) => id)).toEqual([2, 3, 4]);
  });

  test('lose those that are too old', () => {
    const kept = append([entry(1, 10), entry(2, 20)], entry(3, 30), { rows: 10, sinceMs: 20 });
    expect(kept.map(({ id }) => id)).toEqual([2, 3]);
  });
});

test.each([
  [{}, true, true, true],
  [{ outcome: 'open' }, true, false, false],
  [{ outcome: 'failed' }, false, true, false],
  [{ hostId: 'b' }, false, false, false],
  [{ sinceMs: 5 }, true, true, true],
  [{ sinceMs: 6 }, false, false, false],
] as const)(
  'the filter %j shows opened: %s, still-closed: %s, cancelled: %s',
  (filter, opened, closed, cancelled) => {
    const verdicts = ['opened', 'still-closed', 'cancelled'] as const;
    expect(verdicts.map((verdict) => matches(entry(1, 5, verdict), filter))).toEqual([
      opened,
      closed,
      cancelled,
    ]);
  },
);
