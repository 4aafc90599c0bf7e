import { describe, expect, test } from 'vitest';
import { aftermathOf, progressOf } from '../../../app/present/progress.ts';
import type { KnockResult, RunEvent } from '../../../app/run.ts';
import type { Run } from '../../../app/snapshot.ts';
import { packetEvent, result, tryEvent } from '../run.ts';

const attempt = (number: number) => tryEvent({ try: number, packets: 5, steps: 4 });
const packet = (number: number, step: number) => packetEvent({ try: number, step, of: 4 });

const held = (number: number): RunEvent => ({ type: 'held', atMs: 0, try: number, forMs: 900 });

test.each<[string, readonly RunEvent[], unknown]>([
  ['nothing happened yet', [], { phase: 'looking' }],
  ['another knock is under way', [{ type: 'queued', atMs: 0 }], { phase: 'queued' }],
  ['the start is held back', [held(1)], { phase: 'held' }],
  ['a later start is held back', [attempt(1), packet(1, 4), held(2)], { phase: 'held' }],
  ['a try begins', [attempt(1)], { phase: 'sending', step: 1, of: 4, try: 1 }],
  [
    'two hits are out',
    [attempt(1), packet(1, 1), packet(1, 2)],
    { phase: 'sending', step: 2, of: 4, try: 1 },
  ],
  ['the last hit is out', [attempt(1), packet(1, 4)], { phase: 'waiting', of: 4, try: 1 }],
  [
    'the clearing hit of a retry is out',
    [attempt(1), packet(1, 4), attempt(2), packet(2, 0)],
    { phase: 'sending', step: 1, of: 4, try: 2 },
  ],
])('when %s, the progress says so', (_when, events, progress) => {
  expect(progressOf({ events })).toEqual(progress);
});

describe('a knock that changed nothing', () => {
  const after = (change: Partial<KnockResult>, kind: Run['kind'] = 'knock'): Run => ({
    state: 'done',
    kind,
    cause: 'window',
    startedAt: 1_000,
    events: [],
    result: result({ packets: 2, tookMs: 500, ...change }),
  });

  test('tells where it was stopped', () => {
    expect(aftermathOf(after({ verdict: 'cancelled' }), 9_000)).toEqual({ code: 'cancelled', packets: 2 });
  });

  test('tells until when it is not permitted, and no longer', () => {
    const run = after({ verdict: 'rate-limited', waitMs: 10_000 });
    expect(aftermathOf(run, 11_499)).toEqual({ code: 'rate-limited', untilAt: 11_500 });
    expect(aftermathOf(run, 11_500)).toBeNull();
  });

  test('is no check, and no knock with a verdict', () => {
    expect(aftermathOf(after({ verdict: 'cancelled' }, 'check'), 9_000)).toBeNull();
    expect(aftermathOf(after({ verdict: 'opened' }), 9_000)).toBeNull();
    expect(aftermathOf(undefined, 9_000)).toBeNull();
  });
});
