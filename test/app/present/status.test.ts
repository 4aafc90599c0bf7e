import { expect, test } from 'vitest';
import { statusOf, validUntil } from '../../../app/present/status.ts';
import type { Reach } from '../../../app/reach/reach.ts';
import type { Run } from '../../../app/snapshot.ts';
import { failed, knocking, minute, now, open } from './snapshot.ts';

const closed: Reach = { state: 'closed', by: 'silence', checkedAt: now };
const checking: Run = { ...knocking(), kind: 'check' };

test.each<[string, { reach?: Reach; run?: Run; afterMs: number }, string]>([
  ['nobody looked', { afterMs: 0 }, 'unknown'],
  ['closed, seen now', { reach: closed, afterMs: 0 }, 'closed'],
  ['closed, seen ten minutes ago', { reach: closed, afterMs: 10 * minute }, 'unknown'],
  ['open, seen just under ten minutes ago', { reach: open(), afterMs: 10 * minute - 1 }, 'open'],
  ['open, and its time is over', { reach: open({ closesAt: now + 5_000 }), afterMs: 5_000 }, 'unknown'],
  ['failed an hour ago', { reach: failed(), afterMs: 60 * minute }, 'failed'],
  ['knocking at an open door', { reach: open(), run: knocking(), afterMs: 0 }, 'knocking'],
  ['looking at an open door', { reach: open(), run: checking, afterMs: 0 }, 'open'],
])('%s', (_story, { reach, run, afterMs }, state) => {
  const snapshot = { reach: reach ? { a: reach } : {}, runs: run ? { a: run } : {} };
  expect(statusOf(snapshot, 'a', now + afterMs).state).toBe(state);
});

test('a failure does not end by itself', () => {
  expect(validUntil(failed())).toBe(Infinity);
});
