import { expect, test } from 'vitest';
import type { RunEvent } from '../../../app/run.ts';
import { layoutTimeline } from '../../../renderer/timeline/layout.ts';

const address = '192.0.2.3';

function packet(
  step: number,
  atMs: number,
  more: Partial<Extract<RunEvent, { type: 'packet' }>> = {},
): RunEvent {
  return {
    type: 'packet',
    atMs,
    plannedMs: atMs,
    try: 1,
    step,
    of: 3,
    address,
    proto: 'tcp',
    port: 7000 + step,
    bytes: 0,
    localAddress: null,
    localPort: null,
    ...more,
  };
}

function probe(atMs: number, outcome: Extract<RunEvent, { type: 'probe' }>['outcome'], number = 1): RunEvent {
  return { type: 'probe', atMs, try: number, phase: 'after', address, port: 22, outcome };
}

const lane = (events: readonly RunEvent[], name: string) =>
  layoutTimeline(events).marks.filter((mark) => mark.lane === name);

test('nothing happened: there is nothing to see', () => {
  expect(layoutTimeline([])).toEqual({ marks: [], looks: [], ticks: [{ x: 0, atMs: 0 }], cuts: [] });
});

test('times are places along a line, from the start to what happened last', () => {
  const events = [packet(1, 0), packet(2, 50), packet(3, 100), probe(200, { kind: 'open', rttMs: 40 })];
  expect(lane(events, 'sent').map(({ x }) => x)).toEqual([0, 0.25, 0.5]);
  expect(lane(events, 'check')).toEqual([{ lane: 'check', shape: 'diamond', isHollow: false, x: 1 }]);
  expect(layoutTimeline(events).looks).toEqual([{ from: 0.8, to: 1 }]);
});

test('protocols are told apart by shape, and what was planned is hollow', () => {
  const events = [
    packet(1, 0),
    packet(2, 60, { proto: 'udp', plannedMs: 50 }),
    packet(3, 100, { proto: 'icmp' }),
  ];
  expect(lane(events, 'sent').map(({ shape, isHollow }) => [shape, isHollow])).toEqual([
    ['circle', false],
    ['square', false],
    ['triangle', false],
  ]);
  expect(lane(events, 'planned').map(({ x, isHollow }) => [x, isHollow])).toEqual([
    [0, true],
    [0.5, true],
    [1, true],
  ]);
});

test('what came back is a caret, what could not be sent a cross', () => {
  const events: readonly RunEvent[] = [
    packet(1, 0),
    { type: 'answer', atMs: 20, try: 1, step: 1, address, answer: 'reset', rttMs: 20 },
    { type: 'not-sent', atMs: 40, try: 1, step: 2, address, obstacle: { code: 'offline' } },
    probe(80, { kind: 'refused', rttMs: 10 }),
    probe(90, { kind: 'wrong', rttMs: 10, saw: '' }),
  ];
  expect(layoutTimeline(events).marks.map(({ lane: where, shape }) => `${where} ${shape}`)).toEqual([
    'planned circle',
    'sent circle',
    'replies caret',
    'sent cross',
    'check caret',
    'check diamond',
  ]);
});

test('each try that ended in silence gave up once', () => {
  const silent = { kind: 'silent', waitedMs: 100 } as const;
  const events = [probe(100, silent), probe(300, silent), probe(600, silent, 2)];
  expect(lane(events, 'check').map(({ shape, x }) => [shape, x])).toEqual([
    ['gave-up', 0.5],
    ['gave-up', 1],
  ]);
});

test('looks that overlap are one stretch of looking', () => {
  const silent = (waitedMs: number) => ({ kind: 'silent', waitedMs }) as const;
  const events = [packet(1, 0), probe(100, silent(50)), probe(150, silent(80)), probe(200, silent(20))];
  expect(layoutTimeline(events).looks).toEqual([
    { from: 0.25, to: 0.75 },
    { from: 0.9, to: 1 },
  ]);
});

test('a pause of more than two seconds is cut, and leaves the room to what happened', () => {
  const events = [packet(1, 0), packet(2, 100), packet(3, 5_100), packet(4, 5_200)];
  const { marks, cuts } = layoutTimeline(events);
  const at = marks.filter((mark) => mark.lane === 'sent').map(({ x }) => x);
  expect(cuts).toEqual([{ x: expect.closeTo(0.5) as number, pauseMs: 5_000 }]);
  expect(at[1]).toBeGreaterThan(0.45);
  expect(at[2]).toBeLessThan(0.55);
  expect(layoutTimeline([packet(1, 0), packet(2, 2_000)]).cuts).toEqual([]);
});

test('a run that only waited still has a picture', () => {
  expect(lane([probe(9_000, { kind: 'silent', waitedMs: 9_000 })], 'check').map(({ x }) => x)).toEqual([1]);
});

test('labels never touch, and both ends have one', () => {
  const events = Array.from({ length: 40 }, (_, index) => packet(index, index * 10));
  const { ticks } = layoutTimeline(events);
  expect(ticks[0]?.atMs).toBe(0);
  expect(ticks.at(-1)?.atMs).toBe(390);
  const gaps = ticks.slice(1).map(({ x }, index) => x - (ticks[index]?.x ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.2);
});
