import { fail, ok, type Result } from '../result.ts';
import { mac, snum } from './hotp.ts';
import type { DeriveProblem } from './problem.ts';

/*
 * The derivation "portknock-v1": from a shared secret, by time or counter, to ports without bias.
 *
 *     secret ── HMAC("portknock-v1", purpose, label) ──► subkey ── HMAC(factor · 2^16 + j) ──► 31 bits for each j
 *
 * A draw becomes a port of the allowed ones, which are counted through in increasing order. A draw that would favour
 * the first ones, or that yields a port a second time, is skipped.
 */

/**
 * The key of one purpose at one server, 32 bytes; the caller wipes it. ASCII letters of the label count in lower case
 * and all others as they are, so that every shell and language finds the same bytes.
 */
export function pk1Subkey(secret: Uint8Array, purpose: string, label: string): Uint8Array {
  const lower = label.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return mac('sha256', secret, new TextEncoder().encode(`portknock-v1\0${purpose}\0${lower}`));
}

interface PortRequest {
  readonly subkey: Uint8Array;
  /** Time step or counter, below 2^48. */
  readonly factor: number;
  readonly count: number;
  /** The allowed ports, both ends included. Ranges may overlap. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly exclude: readonly number[];
  /** `snum31`: 31 bits of HMAC-SHA-256. `dec6`: what `oathtool --hotp` prints, six digits of HMAC-SHA-1. */
  readonly sampler: 'snum31' | 'dec6';
}

/** How many draws belong to one factor. */
const drawsPerFactor = 65_536;

/** The ports of one factor, all different, in the order in which they are knocked. */
export function pk1Ports(request: PortRequest): Result<readonly number[], DeriveProblem> {
  const { subkey, factor, count, ranges, exclude, sampler } = request;
  if (!Number.isInteger(factor) || factor < 0 || factor >= 2 ** 48) return fail({ code: 'out-of-time' });
  const allowed = allowedPorts(ranges, exclude);
  if (allowed.length < Math.max(2, count)) return fail({ code: 'too-few-ports' });

  const draws = sampler === 'dec6' ? 10 ** 6 : 2 ** 31;
  // Above the last whole multiple a draw would make the first ports likelier than the others.
  const limit = Math.floor(draws / allowed.length) * allowed.length;
  const ports = new Set<number>();
  const first = BigInt(factor) * BigInt(drawsPerFactor);
  for (let j = 0; j < drawsPerFactor && ports.size < count; j += 1) {
    const draw = snum(sampler === 'dec6' ? 'sha1' : 'sha256', subkey, first + BigInt(j)) % draws;
    const port = allowed[draw % allowed.length];
    if (port !== undefined && draw < limit) ports.add(port);
  }
  // With 65,536 draws it takes a chance below 2^-1000 to get here, even where every allowed port is wanted.
  return ports.size === count ? ok([...ports]) : fail({ code: 'too-few-ports' });
}

/** In increasing order. */
function allowedPorts(ranges: PortRequest['ranges'], exclude: PortRequest['exclude']): readonly number[] {
  // One mark for each port: a list of a thousand sequences comes by here a thousand times.
  const isAllowed = new Uint8Array(65_536);
  for (const [from, to] of ranges) isAllowed.fill(1, from, to + 1);
  for (const port of exclude) isAllowed[port] = 0;
  const allowed: number[] = [];
  for (let port = 1; port < isAllowed.length; port += 1) if (isAllowed[port] === 1) allowed.push(port);
  return allowed;
}
