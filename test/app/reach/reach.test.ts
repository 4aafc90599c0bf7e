import { describe, expect, test } from 'vitest';
import { reachAfter, type Reach } from '../../../app/reach/reach.ts';
import type { KnockResult } from '../../../app/run.ts';
import { host } from '../hosts/host.ts';
import { result } from '../run.ts';

const open: Partial<KnockResult> = { verdict: 'opened', address: '192.0.2.3', rttMs: 23 };

function after(
  change: Partial<KnockResult>,
  request: { kind?: 'knock' | 'check'; earlier?: Reach; openForMs?: number } = {},
) {
  const { kind = 'knock', earlier, openForMs } = request;
  return reachAfter({
    host: host({ openForMs }),
    result: result({ ...open, ...change }),
    kind,
    earlier,
    now: 10_000,
  });
}

const openSince5: Reach = {
  state: 'open',
  address: '192.0.2.3',
  family: 4,
  rttMs: 20,
  checkedAt: 5_000,
  since: 5_000,
  closesAt: 35_000,
};

describe('a door that opened', () => {
  test('closes when its host says so', () => {
    expect(after({}, { openForMs: 30_000 })).toEqual({
      ...openSince5,
      rttMs: 23,
      checkedAt: 10_000,
      since: 10_000,
      closesAt: 40_000,
    });
  });

  test('has no known end where the host does not say', () => {
    expect(after({})).toMatchObject({ state: 'open', closesAt: null });
  });

  test('and is seen open again keeps its beginning and its end', () => {
    expect(after({ verdict: 'already-open', rttMs: 25 }, { kind: 'check', earlier: openSince5 })).toEqual({
      ...openSince5,
      rttMs: 25,
      checkedAt: 10_000,
    });
  });

  test('and was knocked again has its time anew', () => {
    expect(after({ verdict: 'already-open', packets: 3 }, { openForMs: 30_000 })).toMatchObject({
      closesAt: 40_000,
    });
  });

  test('without our knock has no known end', () => {
    expect(after({ verdict: 'already-open', packets: 0 }, { openForMs: 30_000 })).toMatchObject({
      since: 10_000,
      closesAt: null,
    });
  });
});

test('a check that finds the door shut is no failure, a knock that leaves it shut is one', () => {
  const shut = { verdict: 'still-closed', closedBy: 'silence' } as const;
  expect(after(shut, { kind: 'check' })).toEqual({ state: 'closed', by: 'silence', checkedAt: 10_000 });
  expect(after(shut)).toMatchObject({ state: 'failed', verdict: 'still-closed' });
});

test.each(['cancelled', 'rate-limited'] as const)('%s says nothing about the service', (verdict) => {
  expect(after({ verdict }, { earlier: openSince5 })).toBeNull();
});

test('what was only sent is not called open', () => {
  expect(after({ verdict: 'sent' })).toEqual({ state: 'sent', packets: 3, checkedAt: 10_000 });
});

test.each(['service-down', 'wrong-service', 'unreachable'] as const)(
  '%s is a failure, also of a check',
  (verdict) => {
    expect(after({ verdict }, { kind: 'check' })).toMatchObject({ state: 'failed', verdict });
  },
);
