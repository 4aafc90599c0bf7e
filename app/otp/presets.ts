import { sha256 } from '@noble/hashes/sha2.js';
import { joined, utf16le } from '../bytes.ts';
import type { Derivation, Scheme } from '../hosts/derivation-schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import { hotpCode, mac } from './hotp.ts';
import type { DeriveProblem } from './problem.ts';

/*
 * The derivations of other projects, each as its own program does it, with its bias and its gaps. What those programs
 * cannot end, or could only send to a port that does not exist, is a problem here.
 */

/** What a derivation works on. */
export interface Moment {
  readonly secret: Uint8Array;
  /** The number of the time step. */
  readonly factor: number;
  /** When the step begins, Unix seconds. */
  readonly startS: number;
}

type Of<S extends Scheme> = Extract<Derivation, { readonly scheme: S }>;
type Hits = Result<readonly Step[], DeriveProblem>;
type Proto = 'tcp' | 'udp';

/**
 * john-craig/totp-port-knockd-rs, src/utils/kports.rs: groups of bits out of one HMAC-SHA-512, as wide as the range
 * needs. `round` is the original's counter of knocks within one step.
 */
export function totpPortKnockdRs(
  { secret, startS }: Moment,
  { count, from, to }: Pick<Of<'totp-port-knockd-rs'>, 'count' | 'from' | 'to'>,
  round = 0,
): Hits {
  const unusable = fail({ code: 'range-unusable', from, to } as const);
  if (from >= to) return unusable;
  let message = new Uint8Array(8);
  new DataView(message.buffer).setBigUint64(0, BigInt(startS), true);
  for (let n = 0; n < round; n += 1) message = joined(message, mac('sha512', secret, message));
  const digest = mac('sha512', secret, message);

  const span = to - from + 1;
  const width = 32 - Math.clz32(span - 1);
  const ports: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = n * width;
    // The original takes the rest of a begun byte whole and then subtracts: below zero where a group ends within it.
    const begun = (8 - (at % 8)) % 8;
    if (begun > width % 8) return unusable;
    ports.push(from + (bits(digest, at, width) % span));
  }
  return sendable(ports.map((port) => ({ port })));
}

/** livingstonetech/port-knocking-totp: the first and the last four digits, each with zeros added up to 1000. */
export function portKnockingTotp(moment: Moment): Hits {
  const code = Number(totp6(moment));
  const halves = [Math.floor(code / 100), code % 10_000];
  if (halves.includes(0)) return fail({ code: 'never-ends' });
  return sendable(
    halves.map((half) => {
      let port = half;
      while (port < 1_000) port *= 10;
      return { port };
    }),
  );
}

/** 64b2b6d12b/otpknock: digit 7 is port 700. A zero would be port 0. */
export function otpknock(moment: Moment): Hits {
  return sendable(Array.from(totp6(moment), (digit) => ({ port: Number(digit) * 100 })));
}

/** thiswillbeyourgithub/knockd_rotator: SHA-256 of step, service, secret and place, one after the other as text. */
export function knockdRotator(
  { secret, startS }: Moment,
  { service, count, from, to, protoModulo }: Of<'knockd-rotator'>,
): Hits {
  if (from > to) return fail({ code: 'range-unusable', from, to });
  return sendable(
    range(1, count).map((place) => {
      const text = joined(utf8(`${startS}${service}_ROTATOR`), secret, utf8(String(place)));
      const port = from + (view(sha256(text)).getUint32(0) % (to - from + 1));
      text.fill(0);
      return { port, proto: protoModulo === 0 || port % protoModulo === 0 ? 'tcp' : 'udp' };
    }),
  );
}

/** CoolandonRS/dynknock, PROTOCOL.md: rings at one fixed port, then knocks with a MAC for each place. */
export function dynknock({ secret, factor }: Moment, { count, doorbell }: Of<'dynknock'>): Hits {
  const ring: Step = { proto: 'udp', port: doorbell, payload: { kind: 'text', text: `DOORBELL${factor}` } };
  const knock = range(0, count - 1).map((place): Step => {
    const digest = view(mac('sha256', secret, utf16le(`${factor}${place}${count}`)));
    const port = (digest.getUint32(0, true) % 65_535) + 1;
    const isUdp = (digest.getUint8(4) & 1) === 1;
    return isUdp ? { proto: 'udp', port, payload: { kind: 'hex', hex: '' } } : { proto: 'tcp', port };
  });
  return ok([ring, ...knock]);
}

/** clockngpn/C-Lock: the code, as a number in three bytes, is the key of four further codes. */
export function cLock(moment: Moment): Hits {
  const pin = Number(totp6(moment));
  const key = Uint8Array.of(pin >> 16, pin >> 8, pin);
  return sendable(
    range(0, 3).map((counter) => {
      const share = Number(hotpCode({ key, counter: BigInt(counter) })) / 10 ** 6;
      return { port: Math.floor(share * 64_512 + 1_024) };
    }),
  );
}

/**
 * jvinet/knock, pull request 76: each byte of a MAC is added to the base port. With protection by address the sequence
 * goes on with bytes of a second MAC, whose key ends with the address that the server sees.
 */
export function knockPr76({ secret, factor }: Moment, { base, protos, address }: Of<'knock-pr-76'>): Hits {
  const half = (key: Uint8Array) => {
    const digest = mac('sha1', key, utf8(String(factor)));
    return protos.map((proto, place) => ({ port: base + (digest[place] ?? 0), proto }));
  };
  if (address === undefined) return sendable(half(secret));
  const key = joined(secret, utf8(address));
  const hits = [...half(secret), ...half(key)];
  key.fill(0);
  return sendable(hits);
}

/** Six digits of the time step. RFC 6238 */
function totp6({ secret, factor }: Moment): string {
  return hotpCode({ key: secret, counter: BigInt(factor) });
}

function sendable(hits: readonly { readonly port: number; readonly proto?: Proto }[]): Hits {
  const wrong = hits.findIndex(({ port }) => port < 1 || port > 65_535);
  const { port } = hits[wrong] ?? {};
  if (port !== undefined) return fail({ code: 'no-such-port', port, hit: wrong + 1 });
  return ok(hits.map(({ proto = 'tcp', port: each }) => ({ proto, port: each })));
}

/** `width` bits, at most 16, from bit `at` on, the highest first. */
function bits(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let n = at; n < at + width; n += 1) {
    value = value * 2 + (((bytes[n >> 3] ?? 0) >> (7 - (n & 7))) & 1);
  }
  return value;
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset);
}
