import { describe, expect, test } from 'vitest';
import { formatSequence } from '../../../app/knock/sequence.ts';
import type { Pk1 } from '../../../app/hosts/derivation-schema.ts';
import { newCounter } from '../../../app/otp/counter.ts';
import {
  formatOneTimeList,
  generateOneTimeList,
  listWarning,
  parseOneTimeList,
} from '../../../app/otp/one-time.ts';
import knockd from '../../vectors/knockd.json' with { type: 'json' };
import vectors from '../../vectors/pk1.json' with { type: 'json' };

function read(text: string) {
  const list = parseOneTimeList(text);
  if (!list.ok) return list.error;
  const { sequences, usedLines } = list.value;
  return { sequences: sequences.map((steps) => formatSequence(steps)), usedLines };
}

const derivation = {
  scheme: 'pk1',
  purpose: 'open:ssh',
  label: 'Home',
  count: 4,
  ranges: [[10_000, 32_767]],
  exclude: [],
  sampler: 'snum31',
  proto: 'tcp',
} satisfies Pk1;
const secret = new TextEncoder().encode('12345678901234567890');

describe('a list', () => {
  test('as knockd was given it', () => {
    expect(read(knockd.oneTimeSequences.initial.join('\n'))).toEqual({
      sequences: [
        '7001 7002 7003',
        '7011:udp 7012 7013',
        '7021 7022 7023',
        '7021 7022 7029',
        '7041 7042 7043',
      ],
      usedLines: 0,
    });
  });

  test('in which knockd has marked lines as used, with and without a blank in front', () => {
    expect(read('#7001,7002,7003\n#011:udp, 7012\n# a comment\n#\n\n 7021,7022\r\n7041:TCP\n')).toEqual({
      sequences: ['7021 7022', '7041'],
      usedLines: 2,
    });
  });

  test('without an unused line is refused', () => {
    const nothing = { line: null, problem: 'This list has no unused sequence.' };
    expect([read(''), read('#7001,7002\n')]).toEqual([nothing, nothing]);
  });

  // What parses to itself is meant; anything else knockd refuses, or reads as something that nobody meant.
  test.each(knockd.sequenceValues.filter(({ value }) => value.trim() !== ''))(
    'with the line $value',
    ({ value, accepted, parsed }) => {
      const meant = value
        .toLowerCase()
        .replace(/\s*([:,])\s*/g, '$1')
        .trim();
      const isMeant =
        accepted && parsed === meant.split(',').map(spelled).join(',') && !`,${parsed}`.includes(',0:');
      const list = read(`\n${value}\n`);
      expect(isMeant ? list : Object.keys(list)).toEqual(
        isMeant
          ? { sequences: [parsed?.replaceAll(':tcp', '').replaceAll(',', ' ')], usedLines: 0 }
          : ['line', 'problem'],
      );
    },
  );

  function spelled(item: string) {
    return `${item.replace(/^0+(?=\d)/, '')}${item.includes(':') ? '' : ':tcp'}`;
  }

  test.each([
    '7001 7002',
    '7001/udp,7002',
    'icmp:64',
    '7001:udp=text:a',
    '+250ms 7001',
    '7001,7002 # the door',
    '7001,,7002',
  ])('with the line %s is refused, by its number and without its text', (line) => {
    const refused = parseOneTimeList(` 1,2\n#3,4\n\n${line}\n`);
    expect(refused).toMatchObject({ ok: false, error: { line: 4 } });
    expect(JSON.stringify(refused)).not.toContain('7001,7002 #');
  });
});

test('what is written for knockd begins with a blank and is read as it was', () => {
  const text = formatOneTimeList([
    [
      { proto: 'tcp', port: 7001 },
      { proto: 'udp', port: 7002 },
    ],
    [{ proto: 'tcp', port: 7003 }],
  ]);
  expect(text).toBe(' 7001,7002:udp\n 7003\n');
  expect(read(text)).toEqual({ sequences: ['7001 7002:udp', '7003'], usedLines: 0 });
});

test('lines made from a counter are those of the published vectors', () => {
  const { lines } = vectors.hotpForKnockdOneTimeSequences;
  const made = generateOneTimeList({ derivation, secret, from: 0, count: lines.length });
  expect(made.ok && formatOneTimeList(made.value)).toBe(
    lines.map(({ knockdLine }) => `${knockdLine}\n`).join(''),
  );
  const later = generateOneTimeList({ derivation, secret, from: 4, count: 2 });
  expect(later.ok && later.value).toEqual(made.ok && made.value.slice(4));
});

test('a list that cannot be made says why', () => {
  const none = { ...derivation, ranges: [[7, 8]] } satisfies Pk1;
  expect(generateOneTimeList({ derivation: none, secret, from: 0, count: 1 })).toEqual({
    ok: false,
    error: { code: 'too-few-ports' },
  });
});

test.each([
  [5, null],
  [6, { code: 'few-lines', left: 4 }],
  [8, { code: 'few-lines', left: 2 }],
  [9, { code: 'last-line', left: 1 }],
  [10, { code: 'last-line', left: 0 }],
])('with %i of ten lines used', (used, warning) => {
  expect(listWarning(newCounter(used, 10), 5)).toEqual(warning);
});

test('a counter has no end to warn of', () => {
  expect(listWarning(newCounter(9, null), 5)).toBeNull();
});
