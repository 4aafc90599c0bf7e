import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeKnockd, type Arrival } from '../../../app/fake/servers.ts';
import type { SequenceKnock } from '../../../app/hosts/knock-schema.ts';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { freeGaps, planKnock, spanMs, type PlannedPacket } from '../../../app/knock/plan.ts';

const tcp = (port: number, waitMs?: number): Step => ({
  proto: 'tcp',
  port,
  ...(waitMs !== undefined && { waitMs }),
});
const udp = (port: number): Step => ({ proto: 'udp', port });

function knockOf(steps: readonly Step[], rest: Partial<SequenceKnock> = {}): SequenceKnock {
  return { method: 'sequence', steps: [...steps], tcp: 'syn', seqTimeoutMs: 10_000, ...rest };
}

/** Chance that counts: 1, 2, 3, … */
const random = (bytes: number) => Uint8Array.from({ length: bytes }, (_, index) => index + 1);

function plan(steps: readonly Step[], copies: number | null = null, gapMs = 100) {
  return planKnock({ knock: knockOf(steps), gapMs, isRetry: copies !== null, copies: copies ?? 1, random });
}

const door = ({ packet }: PlannedPacket) =>
  packet.proto === 'icmp' ? 'icmp' : `${packet.port}/${packet.proto}`;
const doors = (planned: readonly PlannedPacket[]) => planned.map(door).join(' ');
const offsets = (planned: readonly PlannedPacket[]) => planned.map(({ offsetMs }) => offsetMs);
const numbers = (planned: readonly PlannedPacket[]) => planned.map(({ step }) => step);

describe('a first try', () => {
  test('is the sequence as it stands, a gap between the hits', () => {
    const planned = plan([tcp(7000), udp(8000), tcp(9000)]);
    expect(doors(planned)).toBe('7000/tcp 8000/udp 9000/tcp');
    expect(numbers(planned)).toEqual([1, 2, 3]);
    expect(offsets(planned)).toEqual([0, 100, 200]);
  });

  test("keeps a step's own wait, also before the first hit, and a wait of nothing", () => {
    expect(offsets(plan([tcp(1, 40), tcp(2), tcp(3, 7), tcp(4, 0), tcp(5)]))).toEqual([
      40, 140, 147, 147, 247,
    ]);
  });

  test('holds every kind of packet', () => {
    const steps: readonly Step[] = [
      tcp(7000),
      udp(8000),
      { proto: 'udp', port: 8001, payload: { kind: 'random', bytes: 3 } },
      { proto: 'icmp', bytes: 64 },
    ];
    const knock = knockOf(steps, { tcp: 'connect' });
    const planned = planKnock({ knock, gapMs: 0, isRetry: false, copies: 1, random });
    expect(planned.map(({ packet }) => packet)).toEqual([
      { proto: 'tcp', port: 7000, mode: 'connect' },
      { proto: 'udp', port: 8000, data: Uint8Array.of(0) },
      { proto: 'udp', port: 8001, data: Uint8Array.of(1, 2, 3) },
      { proto: 'icmp', bytes: 64 },
    ]);
  });
});

describe('a retry', () => {
  test.each<[string, readonly Step[], string]>([
    ['the last step', [tcp(1), tcp(2), tcp(3)], '3/tcp 1/tcp 2/tcp 3/tcp'],
    [
      'the step nearest to the end that cannot begin the sequence',
      [tcp(1), tcp(2), tcp(1)],
      '2/tcp 1/tcp 2/tcp 1/tcp',
    ],
    ['the same in a longer palindrome', [tcp(1), tcp(2), tcp(2), tcp(1)], '2/tcp 1/tcp 2/tcp 2/tcp 1/tcp'],
    ['the same port by another protocol', [tcp(1), udp(1)], '1/udp 1/tcp 1/udp'],
    ['nothing if all steps are alike', [tcp(1), tcp(1), tcp(1)], '1/tcp 1/tcp 1/tcp'],
    ['nothing if there is one step', [tcp(1)], '1/tcp'],
    [
      'nothing if the steps differ in what no server tells apart',
      [
        { proto: 'udp', port: 1, payload: { kind: 'text', text: 'a' } },
        { proto: 'udp', port: 1, payload: { kind: 'text', text: 'b' } },
      ],
      '1/udp 1/udp',
    ],
    [
      'no echo of another size',
      [{ proto: 'icmp', bytes: 1 }, tcp(2), { proto: 'icmp', bytes: 3 }],
      '2/tcp icmp 2/tcp icmp',
    ],
  ])('begins with %s', (_, steps, hits) => {
    expect(doors(plan(steps, 1))).toBe(hits);
  });

  test('leaves a gap behind the clearing hit, which is no step and does not wait', () => {
    const planned = plan([tcp(1), tcp(2, 30), tcp(3, 5_000)], 1);
    expect(numbers(planned)).toEqual([0, 1, 2, 3]);
    expect(offsets(planned)).toEqual([0, 100, 130, 5_130]);
  });

  test('may hold the sequence more than once, each time behind a clearing hit', () => {
    const planned = plan([tcp(1), tcp(2)], 3);
    expect(doors(planned)).toBe('2/tcp 1/tcp 2/tcp 2/tcp 1/tcp 2/tcp 2/tcp 1/tcp 2/tcp');
    expect(numbers(planned)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(offsets(planned)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
  });

  test('keeps the first step waiting as long as its own wait says', () => {
    expect(offsets(plan([tcp(1, 40), tcp(2)], 2))).toEqual([0, 40, 140, 240, 280, 380]);
  });
});

test('a retry opens knockd whatever it received of the first try, if the last step stands only at the end', () => {
  const steps = fc
    .tuple(
      fc.array(fc.constantFrom(tcp(1), tcp(2), udp(1), udp(2)), { minLength: 1, maxLength: 7 }),
      fc.constantFrom(tcp(3), udp(3)),
    )
    .map(([begin, last]) => [...begin, last]);
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.boolean()), (sequence, arrives) => {
      const first = plan(sequence).filter(() => arrives.next().value === true);
      expect(opens(sequence, [...first, ...plan(sequence, 1)])).toBe(true);
    }),
  );
});

test('without the clearing hit knockd swallows the retry of a try that lost its last packet', () => {
  const sequence = [tcp(1), tcp(2), tcp(3)];
  const first = plan(sequence).slice(0, 2);
  expect(opens(sequence, [...first, ...plan(sequence)])).toBe(false);
  expect(opens(sequence, [...first, ...plan(sequence, 1)])).toBe(true);
});

/** Whether these hits, one a millisecond, open a door of knockd with this sequence. */
function opens(sequence: readonly Step[], hits: readonly PlannedPacket[]): boolean {
  const knockd = fakeKnockd({
    doors: [{ steps: sequence.map(arrivalOf), servicePort: 22, openForMs: 60_000 }],
    seqTimeoutMs: 10_000,
    latencyMs: () => 0,
  });
  hits.forEach(({ packet }, index) => knockd.receive(arrivalOf(packet), index));
  return knockd.receive({ proto: 'tcp', port: 22 }, hits.length) === 'accept';
}

function arrivalOf(hit: Step | PlannedPacket['packet']): Arrival {
  return { proto: hit.proto, port: hit.proto === 'icmp' ? 0 : hit.port };
}

test('the span is the sum of all pauses but the first, and the last offset of a sequence that does not wait', () => {
  const steps = [tcp(1, 40), tcp(2), tcp(3, 7), tcp(4)];
  expect(spanMs(knockOf(steps), 100)).toBe(207);
  expect(spanMs(knockOf([tcp(1)]), 100)).toBe(0);
  expect(spanMs(knockOf(steps.slice(1)), 100)).toBe(offsets(plan(steps.slice(1))).at(-1));
});

test('the gap decides the pauses that have no wait of their own, and none before the first hit', () => {
  expect(freeGaps(knockOf([tcp(1), tcp(2), tcp(3, 7), tcp(4)]))).toBe(2);
  expect(freeGaps(knockOf([tcp(1, 5), tcp(2, 0)]))).toBe(0);
  expect(freeGaps(knockOf([tcp(1)]))).toBe(0);
});

test('copies of a first try are kept apart by the clearing hit, which does not come first', () => {
  const planned = planKnock({
    knock: knockOf([tcp(1), tcp(2)]),
    gapMs: 5,
    isRetry: false,
    copies: 2,
    random,
  });
  expect(planned.map(({ step }) => step)).toEqual([1, 2, 0, 1, 2]);
});
