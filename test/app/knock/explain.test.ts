import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { explainSequence, fallsToRepeatedScan, scansToOpen } from '../../../app/knock/explain.ts';
import { parseSequence } from '../../../app/knock/sequence.ts';

function steps(text: string): readonly Step[] {
  const read = parseSequence(text);
  if (!read.ok) throw new Error(read.error.problem);
  return read.value;
}

describe('scansToOpen', () => {
  test.each<[string, number, number, number]>([
    ['7001', 1, 1, 1],
    ['7001 7002 7003', 1, 3, 1],
    ['7003 7002 7001', 3, 1, 1],
    // Measured on nftables sets: two ascending scans.
    ['8881 7777 9991', 2, 2, 2],
    ['2 4 1 3', 2, 3, 3],
    ['1 2 3 2 1', 3, 3, 2],
    ['7001 7001', 2, 2, 2],
    ['7001 7002:udp 7003', 3, 3, 3],
    ['7001 7002 7003:udp 7004:udp', 2, 4, 3],
  ])('%s: %i upwards, %i downwards, %i in turn', (text, ascending, descending, alternating) => {
    expect(scansToOpen(steps(text))).toEqual({ ascending, descending, alternating });
  });

  test('a port scan never sends an ICMP echo of the right size', () => {
    expect(scansToOpen(steps('7001 icmp:64 7003'))).toBeNull();
  });

  test('a lenient server opens after exactly that many scans', () => {
    fc.assert(
      fc.property(sequence, (some) => {
        const scans = scansToOpen(some);
        expect([scans?.ascending, scans?.descending]).toEqual([lenient(some, 1), lenient(some, -1)]);
      }),
    );
  });
});

describe('fallsToRepeatedScan', () => {
  test.each<[string, boolean, boolean]>([
    ['1 2 3', true, false],
    ['3 1 2', true, false],
    ['2 1 3', false, true],
    ['1 2 3 4', true, false],
    ['3 4 1 2', true, false],
    ['2 1 4 3', false, true],
    ['2 4 1 3', false, false],
    ['5 5', true, true],
    ['1 2 1 2', true, true],
    ['5 5 6', false, false],
    // TCP and UDP scans in turn, downwards: 3, 1, 2:udp, 3, 1, …
    ['1 2:udp 3', false, true],
    ['1 2:udp 3 4:udp', false, false],
    ['1 icmp:64', false, false],
  ])('%s: upwards %s, downwards %s', (text, up, down) => {
    const some = steps(text);
    expect([fallsToRepeatedScan(some, 'ascending'), fallsToRepeatedScan(some, 'descending')]).toEqual([
      up,
      down,
    ]);
  });

  test('a server that starts over at a wrong step opens to those scans and to no others', () => {
    const different = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(different, (ports) => {
        const some = ports.map((port): Step => ({ proto: 'tcp', port }));
        expect(fallsToRepeatedScan(some, 'ascending')).toBe(isWithinScans(ports, 1));
        expect(fallsToRepeatedScan(some, 'descending')).toBe(isWithinScans(ports, -1));
      }),
    );
  });
});

describe('explainSequence', () => {
  test.each<[string, readonly number[], readonly unknown[]]>([
    [
      '2 4 1 3',
      [],
      [1, 2, 3, 4].map((step) => ({ code: 'system-port', step, port: [2, 4, 1, 3][step - 1] })),
    ],
    ['12004 12001 12003 12002', [], []],
    ['12001', [], ['ascending', 'descending'].map((direction) => ({ code: 'one-scan', direction }))],
    ['12001 12002', [], [{ code: 'one-scan', direction: 'ascending' }]],
    [
      '12001 12001',
      [],
      [
        ...['ascending', 'descending'].map((direction) => ({ code: 'repeated-scan', direction })),
        { code: 'same-port-in-a-row', step: 2, port: 12001 },
      ],
    ],
    ['12003 12002 12001', [], [{ code: 'one-scan', direction: 'descending' }]],
    ['12003 12001 12002', [], [{ code: 'repeated-scan', direction: 'ascending' }]],
    ['12001 icmp:64 12003', [], []],
    [
      '12001 12001 12003 12001',
      [],
      [
        { code: 'same-port-in-a-row', step: 2, port: 12001 },
        { code: 'port-used-before', step: 4, port: 12001 },
      ],
    ],
    ['12004 12001 12003 12002', [12004, 12001], [{ code: 'first-port-taken', port: 12004 }]],
    [
      '12004 443 3389 80 40000:udp',
      [],
      [
        { code: 'mixed-protocols' },
        { code: 'web-port', step: 2, port: 443 },
        { code: 'service-port', step: 3, port: 3389, service: 'RDP' },
        { code: 'web-port', step: 4, port: 80 },
        { code: 'dynamic-port', step: 5, port: 40000 },
      ],
    ],
  ])('%s', (text, firstPorts, remarks) => {
    expect(explainSequence(steps(text), firstPorts).remarks).toEqual(remarks);
  });

  test('the scans come with the remarks', () => {
    expect(explainSequence(steps('12004 12001 12003 12002')).scans).toEqual({
      ascending: 3,
      descending: 2,
      alternating: 3,
    });
  });
});

const sequence = fc.array(
  fc.record({
    proto: fc.constantFrom('tcp' as const, 'udp' as const),
    port: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Scans a server that minds no wrong hit, with the protocol it waits for, and counts the scans until it opens. */
function lenient(some: readonly Step[], sign: 1 | -1): number {
  const ports = Array.from({ length: 12 }, (_, index) => index + 1).toSorted((a, b) => sign * (a - b));
  let stage = 0;
  let scans = 0;
  while (stage < some.length) {
    scans += 1;
    const proto = some[stage]?.proto;
    for (const port of ports) {
      const step = some[stage];
      if (step !== undefined && step.proto === proto && step.proto !== 'icmp' && step.port === port)
        stage += 1;
    }
  }
  return scans;
}

/** Whether three scans in a row, reduced to the ports of the sequence, contain it without anything between. */
function isWithinScans(ports: readonly number[], sign: 1 | -1): boolean {
  const scan = ports.toSorted((a, b) => sign * (a - b));
  return `,${[...scan, ...scan, ...scan].join()},`.includes(`,${ports.join()},`);
}
