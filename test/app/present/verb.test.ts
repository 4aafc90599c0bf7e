import { expect, test } from 'vitest';
import { verbOf } from '../../../app/present/verb.ts';
import type { Reach } from '../../../app/reach/reach.ts';
import type { Run } from '../../../app/snapshot.ts';

const open: Reach = {
  state: 'open',
  address: '192.0.2.3',
  family: 4,
  rttMs: 23,
  checkedAt: 1_000,
  since: 1_000,
  closesAt: 31_000,
};
const knocking: Run = { state: 'running', kind: 'knock', cause: 'window', startedAt: 0, events: [] };
const limited = {
  state: 'done',
  kind: 'knock',
  startedAt: 0,
  events: [],
  result: { verdict: 'rate-limited', tookMs: 0, waitMs: 20_000 },
} as unknown as Run;

test.each<[string, Run | undefined, Reach | undefined, number, string]>([
  ['a host nobody looked at', undefined, undefined, 2_000, 'knock'],
  ['an open door', undefined, open, 2_000, 'knockAgain'],
  ['a door whose time is over', undefined, open, 31_000, 'knock'],
  ['a running knock', knocking, open, 2_000, 'stop'],
  ['a running look', { ...knocking, kind: 'check' }, undefined, 2_000, 'knock'],
  ['a host that was knocked too often', limited, undefined, 2_000, 'knockAnyway'],
  ['the same host a while later', limited, undefined, 20_000, 'knock'],
])('the thing to do with %s', (_what, run, reach, now, verb) => {
  const record = { runs: run ? { a: run } : {}, reach: reach ? { a: reach } : {} };
  expect(verbOf(record, 'a', now)).toBe(verb);
});
