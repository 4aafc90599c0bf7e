import { areEqual } from '../bytes.ts';
import type { ClockOffset } from './ports.ts';

/** Length of a packet without extensions. RFC 5905 §7.3 */
export const ntpBytes = 48;

/** Seconds from 1900, when NTP counts from, to 1970. */
const epochS = 2_208_988_800;

/**
 * A question to a time server: version 4, mode 3 (client). The transmit time is random, so that an answer can only be
 * made up by who saw the question, and the question does not tell our clock (draft-ietf-ntp-data-minimization).
 */
export function ntpQuestion(cookie: Uint8Array): Uint8Array {
  const packet = new Uint8Array(ntpBytes);
  packet[0] = (4 << 3) | 3;
  packet.set(cookie.subarray(0, 8), 40);
  return packet;
}

/**
 * What an answer says of our clock; null if it is none to this question, or its sender does not know the time.
 * Times are Unix milliseconds by our clock. RFC 5905 §8: offset and half the round trip.
 */
export function readNtpAnswer(request: {
  readonly packet: Uint8Array;
  readonly cookie: Uint8Array;
  readonly sentAtMs: number;
  readonly heardAtMs: number;
}): ClockOffset | null {
  const { packet, cookie, sentAtMs, heardAtMs } = request;
  if (packet.length < ntpBytes) return null;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const [first, stratum] = [view.getUint8(0), view.getUint8(1)];
  const isServer = (first & 7) === 4;
  const isSynchronised = first >> 6 !== 3 && stratum >= 1 && stratum <= 15;
  const isOurs = areEqual(cookie.subarray(0, 8), packet.subarray(24, 32));
  if (!isServer || !isSynchronised || !isOurs) return null;
  const [receivedMs, answeredMs] = [timestampMs(view, 32), timestampMs(view, 40)];
  if (receivedMs === null || answeredMs === null) return null;
  const offsetMs = (receivedMs - sentAtMs + (answeredMs - heardAtMs)) / 2;
  const wayMs = heardAtMs - sentAtMs - (answeredMs - receivedMs);
  // Nobody answers before the question, or thinks for longer than we waited (our clock counts whole milliseconds).
  if (answeredMs < receivedMs || wayMs < -1) return null;
  return { offsetMs: Math.round(offsetMs), errorMs: Math.max(1, Math.ceil(wayMs / 2)) };
}

/** Seconds with 32 bits of fraction; null for zero, "not known". In 2036 the count ends and begins anew (RFC 5905 §6): small means later. */
function timestampMs(view: DataView, at: number): number | null {
  const [seconds, fraction] = [view.getUint32(at), view.getUint32(at + 4)];
  if (seconds === 0 && fraction === 0) return null;
  const era = seconds < 2 ** 31 ? 2 ** 32 : 0;
  return (seconds + era - epochS) * 1_000 + (fraction / 2 ** 32) * 1_000;
}
