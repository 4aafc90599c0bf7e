import { expect, test } from 'vitest';
import { explainSequence } from '../../../app/knock/explain.ts';
import { generateSequence } from '../../../app/knock/generate.ts';
import { parseSequence } from '../../../app/knock/sequence.ts';
import { describeGenerateProblem, describeReason, describeRemark } from '../../../app/present/sequence.ts';

test.each([
  ['7000 8000 9000', 'One ascending port scan opens it: let the ports go up and down.'],
  ['7001 9001 8001', 'Repeated descending port scans open it: use four or more ports that go up and down.'],
  ['7001 9001:udp', 'It mixes TCP and UDP: a network that drops UDP keeps it shut.'],
  ['7001 7001', 'Two steps in a row use 7001: some servers drop repeats.'],
  ['7001 9001 7001', 'Step 3 uses 7001 again: a new port makes guessing harder.'],
  ['443 9001', 'Step 1 (443) is a web port: a browser may hit it between two steps.'],
  ['22 9001', 'Step 1 (22) is a system port: scanners look there first.'],
  ['7001 3306', 'Step 2 (3306) is the port of MySQL: scanners look there.'],
  ['7001 40000', 'Step 2 (40000) is a port that the server may use for its own connections.'],
  [
    '7999 7001',
    "Another host's sequence begins with 7999 too: on one knockd only the first of them can open.",
  ],
])('%s is remarked on', (text, remark) => {
  const steps = parseSequence(text);
  if (!steps.ok) throw new Error(text);
  expect(explainSequence(steps.value, [7999]).remarks.map(describeRemark)).toContain(remark);
});

test('a generated sequence comes with its reasons', () => {
  let byte = 0;
  const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => (byte = (byte + 89) % 256));
  const made = generateSequence({ steps: 4, avoid: [7001], random });
  if (!made.ok) throw new Error(made.error.code);
  const reasons = made.value.reasons.map(describeReason);
  expect(reasons[0]).toMatch(
    /^Its ports go up and down: a scanner needs \d ascending scans?, \d descending ones?, or 3 in turn\.$/,
  );
  expect(reasons.slice(1)).toEqual([
    'Each port is drawn from 31,687 ports between 1024 and 32767, none twice.',
    'Left out: 56 ports where services listen.',
    'No repeated scan in one direction opens a server that starts over at a wrong step.',
    'Left out: 1 port of your other hosts.',
  ]);
});

test('a sequence that cannot be made says which one can', () => {
  expect(describeGenerateProblem({ code: 'step-count', least: 3, most: 32 })).toBe('Use 3 to 32 steps.');
  expect(describeGenerateProblem({ code: 'too-few-ports', ports: 2 })).toBe(
    'Only 2 ports are left to choose from: ask for fewer steps.',
  );
});
