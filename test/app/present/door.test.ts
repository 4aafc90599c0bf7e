import { expect, test } from 'vitest';
import { describeDoorEvent } from '../../../app/present/door.ts';
import type { DoorEvent } from '../../../app/practice/door.ts';

const at = { atMs: 5, client: '127.0.0.1' };
const hit = { proto: 'udp', port: 8000 } as const;

test.each<[DoorEvent, string]>([
  [{ ...at, type: 'step', hit, step: 2 }, '8000/udp is step 2'],
  [
    { ...at, type: 'wrong-step', hit, step: 2, expected: { proto: 'tcp', port: 9000 } },
    '8000/udp is not step 2 (9000/tcp): back to the start',
  ],
  [{ ...at, type: 'forgotten', done: 1 }, 'took too long after 1 step: back to the start'],
  [{ ...at, type: 'opened', untilMs: 2_005 }, 'open'],
  [{ type: 'closed', atMs: 5 }, 'closed'],
])('%o is one line of the log', (event, line) => {
  expect(describeDoorEvent(event)).toBe(line);
});
