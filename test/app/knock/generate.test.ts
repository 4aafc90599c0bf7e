import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainSequence, servicePorts } from '../../../app/knock/explain.ts';
import { generateSequence } from '../../../app/knock/generate.ts';

/** Random bytes that are the same in every run of one seed. */
function seeded(seed: number) {
  let draws = 0;
  return (bytes: number) => {
    draws += 1;
    return new Uint8Array(createHash('sha512').update(`${seed}.${draws}`).digest().subarray(0, bytes));
  };
}

const seed = fc.integer({ min: 0, max: 1_000_000 });
const length = fc.integer({ min: 3, max: 32 });

function generate(request: Omit<Parameters<typeof generateSequence>[0], 'random'>, from = 1) {
  const drawn = generateSequence({ ...request, random: seeded(from) });
  if (!drawn.ok) throw new Error(drawn.error.code);
  return drawn.value;
}

describe('what is drawn', () => {
  test('goes up and down in turn, with nothing to remark from four steps on', () => {
    fc.assert(
      fc.property(seed, length, (from, count) => {
        const { steps } = generate({ steps: count }, from);
        const { scans, remarks } = explainSequence(steps);
        const weaker = Math.floor((count + 1) / 2);
        expect(steps).toHaveLength(count);
        expect(Math.min(scans?.ascending ?? 0, scans?.descending ?? 0)).toBe(weaker);
        expect(scans?.alternating).toBe(count - 1);
        expect(remarks.map(({ code }) => code)).toEqual(count === 3 ? ['repeated-scan'] : []);
      }),
      { numRuns: 200 },
    );
  });

  test('avoids services and the ports of other sequences', () => {
    const avoid = Array.from({ length: 31_000 }, (_, index) => 1_024 + index);
    fc.assert(
      fc.property(seed, (from) => {
        const { steps } = generate({ steps: 8, avoid }, from);
        const ports = steps.map((step) => (step.proto === 'icmp' ? 0 : step.port));
        expect(ports.filter((port) => port < 32_024 || port > 32_767 || servicePorts.has(port))).toEqual([]);
        expect(new Set(ports).size).toBe(8);
      }),
      { numRuns: 20 },
    );
  });

  test('uses the protocols it may', () => {
    const protos = (protocols: readonly ('tcp' | 'udp')[]) =>
      new Set(generate({ steps: 32, protocols }).steps.map((step) => step.proto));
    expect([protos(['tcp']), protos(['udp']), protos(['tcp', 'udp'])]).toEqual([
      new Set(['tcp']),
      new Set(['udp']),
      new Set(['tcp', 'udp']),
    ]);
  });

  test('every port is equally likely', () => {
    // Twenty bins of 1,587 ports; 6,400 draws make 320 in each, with a standard deviation below 18.
    const bins = Array.from({ length: 20 }, () => 0);
    for (let from = 0; from < 200; from += 1) {
      for (const step of generate({ steps: 32 }, from).steps) {
        const bin = step.proto === 'icmp' ? -1 : Math.floor((step.port - 1_024) / 1_587.2);
        bins[bin] = (bins[bin] ?? 0) + 1;
      }
    }
    expect(bins).toHaveLength(20);
    expect(bins.filter((count) => count < 230 || count > 410)).toEqual([]);
  });

  test('bytes that would make some ports likelier are drawn again', () => {
    // 65,535 is in the uneven rest of 65,536 for any number of ports that does not divide it.
    let draws = 0;
    const random = (bytes: number) => {
      draws += 1;
      return draws === 2 ? Uint8Array.of(255, 255) : seeded(draws)(bytes);
    };
    const drawn = generateSequence({ steps: 5, random });
    // One for the direction, five ports, five protocols, and the one drawn again.
    expect([drawn.ok, draws]).toEqual([true, 12]);
  });
});

describe('the reasons', () => {
  test('are those of the sequence drawn', () => {
    const { steps, reasons } = generate({ steps: 5, avoid: [12_001, 12_002, 3389, 70] });
    const left = 31_744 - 56;
    expect(reasons).toEqual([
      { code: 'scans', scans: explainSequence(steps).scans },
      { code: 'ports', from: 1_024, to: 32_767, choices: left - 2 },
      { code: 'services-left-out', ports: 56 },
      { code: 'no-repeated-scan' },
      { code: 'ports-left-out', ports: 2 },
    ]);
  });

  test('of three steps promise nothing about repeated scans', () => {
    expect(generate({ steps: 3 }).reasons.map(({ code }) => code)).toEqual([
      'scans',
      'ports',
      'services-left-out',
    ]);
  });
});

describe('what cannot be drawn', () => {
  test.each([2, 0, -1, 33, 4.5, Number.NaN])('%d steps', (count) => {
    expect(generateSequence({ steps: count, random: seeded(1) })).toEqual({
      ok: false,
      error: { code: 'step-count', least: 3, most: 32 },
    });
  });

  test('four steps when three ports are left', () => {
    const avoid = Array.from({ length: 31_741 }, (_, index) => 1_024 + index);
    expect(generateSequence({ steps: 4, avoid, random: seeded(1) })).toEqual({
      ok: false,
      error: { code: 'too-few-ports', ports: 3 },
    });
  });
});
