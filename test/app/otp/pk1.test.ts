import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snum } from '../../../app/otp/hotp.ts';
import { pk1Ports, pk1Subkey } from '../../../app/otp/pk1.ts';
import vectors from '../../vectors/pk1.json' with { type: 'json' };

const samplers = ['snum31', 'dec6'] as const;
const subkey = bytes('42352d378ed4ccb41b1eef93f08695cbe86c2e4f0502c871b0090b9c687dbcad');
const usual = { subkey, factor: 29_920_430, count: 4, ranges: [[10_000, 32_767]], exclude: [] } as const;

function bytes(hex: string) {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function portsOf(request: Partial<Parameters<typeof pk1Ports>[0]>) {
  const ports = pk1Ports({ ...usual, sampler: 'snum31', ...request });
  if (!ports.ok) throw new Error(ports.error.code);
  return ports.value;
}

describe('the published vectors', () => {
  test.each(vectors.subkeys)('subkey of $purpose at $host', ({ secretHex, purpose, host, subkeyHex }) => {
    expect(pk1Subkey(bytes(secretHex), purpose, host)).toEqual(bytes(subkeyHex));
  });

  test('every draw of the walk-through', () => {
    const { subkeyHex, T, R, limit, steps } = vectors.walkThrough;
    for (const { counter, snum: number, rejected, port } of steps) {
      const draw = snum('sha256', bytes(subkeyHex), BigInt(counter));
      expect([draw, draw >= limit, 10_000 + (draw % R)]).toEqual([number, rejected, port]);
    }
    const drawn = portsOf({ subkey: bytes(subkeyHex), factor: T, count: steps.length });
    expect(drawn).toEqual(steps.map(({ port }) => port));
  });

  test.each(vectors.sequences)('$n of $ranges at $T', (entry) => {
    const { subkeyHex, T, n, exclude, snum31_sha256: snum31, dec6_sha1: dec6 } = entry;
    const request = {
      subkey: bytes(subkeyHex),
      factor: T,
      count: n,
      ranges: entry.ranges.map(([from = 0, to = 0]) => [from, to] as const),
      exclude,
    };
    expect([portsOf({ ...request, sampler: 'snum31' }), portsOf({ ...request, sampler: 'dec6' })]).toEqual([
      snum31.ports,
      dec6.ports,
    ]);
  });
});

describe.each(samplers)('with %s', (sampler) => {
  const factor = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const bound = fc.integer({ min: 1, max: 65_535 });
  const ranges = fc.array(
    fc.tuple(bound, fc.nat(400)).map(([from, more]) => [from, Math.min(65_535, from + more)] as const),
    { minLength: 1, maxLength: 4 },
  );

  test('ports are allowed ones, none comes twice, and there are as many as wanted', () => {
    const count = fc.integer({ min: 1, max: 32 });
    fc.assert(
      fc.property(key, factor, count, ranges, fc.array(bound), (each, at, wanted, allowed, random) => {
        // Some that are in the ranges, or excluding would hardly ever matter.
        const exclude = [...random, ...allowed.map(([from]) => from)];
        const isAllowed = (port: number) =>
          allowed.some(([from, to]) => from <= port && port <= to) && !exclude.includes(port);
        const size = Array.from({ length: 65_535 }, (_, n) => n + 1).filter(isAllowed).length;
        const ports = pk1Ports({
          subkey: each,
          factor: at,
          count: wanted,
          ranges: allowed,
          exclude,
          sampler,
        });
        const isEnough = size >= Math.max(2, wanted);
        expect(ports.ok || ports.error.code).toBe(isEnough || 'too-few-ports');
        const drawn = ports.ok ? ports.value : [];
        expect(new Set(drawn).size).toBe(isEnough ? wanted : 0);
        expect(drawn.filter((port) => !isAllowed(port))).toEqual([]);
      }),
      { numRuns: 60, seed: 4226 },
    );
  });

  test('all allowed ports come, if that many are wanted', () => {
    const all = Array.from({ length: 32 }, (_, n) => 20_000 + n);
    const drawn = portsOf({ sampler, ranges: [[20_000, 20_031]], count: 32 });
    expect(drawn.toSorted((a, b) => a - b)).toEqual(all);
    expect(drawn).not.toEqual(all);
  });

  test.each([7, 100, 500])('each of %i ports is as likely as the others', (size) => {
    const seen = new Map<number, number>();
    const draws = 10_000;
    for (let at = 0; at < draws; at += 1) {
      const [port = 0] = portsOf({ sampler, factor: at, count: 1, ranges: [[10_000, 9_999 + size]] });
      seen.set(port, (seen.get(port) ?? 0) + 1);
    }
    const expected = draws / size;
    let chi2 = 0;
    for (let port = 10_000; port < 10_000 + size; port += 1) {
      chi2 += ((seen.get(port) ?? 0) - expected) ** 2 / expected;
    }
    // Wilson and Hilferty: the cube root of chi² over its degrees of freedom is nearly normal.
    const free = size - 1;
    const z = (Math.cbrt(chi2 / free) - (1 - 2 / (9 * free))) / Math.sqrt(2 / (9 * free));
    expect(Math.abs(z)).toBeLessThan(3);
  });

  test('each place of a sequence gets high and low ports alike', () => {
    const above = [0, 0, 0, 0];
    for (let at = 0; at < 2_000; at += 1) {
      for (const [place, port] of portsOf({ sampler, factor: at }).entries()) {
        if (port >= 21_384) above[place] = (above[place] ?? 0) + 1;
      }
    }
    // The half of 2,000, with four standard deviations.
    for (const count of above) expect(Math.abs(count - 1_000)).toBeLessThan(4 * Math.sqrt(500));
  });
});

test('purpose, label, secret, factor and sampler each lead to other ports', () => {
  const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
  const secret = fc.uint8Array({ minLength: 16, maxLength: 32 });
  fc.assert(
    fc.property(secret, text, text, text, (key, purpose, label, more) => {
      const own = pk1Subkey(key, purpose, label);
      const others = [
        pk1Subkey(key, purpose + more, label),
        pk1Subkey(key, purpose, label + more),
        // What belongs to one cannot be moved into the other.
        pk1Subkey(key, purpose + label, more),
        pk1Subkey(key, `${purpose}\0`, label),
        pk1Subkey(Uint8Array.of(...key, 1), purpose, label),
      ].map(String);
      fc.pre(purpose + label !== purpose || more !== label);
      expect(new Set([String(own), ...others]).size).toBe(6);
    }),
    { seed: 4226 },
  );
  expect(portsOf({ factor: 1 })).not.toEqual(portsOf({ factor: 2 }));
  expect(portsOf({ sampler: 'dec6' })).not.toEqual(portsOf({ sampler: 'snum31' }));
});

test('only ASCII letters of a label are alike in upper and lower case', () => {
  const of = (label: string) => String(pk1Subkey(subkey, 'open:ssh', label));
  expect(of('HOME.Example')).toBe(of('home.example'));
  expect(of('MÜNCHEN')).toBe(of('mÜnchen'));
  expect(of('MÜNCHEN')).not.toBe(of('münchen'));
  // The Kelvin sign becomes k in lower case; here it stays.
  expect(of('\u212A')).not.toBe(of('k'));
});

test('overlapping ranges do not make a port likelier', () => {
  const once = portsOf({ ranges: [[10_000, 10_099]], count: 32 });
  expect(
    portsOf({
      ranges: [
        [10_050, 10_099],
        [10_000, 10_080],
      ],
      count: 32,
    }),
  ).toEqual(once);
});

test.each([-1, 2 ** 48, 0.5, Number.NaN])('factor %d is refused', (factor) => {
  expect(pk1Ports({ ...usual, factor, sampler: 'snum31' })).toEqual({
    ok: false,
    error: { code: 'out-of-time' },
  });
});

test('the largest factor has ports', () => {
  expect(portsOf({ factor: 2 ** 48 - 1 })).toHaveLength(4);
});
