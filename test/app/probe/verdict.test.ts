import { describe, expect, test } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import type { ProbeOutcome } from '../../../app/probe/outcome.ts';
import {
  decideVerdict,
  describeClosed,
  letThrough,
  type Evidence,
  type Verdict,
} from '../../../app/probe/verdict.ts';

const offline: Obstacle = { code: 'offline' };

const seen = {
  open: { kind: 'open', rttMs: 20 },
  wrong: { kind: 'wrong', rttMs: 20, saw: '220 mail' },
  refused: { kind: 'refused', rttMs: 20 },
  unreachable: { kind: 'unreachable', rttMs: 20 },
  silent: { kind: 'silent', waitedMs: 500 },
  'not-sent': { kind: 'not-sent', obstacle: offline },
} satisfies { readonly [Kind in ProbeOutcome['kind']]: ProbeOutcome };

type Seen = keyof typeof seen;

const evidence = (facts: Partial<Evidence>): Evidence => ({
  checked: true,
  before: null,
  after: null,
  obstacle: null,
  cancelled: false,
  ...facts,
});

const outcome = (kind: Seen | null): ProbeOutcome | null => (kind === null ? null : seen[kind]);

describe('a knock that was checked', () => {
  /** Rows: before the knock. Columns: after it. */
  const after = ['open', 'wrong', 'refused', 'unreachable', 'silent', 'not-sent'] as const;
  const table: Readonly<Record<Seen | 'unknown', readonly Verdict[]>> = {
    open: ['already-open', 'wrong-service', 'still-closed', 'still-closed', 'still-closed', 'unreachable'],
    wrong: ['opened', 'wrong-service', 'still-closed', 'still-closed', 'still-closed', 'unreachable'],
    refused: ['opened', 'wrong-service', 'still-closed', 'still-closed', 'still-closed', 'unreachable'],
    unreachable: ['opened', 'wrong-service', 'service-down', 'still-closed', 'still-closed', 'unreachable'],
    silent: ['opened', 'wrong-service', 'service-down', 'still-closed', 'still-closed', 'unreachable'],
    'not-sent': ['opened', 'wrong-service', 'still-closed', 'still-closed', 'still-closed', 'unreachable'],
    unknown: ['already-open', 'wrong-service', 'still-closed', 'still-closed', 'still-closed', 'unreachable'],
  };
  const cases = Object.entries(table).flatMap(([before, verdicts]) =>
    after.map((kind, index) => [before as Seen | 'unknown', kind, verdicts[index]] as const),
  );

  test.each(cases)('%s before and %s after: %s', (before, kind, verdict) => {
    const facts = { before: outcome(before === 'unknown' ? null : before), after: seen[kind] };
    expect(decideVerdict(evidence(facts))).toBe(verdict);
  });
});

describe('a look without a knock', () => {
  test.each<[Seen | null, Verdict]>([
    ['open', 'already-open'],
    ['wrong', 'wrong-service'],
    ['refused', 'still-closed'],
    ['unreachable', 'still-closed'],
    ['silent', 'still-closed'],
    ['not-sent', 'unreachable'],
    [null, 'still-closed'],
  ])('%s: %s', (before, verdict) => {
    expect(decideVerdict(evidence({ before: outcome(before) }))).toBe(verdict);
  });
});

describe('what stopped a knock', () => {
  test.each<[string, Partial<Evidence>, Verdict]>([
    ['nothing, and nothing was checked', { checked: false }, 'sent'],
    ['an obstacle', { obstacle: offline }, 'unreachable'],
    ['an obstacle, with nothing to check', { checked: false, obstacle: offline }, 'unreachable'],
    ['an obstacle, after a refusal', { before: seen.refused, obstacle: offline }, 'unreachable'],
    ['the user', { cancelled: true }, 'cancelled'],
    ['the user, with nothing to check', { checked: false, cancelled: true }, 'cancelled'],
    ['the user, when an obstacle was met', { obstacle: offline, cancelled: true }, 'cancelled'],
    ['the user, while the service was silent', { before: seen.silent, cancelled: true }, 'cancelled'],
    ['the user, too late to matter', { before: seen.silent, after: seen.open, cancelled: true }, 'opened'],
    ['the user, but it was open', { before: seen.open, cancelled: true }, 'already-open'],
    [
      'the user, after a knock that shut it',
      { before: seen.open, after: seen.silent, cancelled: true },
      'cancelled',
    ],
  ])('%s', (_, facts, verdict) => {
    expect(decideVerdict(evidence(facts))).toBe(verdict);
  });
});

test('nothing but an open service after a closed one is called opened', () => {
  const kinds = [...Object.keys(seen), null] as readonly (Seen | null)[];
  const all = kinds.flatMap((before) => kinds.map((after) => [before, after] as const));
  const opened = all.filter(
    ([before, after]) =>
      decideVerdict(evidence({ before: outcome(before), after: outcome(after) })) === 'opened',
  );
  const closed = kinds.filter((kind) => kind !== null && kind !== 'open');
  expect(opened).toEqual(closed.map((before) => [before, 'open']));
});

test.each<[Seen | null, Seen, boolean]>([
  ['silent', 'open', true],
  ['silent', 'wrong', true],
  ['silent', 'refused', true],
  ['unreachable', 'refused', true],
  ['refused', 'refused', false],
  ['open', 'refused', false],
  [null, 'refused', false],
  ['silent', 'unreachable', false],
  ['silent', 'silent', false],
  ['silent', 'not-sent', false],
])('%s, then %s: let through is %s', (before, after, admitted) => {
  expect(letThrough(outcome(before), seen[after])).toBe(admitted);
});

test.each<[Verdict, Seen | null, ReturnType<typeof describeClosed>]>([
  ['still-closed', 'silent', 'silence'],
  ['still-closed', 'refused', 'refusal'],
  ['still-closed', 'unreachable', 'unreachable'],
  ['still-closed', null, null],
  ['service-down', 'refused', 'refusal'],
  ['opened', 'open', null],
  ['wrong-service', 'wrong', null],
  ['cancelled', 'silent', null],
  ['unreachable', 'not-sent', null],
])('a verdict of %s after %s is closed by %s', (verdict, last, closedBy) => {
  expect(describeClosed(verdict, outcome(last))).toBe(closedBy);
});
