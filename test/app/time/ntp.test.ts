import { describe, expect, test } from 'vitest';
import { ntpBytes, ntpQuestion, readNtpAnswer } from '../../../app/time/ntp.ts';

const cookie = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
/** 2026-01-01T00:00:00Z, which is 3,976,214,400 s after 1900. */
const newYear = Date.UTC(2026, 0, 1);

interface Answer {
  readonly leap?: number;
  readonly mode?: number;
  readonly stratum?: number;
  readonly origin?: Uint8Array;
  /** Seconds and fraction as they stand in the packet. */
  readonly received?: readonly [number, number];
  readonly answered?: readonly [number, number];
  readonly extension?: number;
}

/** A packet as RFC 5905 §7.3 draws it. */
function packetOf(answer: Answer): Uint8Array {
  const { leap = 0, mode = 4, stratum = 2, origin = cookie, extension = 0 } = answer;
  const { received = [3_976_214_400, 0], answered = received } = answer;
  const packet = new Uint8Array(ntpBytes + extension);
  const view = new DataView(packet.buffer);
  packet[0] = (leap << 6) | (4 << 3) | mode;
  packet[1] = stratum;
  packet.set(origin, 24);
  view.setUint32(32, received[0]);
  view.setUint32(36, received[1]);
  view.setUint32(40, answered[0]);
  view.setUint32(44, answered[1]);
  return packet;
}

const read = (answer: Answer, times: { readonly sentAtMs?: number; readonly heardAtMs?: number } = {}) =>
  readNtpAnswer({
    packet: packetOf(answer),
    cookie,
    sentAtMs: newYear,
    heardAtMs: newYear,
    ...times,
  });

describe('a question', () => {
  test('is a packet of a client in version 4', () => {
    expect(ntpQuestion(cookie)).toHaveLength(48);
    expect(ntpQuestion(cookie)[0]).toBe(0x23);
  });

  test('tells nothing but its cookie', () => {
    const packet = ntpQuestion(cookie);
    expect([...packet.subarray(40)]).toEqual([...cookie]);
    expect(packet.subarray(1, 40).every((byte) => byte === 0)).toBe(true);
  });
});

describe('an answer', () => {
  test('at the same moment finds no difference', () => {
    expect(read({})).toEqual({ offsetMs: 0, errorMs: 1 });
  });

  // T1 = 0, T2 = 5.010, T3 = 5.020, T4 = 0.050 s: offset (5.010 + 4.970) / 2 = 4.990, round trip 0.050 - 0.010.
  test('has the offset and the error of RFC 5905 §8', () => {
    const second = 3_976_214_405;
    const fraction = (ms: number) => Math.round((ms / 1_000) * 2 ** 32);
    const offset = read(
      { received: [second, fraction(10)], answered: [second, fraction(20)] },
      { heardAtMs: newYear + 50 },
    );
    expect(offset).toEqual({ offsetMs: 4_990, errorMs: 20 });
  });

  test('from a clock that is behind us has a negative offset', () => {
    expect(read({ received: [3_976_214_400 - 300, 0] })?.offsetMs).toBe(-300_000);
  });

  test('counts half a second as half', () => {
    expect(read({ received: [3_976_214_400, 2 ** 31] })?.offsetMs).toBe(500);
  });

  // The count of seconds overflows on 2036-02-07 at 06:28:16 UTC (RFC 5905 §6).
  test.each([
    ['the last second before the roll-over', Date.UTC(2036, 1, 7, 6, 28, 15), 0xffff_ffff],
    ['the first one after it', Date.UTC(2036, 1, 7, 6, 28, 17), 1],
    ['a day in 2050', Date.UTC(2050, 0, 1), 438_629_504],
  ])('is understood in %s', (_, now, second) => {
    const at = { sentAtMs: now, heardAtMs: now };
    expect(read({ received: [second, 0] }, at)?.offsetMs).toBe(0);
  });

  test('across the roll-over is understood too', () => {
    const now = Date.UTC(2036, 1, 7, 6, 28, 15);
    expect(read({ received: [4, 0] }, { sentAtMs: now, heardAtMs: now })?.offsetMs).toBe(5_000);
  });

  test('may be longer than a question', () => {
    expect(read({ extension: 20 })).toEqual({ offsetMs: 0, errorMs: 1 });
  });

  test.each<[string, Answer]>([
    ['a question', { mode: 3 }],
    ['a broadcast', { mode: 5 }],
    ['a clock that was never set', { leap: 3 }],
    ['a kiss of death', { stratum: 0 }],
    ['a clock that lost its source', { stratum: 16 }],
    ['somebody who did not see the question', { origin: new Uint8Array(8) }],
    ['somebody who saw half of it', { origin: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9) }],
    ['a clock without a time', { received: [3_976_214_400, 0], answered: [0, 0] }],
    ['a clock that did not note when it was asked', { received: [0, 0], answered: [3_976_214_400, 0] }],
    [
      'a clock that answered before it was asked',
      { received: [3_976_214_410, 0], answered: [3_976_214_400, 0] },
    ],
    [
      'a clock that thought for longer than we waited',
      { received: [3_976_214_400, 0], answered: [3_976_214_410, 0] },
    ],
  ])('of %s says nothing', (_, answer) => {
    expect(read(answer)).toBeNull();
  });

  test.each([0, 1, 47])('of %i bytes says nothing', (length) => {
    const packet = packetOf({}).subarray(0, length);
    expect(readNtpAnswer({ packet, cookie, sentAtMs: newYear, heardAtMs: newYear })).toBeNull();
  });

  test('in the middle of a larger buffer is read from its beginning', () => {
    const buffer = new Uint8Array(100);
    buffer.set(packetOf({}), 30);
    const packet = buffer.subarray(30, 78);
    expect(readNtpAnswer({ packet, cookie, sentAtMs: newYear, heardAtMs: newYear })?.offsetMs).toBe(0);
  });
});
