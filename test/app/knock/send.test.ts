import { expect, test } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import { createVirtualClock } from '../../../app/fake/clock.ts';
import type { PlannedPacket } from '../../../app/knock/plan.ts';
import type { Answer, KnockPorts, Packet, Sent, Shot } from '../../../app/knock/ports.ts';
import { sendPlan } from '../../../app/knock/send.ts';
import { fail, ok, type Result } from '../../../app/result.ts';

const target = { address: '192.0.2.7', family: 4, source: null } as const;
const noRoute: Obstacle = { code: 'no-route', address: target.address };
const blockedHere: Obstacle = { code: 'blocked-here', what: target.address };

const tcp = (port: number): Packet => ({ proto: 'tcp', port, mode: 'syn' });
const udp = (port: number): Packet => ({ proto: 'udp', port, data: Uint8Array.of(0) });

/** One packet every 100 ms. */
function planOf(...packets: readonly Packet[]): readonly PlannedPacket[] {
  return packets.map((packet, index) => ({ step: index + 1, offsetMs: index * 100, packet }));
}

interface Behaviour {
  readonly prepared?: Obstacle;
  readonly blocked?: Obstacle;
  /** How long the system takes the packet. */
  readonly takesMs?: number;
  /** Since the call of send; null: during it. */
  readonly answers?: readonly (readonly [afterMs: number | null, Answer])[];
}

/** A sender on a virtual clock and a network that behaves as told for each step; with a log of all that happens. */
function prepareSending(
  plan: readonly PlannedPacket[],
  behaviours: Readonly<Record<number, Behaviour>> = {},
) {
  const clock = createVirtualClock();
  const log: string[] = [];
  const note = (text: string): void => void log.push(`${clock.elapsed()} ${text}`);
  const stop = new AbortController();
  let made = 0;

  const prepare: KnockPorts['prepare'] = async (packet, to) => {
    const step = plan.findIndex((planned) => planned.packet === packet) + 1;
    const behaviour = behaviours[step] ?? {};
    expect(to).toBe(target);
    if (behaviour.prepared) return fail(behaviour.prepared);
    made += 1;
    const shot: Shot = {
      send: async (onAnswer): Promise<Result<Sent, Obstacle>> => {
        note(`send ${step}`);
        for (const [afterMs, answer] of behaviour.answers ?? []) {
          if (afterMs === null) onAnswer(answer);
          else clock.after(afterMs, () => onAnswer(answer));
        }
        if (behaviour.takesMs) await clock.sleep(behaviour.takesMs);
        return behaviour.blocked
          ? fail(behaviour.blocked)
          : ok({ localAddress: '192.0.2.1', localPort: 50_000 + step });
      },
      close: () => {
        made -= 1;
      },
    };
    return ok(shot);
  };

  const sending = () =>
    clock.run(
      sendPlan({
        plan,
        target,
        prepare,
        clock,
        signal: stop.signal,
        listener: {
          sent: ({ step }, { plannedAt, sentAt }, { localPort }) =>
            note(`sent ${step}, planned ${plannedAt}, at ${sentAt}, from ${localPort}`),
          answered: ({ step }, answer, { answeredAt, rttMs }) =>
            note(`${answer} for ${step} at ${answeredAt} after ${rttMs}`),
          blocked: ({ step }, obstacle) => note(`blocked ${step}: ${JSON.stringify(obstacle)}`),
        },
      }),
    );
  /** Lets everything that is still to come happen. */
  const pass = (ms: number) => clock.run(clock.sleep(ms));
  return { clock, log, stop, sending, pass, open: () => made };
}

test('packets leave when they are planned, one after the other', async () => {
  const { log, open, sending } = prepareSending(planOf(tcp(7000), udp(8000), tcp(9000)));
  const { release, ...result } = await sending();
  expect(log).toEqual([
    '0 send 1',
    '0 sent 1, planned 0, at 0, from 50001',
    '100 send 2',
    '100 sent 2, planned 100, at 100, from 50002',
    '200 send 3',
    '200 sent 3, planned 200, at 200, from 50003',
  ]);
  expect(result).toEqual({ packets: 3, firstAt: 0, lastAt: 200, obstacle: null });
  expect(open()).toBe(3);
  release();
  expect(open()).toBe(0);
});

test('a packet that the system takes slowly delays the next one only if it must', async () => {
  const { log, sending } = prepareSending(planOf(tcp(1), tcp(2), tcp(3), tcp(4)), { 2: { takesMs: 150 } });
  await sending();
  expect(log.filter((line) => line.includes('send'))).toEqual([
    '0 send 1',
    '100 send 2',
    '250 send 3',
    '300 send 4',
  ]);
});

test('an answer is told after its packet, even if it was there first', async () => {
  const { log, sending } = prepareSending(planOf(tcp(7000)), {
    1: {
      takesMs: 5,
      answers: [
        [null, 'unreachable'],
        [2, 'reset'],
      ],
    },
  });
  await sending();
  expect(log).toEqual([
    '0 send 1',
    '5 sent 1, planned 0, at 0, from 50001',
    '5 unreachable for 1 at 0 after 0',
    '5 reset for 1 at 2 after 2',
  ]);
});

test('late answers are told until the release, and none after it', async () => {
  const { log, pass, sending } = prepareSending(planOf(tcp(7000), tcp(8000)), {
    1: { answers: [[150, 'reset']] },
    2: { answers: [[300, 'reset']] },
  });
  const { release } = await sending();
  await pass(100);
  release();
  await pass(500);
  expect(log.filter((line) => line.includes('reset'))).toEqual(['150 reset for 1 at 150 after 150']);
});

test('nothing is sent if one packet cannot be prepared, and what was prepared is closed', async () => {
  const { log, open, sending } = prepareSending(planOf(tcp(1), tcp(2), tcp(3)), { 3: { prepared: noRoute } });
  const { release, ...result } = await sending();
  expect(result).toEqual({ packets: 0, firstAt: null, lastAt: 0, obstacle: noRoute });
  expect(log).toEqual([`0 blocked 3: ${JSON.stringify(noRoute)}`]);
  expect(open()).toBe(0);
  release();
  expect(open()).toBe(0);
});

test('a packet that is not taken ends the sequence', async () => {
  const { log, open, sending } = prepareSending(planOf(tcp(1), tcp(2), tcp(3)), { 2: { blocked: noRoute } });
  const { release, ...result } = await sending();
  expect(result).toEqual({ packets: 1, firstAt: 0, lastAt: 0, obstacle: noRoute });
  expect(log.slice(2)).toEqual(['100 send 2', `100 blocked 2: ${JSON.stringify(noRoute)}`]);
  release();
  expect(open()).toBe(0);
});

test.each([
  [tcp(7000), '7000/tcp'],
  [udp(8000), '8000/udp'],
  [{ proto: 'icmp', bytes: 64 } as const, 'icmp'],
])('%j that a firewall of this computer holds back is named %s', async (packet, what) => {
  const { sending } = prepareSending(planOf(tcp(1), packet), { 2: { blocked: blockedHere } });
  expect((await sending()).obstacle).toEqual({ code: 'blocked-here', what });
});

test('a cancel in the middle of a pause ends it at once', async () => {
  const { clock, log, stop, open, sending } = prepareSending(planOf(tcp(1), tcp(2), tcp(3)));
  clock.after(130, () => stop.abort());
  const { release, ...result } = await sending();
  expect(result).toEqual({ packets: 2, firstAt: 0, lastAt: 100, obstacle: null });
  expect([clock.elapsed(), log.length]).toEqual([130, 4]);
  release();
  expect(open()).toBe(0);
});

test('a cancel before the first packet sends nothing', async () => {
  const { log, stop, open, sending } = prepareSending(planOf(tcp(1), tcp(2)));
  stop.abort();
  const { release, ...result } = await sending();
  expect(result).toEqual({ packets: 0, firstAt: null, lastAt: 0, obstacle: null });
  expect(log).toEqual([]);
  release();
  expect(open()).toBe(0);
});

test('a packet that was handed over while the user cancelled still counts', async () => {
  const { clock, stop, sending } = prepareSending(planOf(tcp(1), tcp(2)), { 1: { takesMs: 50 } });
  clock.after(20, () => stop.abort());
  expect(await sending()).toMatchObject({ packets: 1, firstAt: 0, lastAt: 0 });
});

test('a connection that the user gave up was not refused', async () => {
  const { clock, log, stop, sending } = prepareSending(planOf(tcp(62_201)), {
    1: { takesMs: 50, blocked: { code: 'transport-refused', port: 62_201 } },
  });
  clock.after(20, () => stop.abort());
  expect(await sending()).toMatchObject({ packets: 0, obstacle: null });
  expect(log.filter((line) => line.includes('blocked'))).toEqual([]);
});
