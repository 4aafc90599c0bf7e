import { expect, test } from 'vitest';
import type { RunEvent } from '../../../app/run.ts';
import { rowsOf, summarise } from '../../../renderer/timeline/rows.ts';

const address = '192.0.2.3';

function packet(step: number, atMs: number, number = 1): RunEvent {
  return {
    type: 'packet',
    atMs,
    plannedMs: atMs - 1,
    try: number,
    step,
    of: 4,
    address,
    proto: 'tcp',
    port: 7000 + step,
    bytes: 0,
    localAddress: null,
    localPort: null,
  };
}

function probe(atMs: number, outcome: Extract<RunEvent, { type: 'probe' }>['outcome']): RunEvent {
  return { type: 'probe', atMs, try: 1, phase: 'after', address, port: 22, outcome };
}

test('an answer stands beside the packet it belongs to', () => {
  const answer: RunEvent = { type: 'answer', atMs: 71, try: 1, step: 2, address, answer: 'reset', rttMs: 20 };
  expect(rowsOf([packet(1, 1), packet(2, 51), answer])).toMatchObject([
    { kind: 'packet', step: 1, plannedMs: 0, leftMs: 1, answer: null },
    { kind: 'packet', step: 2, plannedMs: 50, leftMs: 51, answer: { answer: 'reset', atMs: 71 } },
  ]);
});

test('looks that ended alike are one row, from the first that left to the last that ended', () => {
  const refused = { kind: 'refused', rttMs: 10 } as const;
  const events = [
    packet(1, 1),
    probe(60, refused),
    probe(90, refused),
    probe(140, { kind: 'open', rttMs: 20 }),
  ];
  expect(rowsOf(events)).toMatchObject([
    { kind: 'packet' },
    { kind: 'look', looks: 2, fromMs: 50, untilMs: 90, outcome: { kind: 'refused' } },
    { kind: 'look', looks: 1, fromMs: 120, untilMs: 140, outcome: { kind: 'open' } },
  ]);
});

test('a run is summed up by its packets and by the best that was seen', () => {
  const open = { kind: 'open', rttMs: 20 } as const;
  const silent = { kind: 'silent', waitedMs: 100 } as const;
  expect(summarise([packet(1, 0.4), packet(2, 52.4), probe(161, open), probe(170, silent)])).toEqual({
    packets: 2,
    tries: 1,
    timesMs: [0, 52],
    end: { kind: 'open', port: 22, atMs: 161 },
  });
});

test('times of many packets are not listed', () => {
  const events = [1, 2, 3].flatMap((number) => [1, 2, 3].map((step) => packet(step, number * step, number)));
  expect(summarise(events)).toEqual({ packets: 9, tries: 3, timesMs: [], end: null });
});

test('a look that never left says nothing about the service', () => {
  expect(summarise([probe(5, { kind: 'not-sent', obstacle: { code: 'offline' } })]).end).toBeNull();
});

test('what the ports came from, a start held back and a clock that was compared have their rows', () => {
  const offset = { offsetMs: 3_200, errorMs: 12 };
  const attempt: RunEvent = {
    type: 'try',
    atMs: 1,
    try: 2,
    address,
    family: 4,
    gapMs: 50,
    packets: 4,
    steps: 4,
    moving: { kind: 'time', number: 58_830_201, offBy: -1 },
  };
  const events: readonly RunEvent[] = [
    { type: 'held', atMs: 0, try: 2, forMs: 900 },
    attempt,
    { ...attempt, atMs: 2, moving: null },
    { type: 'clock', atMs: 3, source: 'ntp://ntp.example.net', offset },
  ];
  expect(rowsOf(events)).toMatchObject([
    { kind: 'held', try: 2, forMs: 900 },
    { kind: 'moving', try: 2, moving: { number: 58_830_201, offBy: -1 } },
    { kind: 'clock', try: 2, offset },
  ]);
});
