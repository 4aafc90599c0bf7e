import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import { afterEach, expect, test } from 'vitest';
import { hostSchema } from '../../../app/hosts/schema.ts';
import { openPracticeDoor, type PracticeDoor, type PracticeEvent } from '../../../app/node/practice-door.ts';
import type { DoorStep } from '../../../app/practice/door.ts';

const address = '127.0.0.1';
const mixed = ['tcp', 'udp', 'tcp', 'udp'] as const;
const opened: PracticeDoor[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((door) => door.close()));
});

/** A door that is closed after the test, with its log. */
async function openDoor(options: Partial<Parameters<typeof openPracticeDoor>[0]> = {}) {
  const door = await openPracticeDoor({ steps: mixed, seqTimeoutMs: 60_000, openForMs: 60_000, ...options });
  opened.push(door);
  const log: PracticeEvent[] = [];
  door.watch((event) => log.push(event));
  return { door, log, types: () => log.map(({ type }) => type) };
}

/** Resolves with the next event of a type. Ask before causing it. */
function next<T extends PracticeEvent['type']>(door: PracticeDoor, type: T) {
  return new Promise<Extract<PracticeEvent, { readonly type: T }>>((resolve) => {
    const stop = door.watch((event) => {
      if (event.type !== type) return;
      stop();
      resolve(event as Extract<PracticeEvent, { readonly type: T }>);
    });
  });
}

/** Sends all hits in one go, without waiting between them. */
async function knock(steps: readonly DoorStep[]): Promise<void> {
  const udp = createSocket('udp4');
  udp.bind(0, address);
  await once(udp, 'listening');
  const done = steps.map(async ({ proto, port }) => {
    if (proto === 'udp') {
      await new Promise((sent) => {
        udp.send(Uint8Array.of(0), port, address, sent);
      });
      return;
    }
    const socket = connect({ host: address, port, autoSelectFamily: false });
    socket.on('error', () => {});
    socket.on('connect', () => socket.destroy());
    await once(socket, 'close');
  });
  await Promise.all(done);
  udp.close();
}

/** What a client sees on the service port. */
async function look(port: number): Promise<string> {
  const socket = connect({ host: address, port, autoSelectFamily: false });
  try {
    const [data] = (await once(socket, 'data')) as [Uint8Array];
    return Buffer.from(data).toString();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  } finally {
    socket.destroy();
  }
}

async function isFree({ proto, port }: DoorStep): Promise<boolean> {
  const socket =
    proto === 'tcp' ? createServer().listen(port, address) : createSocket('udp4').bind(port, address);
  try {
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

test('the service refuses, answers after the right knock, and refuses again after the open time', async () => {
  const { door, types } = await openDoor({ openForMs: 2_000 });
  expect(await look(door.servicePort)).toBe('ECONNREFUSED');
  const opening = next(door, 'opened');
  const closing = next(door, 'closed');
  await knock(door.steps);
  const { atMs, untilMs } = await opening;
  expect(await look(door.servicePort)).toBe('SSH-2.0-Postern_practice\r\n');
  expect(untilMs - atMs).toBeCloseTo(2_000);
  expect((await closing).atMs).toBeGreaterThanOrEqual(untilMs);
  expect(await look(door.servicePort)).toBe('ECONNREFUSED');
  expect(types()).toEqual(['step', 'step', 'step', 'step', 'opened', 'closed']);
});

test('the wrong order leaves the service closed, and the log says what was expected', async () => {
  const { door, log, types } = await openDoor();
  const reversed = door.steps.toReversed();
  const last = nth(door, 4);
  await knock(reversed);
  await last;
  expect(await look(door.servicePort)).toBe('ECONNREFUSED');
  expect(types()).toContain('wrong-step');
  expect(types()).not.toContain('opened');
  expect(log[0]).toMatchObject({
    type: 'wrong-step',
    client: address,
    hit: reversed[0],
    expected: door.steps[0],
  });
});

test('a half-finished sequence is forgotten after the time-out, and its rest opens nothing', async () => {
  const { door, types } = await openDoor({ seqTimeoutMs: 500 });
  const forgotten = next(door, 'forgotten');
  await knock(door.steps.slice(0, 2));
  expect(await forgotten).toMatchObject({ client: address, done: 2 });
  const rest = nth(door, 2);
  await knock(door.steps.slice(2));
  await rest;
  expect(await look(door.servicePort)).toBe('ECONNREFUSED');
  expect(types()).toEqual(['step', 'step', 'forgotten', 'wrong-step', 'wrong-step']);
});

test.each([
  ['TCP', ['tcp', 'tcp', 'tcp', 'tcp', 'tcp']],
  ['UDP', ['udp', 'udp', 'udp', 'udp', 'udp']],
  ['mixed', ['tcp', 'udp', 'udp', 'tcp', 'udp', 'tcp']],
] as const)('twenty %s knocks without any gap between the hits open it twenty times', async (_, steps) => {
  const { door, types } = await openDoor({ steps });
  for (let knocks = 0; knocks < 20; knocks += 1) {
    const opening = next(door, 'opened');
    await Promise.all([knock(door.steps), opening]);
    // The next knock in the same turn of the event loop would not keep its order.
    await nextTurn();
    await nextTurn();
  }
  expect(types().filter((type) => type === 'opened')).toHaveLength(20);
  expect(types()).not.toContain('wrong-step');
});

test('what was connected in time stays connected when the door closes', async () => {
  const { door } = await openDoor({ openForMs: 1_000 });
  const opening = next(door, 'opened');
  const closing = next(door, 'closed');
  await knock(door.steps);
  await opening;
  const socket: Socket = connect({ host: address, port: door.servicePort });
  await once(socket, 'data');
  await closing;
  expect(await look(door.servicePort)).toBe('ECONNREFUSED');
  expect([socket.readable, socket.writable]).toEqual([true, true]);
  const end = once(socket, 'close');
  await door.close();
  await end;
  expect(socket.destroyed).toBe(true);
});

test('closing the door in the middle of everything frees every port', async () => {
  const { door } = await openDoor();
  const opening = next(door, 'opened');
  await knock([...door.steps, ...door.steps.slice(0, 1)]);
  await opening;
  await door.close();
  const ports = [...door.steps, { proto: 'tcp', port: door.servicePort } as const];
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
});

test('a service port that another program took is told, not hidden', async () => {
  const { door, types } = await openDoor();
  const squatter = createServer().listen(door.servicePort, address);
  await once(squatter, 'listening');
  const blocked = next(door, 'service-blocked');
  await knock(door.steps);
  expect(await blocked).toMatchObject({ port: door.servicePort });
  expect(types()).not.toContain('opened');
  squatter.close();
});

test('its host can be saved and has the steps asked for, in no ascending or descending order', async () => {
  const { door } = await openDoor();
  const host = v.parse(hostSchema, {
    ...door.host,
    id: '0b9f3d52-6a0e-4c4e-9a4e-1d2f3a4b5c6d',
    name: 'practice',
  });
  const ports = door.steps.map(({ port }) => port);
  expect(host.knock.steps).toEqual(door.steps);
  expect(door.steps.map(({ proto }) => proto)).toEqual(mixed);
  expect(host.check).toEqual({ port: door.servicePort, expect: { kind: 'ssh' } });
  expect(ports).not.toEqual(ports.toSorted((a, b) => a - b));
  expect(ports).not.toEqual(ports.toSorted((a, b) => b - a));
  expect(ports).not.toContain(door.servicePort);
});

test('two steps are no practice', async () => {
  await expect(
    openPracticeDoor({ steps: ['tcp', 'udp'], seqTimeoutMs: 1_000, openForMs: 1_000 }),
  ).rejects.toThrow('a practice door of 2 steps');
});

/** Resolves when the door has told `count` events. */
function nth(door: PracticeDoor, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    door.watch(() => {
      seen += 1;
      if (seen === count) resolve();
    });
  });
}
