import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closedDoor,
  hitDoor,
  nextDueMs,
  passTime,
  type DoorEvent,
  type DoorStep,
} from '../../../app/practice/door.ts';

const steps: readonly DoorStep[] = [
  { proto: 'tcp', port: 7 },
  { proto: 'udp', port: 9 },
  { proto: 'tcp', port: 8 },
];
const settings = { steps, seqTimeoutMs: 1_000, openForMs: 5_000 };
const [first, second, third] = ['7/tcp', '9/udp', '8/tcp'];

/** Plays hits such as "7/tcp" from a client at a time, and tells the log and the door at the end. */
function play(hits: readonly (readonly [atMs: number, hit: string, client?: string])[]) {
  const events: DoorEvent[] = [];
  let door = closedDoor;
  for (const [atMs, hit, client = 'a'] of hits) {
    const [port, proto] = hit.split('/');
    const change = hitDoor(door, settings, {
      client,
      atMs,
      port: Number(port),
      proto: proto === 'udp' ? 'udp' : 'tcp',
    });
    door = change.door;
    events.push(...change.events);
  }
  return { door, events, types: events.map(({ type }) => type) };
}

test('the right steps in time open it, and the log says what came when', () => {
  const { door, events } = play([
    [10, first],
    [20, second],
    [30, third],
  ]);
  expect(events).toEqual([
    { type: 'step', atMs: 10, client: 'a', hit: steps[0], step: 1 },
    { type: 'step', atMs: 20, client: 'a', hit: steps[1], step: 2 },
    { type: 'step', atMs: 30, client: 'a', hit: steps[2], step: 3 },
    { type: 'opened', atMs: 30, client: 'a', untilMs: 5_030 },
  ]);
  expect(door).toEqual({ attempts: new Map(), openUntilMs: 5_030 });
});

describe('as knockd measured', () => {
  test.each<[string, readonly string[], boolean]>([
    ['exact', [first, second, third], true],
    ['duplicate of the first', [first, first, second, third], false],
    ['duplicate of a middle step', [first, second, second, third], false],
    ['duplicate of the last', [first, second, third, third], true],
    ['a wrong port', [first, '5/tcp', second, third], false],
    ['the right port over the wrong protocol', ['7/udp', '9/tcp', '8/udp'], false],
    ['reversed', [third, second, first], false],
    [
      'a wrong attempt, then the right one at once',
      [third, second, first, second, third, first, second, third],
      true,
    ],
    ['two of three, then the full one', [first, second, first, second, third], false],
    [
      'two of three, then the full one twice',
      [first, second, first, second, third, first, second, third],
      true,
    ],
  ])('%s', (_, hits, isOpen) => {
    const { types } = play(hits.map((hit, index) => [index, hit]));
    expect(types.includes('opened')).toBe(isOpen);
  });
});

test('a wrong step says what was expected, and the attempt is over', () => {
  const { door, events } = play([
    [10, first],
    [20, third],
  ]);
  expect(events.at(-1)).toEqual({
    type: 'wrong-step',
    atMs: 20,
    client: 'a',
    hit: steps[2],
    step: 2,
    expected: steps[1],
  });
  expect(door).toEqual(closedDoor);
});

test('a half-finished sequence is forgotten after the time-out, to the millisecond', () => {
  const half = [
    [0, first],
    [500, second],
  ] as const;
  expect(play([...half, [999, third]]).types).toEqual(['step', 'step', 'step', 'opened']);
  expect(play([...half, [1_000, third]]).types).toEqual(['step', 'step', 'forgotten', 'wrong-step']);
  expect(play([...half, [1_000, first]]).types).toEqual(['step', 'step', 'forgotten', 'step']);
});

test('it closes after its open time, and a second opening makes that time run anew', () => {
  const once = [
    [0, first],
    [10, second],
    [20, third],
  ] as const;
  const { door } = play([...once, [3_000, first], [3_010, second], [3_020, third]]);
  expect(play(once).door.openUntilMs).toBe(5_020);
  expect(passTime(door, settings, 8_019)).toEqual({ door, events: [] });
  expect(passTime(door, settings, 8_020)).toEqual({
    door: closedDoor,
    events: [{ type: 'closed', atMs: 8_020 }],
  });
});

test('clients do not disturb each other', () => {
  const { types, events } = play([
    [0, first, 'a'],
    [1, first, 'b'],
    [2, second, 'a'],
    [3, third, 'b'],
    [4, third, 'a'],
  ]);
  expect(types).toEqual(['step', 'step', 'step', 'wrong-step', 'step', 'opened']);
  expect(events.at(-1)).toMatchObject({ client: 'a' });
});

test('what is due next is the earliest of closing and forgetting', () => {
  const opened = play([
    [0, first],
    [10, second],
    [20, third],
  ]).door;
  const alsoTrying = hitDoor(opened, settings, { client: 'b', proto: 'tcp', port: 7, atMs: 100 }).door;
  expect([closedDoor, opened, alsoTrying].map((door) => nextDueMs(door, settings))).toEqual([
    null,
    5_020,
    1_100,
  ]);
});

test('passing time whenever something is due changes nothing but the times of the log', () => {
  const hit = fc.tuple(
    fc.integer({ min: 1, max: 900 }),
    fc.constantFrom(first, second, third),
    fc.constantFrom('a', 'b'),
  );
  fc.assert(
    fc.property(fc.array(hit, { maxLength: 40 }), (pauses) => {
      let atMs = 0;
      const hits = pauses.map(([pause, what, client]) => [(atMs += pause), what, client] as const);
      const lazy = play(hits);
      const punctual = playPunctually(hits);
      expect(punctual.door).toEqual(lazy.door);
      const hitsOnly = (events: readonly DoorEvent[]) =>
        events.filter(({ type }) => type !== 'closed' && type !== 'forgotten');
      expect(hitsOnly(punctual.events)).toEqual(hitsOnly(lazy.events));
    }),
  );
});

function playPunctually(hits: readonly (readonly [number, string, string])[]) {
  const events: DoorEvent[] = [];
  let door = closedDoor;
  for (const [atMs, what, client] of hits) {
    for (let due = nextDueMs(door, settings); due !== null && due <= atMs; due = nextDueMs(door, settings)) {
      const change = passTime(door, settings, due);
      door = change.door;
      events.push(...change.events);
    }
    const [port, proto] = what.split('/');
    const change = hitDoor(door, settings, {
      client,
      atMs,
      port: Number(port),
      proto: proto === 'udp' ? 'udp' : 'tcp',
    });
    door = change.door;
    events.push(...change.events);
  }
  return { door, events };
}
