import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  durationIn,
  parseCheck,
  parseExpectation,
  parseSteps,
  parseTags,
  parseWhole,
  type TypedCheck,
} from '../../../app/cli/values.ts';

test.each<[string, TypedCheck]>([
  ['22', { port: 22 }],
  ['22/tcp', { port: 22, expect: null }],
  ['tcp/22', { port: 22, expect: null }],
  ['ssh/22', { port: 22, expect: { kind: 'ssh' } }],
  ['SSH/22', { port: 22, expect: { kind: 'ssh' } }],
  ['tls/443', { port: 443, expect: { kind: 'tls' } }],
  ['http/80', { port: 80, expect: { kind: 'http' } }],
  ['http=204/80', { port: 80, expect: { kind: 'http', status: 204 } }],
  ['prefix=RFB/5900', { port: 5900, expect: { kind: 'prefix', text: 'RFB' } }],
  ['prefix=a/b/5900', { port: 5900, expect: { kind: 'prefix', text: 'a/b' } }],
])('%s is a check', (text, check) => {
  expect(parseCheck(text)).toEqual(check);
});

test.each([
  '',
  'ssh',
  '22/udp',
  'udp/53',
  'ssh/',
  '/22',
  'http=ok/80',
  'prefix=/5900',
  'ssh=2/22',
  '-1',
  '22x',
])('"%s" is no check', (text) => {
  expect(() => parseCheck(text)).toThrow(InvalidArgumentError);
});

test('an expectation stands alone', () => {
  expect(parseExpectation('prefix=RFB 003')).toEqual({ kind: 'prefix', text: 'RFB 003' });
  expect(() => parseExpectation('tcp')).toThrow(InvalidArgumentError);
});

test.each([
  ['15', 's', 15_000],
  ['15s', 's', 15_000],
  ['1500ms', 's', 1_500],
  ['1.5s', 'ms', 1_500],
  ['100', 'ms', 100],
  ['0', 'ms', 0],
  ['2m', 's', 120_000],
  ['1h', 's', 3_600_000],
  ['1d', 's', 86_400_000],
] as const)('%s, by default in %s, is %i ms', (text, unit, ms) => {
  expect(durationIn(unit)(text)).toBe(ms);
});

test.each(['', '-1', '1e3', 'NaN', 'Infinity', '5 s', '5min', '.5', '0x10', '1,5'])(
  '"%s" is no duration',
  (text) => {
    expect(() => durationIn('s')(text)).toThrow(InvalidArgumentError);
  },
);

test('a step that is wrong is named, and cut if it is long', () => {
  expect(() => parseSteps(`7000 ${'9'.repeat(60)}`)).toThrow(
    `Step 2 ("${'9'.repeat(39)}…"): Use a port from 1 to 65535.`,
  );
});

test('whole numbers and tags', () => {
  expect(parseWhole('8')).toBe(8);
  for (const text of ['', '-1', '1.5', 'two']) expect(() => parseWhole(text)).toThrow(InvalidArgumentError);
  expect(parseTags(' work, eu ,,')).toEqual(['work', 'eu']);
});
