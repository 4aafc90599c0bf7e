import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { formatSequence, parseSequence } from '../../../app/knock/sequence.ts';
import knockd from '../../vectors/knockd.json' with { type: 'json' };

const tcp = (port: number): Step => ({ proto: 'tcp', port });
const udp = (port: number): Step => ({ proto: 'udp', port });

describe('what is understood', () => {
  test.each<[string, readonly Step[]]>([
    ['7000 8000:udp 9000/tcp icmp:64', [tcp(7000), udp(8000), tcp(9000), { proto: 'icmp', bytes: 64 }]],
    ['7000,8000:udp,9000/tcp', [tcp(7000), udp(8000), tcp(9000)]],
    ['7000, 8000 ,9000\n10000\t11000', [tcp(7000), tcp(8000), tcp(9000), tcp(10000), tcp(11000)]],
    [' 7000 : UDP , 9000 / Tcp ', [udp(7000), tcp(9000)]],
    [
      'ICMP/0 icmp : 65507',
      [
        { proto: 'icmp', bytes: 0 },
        { proto: 'icmp', bytes: 65507 },
      ],
    ],
    ['1 65535', [tcp(1), tcp(65535)]],
    ['017001', [tcp(17001)]],
    ['7000 +250ms 8000', [tcp(7000), { ...tcp(8000), waitMs: 250 }]],
    ['7000,+0MS,8000', [tcp(7000), { ...tcp(8000), waitMs: 0 }]],
    ['+60000ms icmp:64', [{ proto: 'icmp', bytes: 64, waitMs: 60000 }]],
    ['5:udp=text:open', [{ ...udp(5), payload: { kind: 'text', text: 'open' } }]],
    [
      '5:udp=Text:open%20s%C3%A9same%2C%25',
      [{ ...udp(5), payload: { kind: 'text', text: 'open sésame,%' } }],
    ],
    ['5:udp=text:a=b:c', [{ ...udp(5), payload: { kind: 'text', text: 'a=b:c' } }]],
    ['5:udp=text:', [{ ...udp(5), payload: { kind: 'text', text: '' } }]],
    ['5/udp=hex:00fF', [{ ...udp(5), payload: { kind: 'hex', hex: '00fF' } }]],
    ['5:udp=base64:+/8=', [{ ...udp(5), payload: { kind: 'base64', base64: '+/8=' } }]],
    ['5:udp=random:1200', [{ ...udp(5), payload: { kind: 'random', bytes: 1200 } }]],
  ])('%j', (text, steps) => {
    expect(parseSequence(text)).toEqual({ ok: true, value: steps });
  });
});

const use = 'Use a port from 1 to 65535.';
const empty = 'Nothing stands here: write one comma between two steps, and none at the ends.';
const protocol = 'Use tcp or udp after the port.';
const icmp = 'Write an ICMP step with its data bytes, such as icmp:64.';
const pause = 'Write a pause as +250ms, in front of the step that waits.';
const percent = 'Write % as %25, and a blank as %20; bytes that are not UTF-8 text need hex:.';

describe('what is refused, where and with which sentence', () => {
  test.each<[string, number, string, string]>([
    ['', 1, '', 'A sequence needs at least one step.'],
    [' \n', 1, '', 'A sequence needs at least one step.'],
    ['0', 1, '0', use],
    ['7000 65536', 2, '65536', use],
    [`7000 ${'9'.repeat(400)}`, 2, '9'.repeat(400), use],
    ['ssh', 1, 'ssh', use],
    ['80abc,90', 1, '80abc', use],
    ['0x10', 1, '0x10', use],
    ['-5', 1, '-5', use],
    ['7000.5', 1, '7000.5', use],
    [':udp', 1, ':udp', use],
    ['7000-7010', 1, '7000-7010', 'A range is not a step: write each port.'],
    ['7000;8000', 1, '7000;8000', 'Separate steps with commas or blanks.'],
    ['7000,,8000', 2, '', empty],
    ['7000,', 2, '', empty],
    [',7000', 1, '', empty],
    [',', 1, '', empty],
    ['7000:sctp', 1, '7000:sctp', protocol],
    ['7000:', 1, '7000:', protocol],
    ['7000:udp:tcp', 1, '7000:udp:tcp', protocol],
    ['7000:icmp', 1, '7000:icmp', icmp],
    ['icmp', 1, 'icmp', icmp],
    ['icmp:x', 1, 'icmp:x', icmp],
    ['icmp:64=hex:00', 1, 'icmp:64=hex:00', icmp],
    ['icmp:65508', 1, 'icmp:65508', 'Use a whole number from 0 to 65507 bytes.'],
    ['7 7000=hex:00', 2, '7000=hex:00', 'Only a UDP step carries data, such as 8000:udp=text:open.'],
    [
      '5:udp=open',
      1,
      '5:udp=open',
      'Write data as text:, hex:, base64: or random:, such as 8000:udp=hex:00ff.',
    ],
    ['5:udp=', 1, '5:udp=', 'Write data as text:, hex:, base64: or random:, such as 8000:udp=hex:00ff.'],
    ['5:udp=hex:0', 1, '5:udp=hex:0', 'Use pairs of hexadecimal digits.'],
    ['5:udp=hex:zz', 1, '5:udp=hex:zz', 'Use pairs of hexadecimal digits.'],
    ['5:udp=base64:A', 1, '5:udp=base64:A', "This isn't valid base64."],
    ['5:udp=random:0', 1, '5:udp=random:0', 'Use a whole number from 1 to 1200 bytes.'],
    ['5:udp=random:1201', 1, '5:udp=random:1201', 'Use a whole number from 1 to 1200 bytes.'],
    ['5:udp=random:few', 1, '5:udp=random:few', 'Use a whole number from 1 to 1200 bytes.'],
    ['5:udp=text:100%', 1, '5:udp=text:100%', percent],
    ['5:udp=text:%ff', 1, '5:udp=text:%ff', percent],
    [
      `5:udp=text:${'x'.repeat(1201)}`,
      1,
      `5:udp=text:${'x'.repeat(1201)}`,
      'This is longer than 1,200 bytes.',
    ],
    ['5:udp=text:open sesame', 2, 'sesame', use],
    ['7000 +250 8000', 2, '+250', pause],
    ['7000 +-1ms 8000', 2, '+-1ms', pause],
    ['7000 +60001ms 8000', 2, '+60001ms', 'Use a whole number from 0 to 60000 ms.'],
    ['7000 +1ms 8x', 2, '8x', use],
    ['7000 +1ms +2ms 8000', 2, '+2ms', 'Write one pause in front of a step.'],
    ['7000 +1ms', 2, '+1ms', 'A pause needs a step behind it.'],
    [Array(33).fill('7').join(' '), 33, '7', 'Up to 32 steps.'],
  ])('%j', (text, item, part, problem) => {
    expect(parseSequence(text)).toEqual({ ok: false, error: { item, text: part, problem } });
  });

  test('33 pauses and steps are counted as steps only', () => {
    const text = Array(32).fill('+1ms 7').join(',');
    expect(parseSequence(text)).toEqual({
      ok: true,
      value: Array.from({ length: 32 }, () => ({ ...tcp(7), waitMs: 1 })),
    });
  });
});

describe('beside knockd 0.8', () => {
  // What knockd turns into another port, a port 0 or fewer steps than were written, without a word.
  const misread = [
    '7000,,8000',
    '7000,',
    '0,7000',
    '7000:udp:tcp',
    '80abc,90',
    '-5',
    '7000-7010',
    '7000;8000',
    'ssh,7000',
    '',
    '0x10',
  ];
  // knockd drops the second port; people and the knock program mean two.
  const blanks = '7000 8000';
  const understood = knockd.sequenceValues.filter(
    ({ value, accepted }) => accepted && !misread.includes(value) && value !== blanks,
  );
  const refused = knockd.sequenceValues.filter(({ value, accepted }) => !accepted || misread.includes(value));

  test('every measured value is either understood, refused, or two ports with a blank between', () => {
    expect([understood.length, refused.length, knockd.sequenceValues.length]).toEqual([7, 15, 23]);
  });

  test.each(understood)('$value is what knockd reads', ({ value, parsed }) => {
    const ours = parseSequence(value);
    expect(
      ours.ok && ours.value.map((step) => step.proto !== 'icmp' && `${step.port}:${step.proto}`).join(),
    ).toBe(parsed);
  });

  test.each(refused)('$value is refused', ({ value }) => {
    expect(parseSequence(value).ok).toBe(false);
  });
});

describe('formatSequence', () => {
  test('writes every kind of step', () => {
    const steps: readonly Step[] = [
      tcp(7000),
      { ...udp(8000), waitMs: 250 },
      { proto: 'icmp', bytes: 64 },
      { ...udp(5), payload: { kind: 'text', text: "it's (open)!" } },
      { ...udp(6), payload: { kind: 'hex', hex: '00ff' } },
      { ...udp(7), payload: { kind: 'base64', base64: '+/8=' } },
      { ...udp(8), payload: { kind: 'random', bytes: 16 } },
    ];
    expect(formatSequence(steps)).toBe(
      '7000 +250ms 8000:udp icmp:64 5:udp=text:it%27s%20%28open%29%21 6:udp=hex:00ff 7:udp=base64:+/8= 8:udp=random:16',
    );
  });

  test('writes half a surrogate pair as the character that goes on the wire', () => {
    const step: Step = { ...udp(5), payload: { kind: 'text', text: 'a\ud800b' } };
    expect(formatSequence([step])).toBe('5:udp=text:a%EF%BF%BDb');
  });

  test('what it writes is read back the same and needs no quoting in a shell', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 32 }), (steps) => {
        const text = formatSequence(steps);
        expect(text).toMatch(/^[\w+:/=%.\- ]*$/);
        expect(parseSequence(text)).toEqual({ ok: true, value: steps });
      }),
    );
  });

  test('any text is either refused with a sentence or reads the same after being written again', () => {
    const bits = [
      '0',
      '7',
      '+',
      ',',
      ':',
      '/',
      '=',
      ' ',
      ';',
      '-',
      '%',
      'ms',
      'udp',
      'icmp:',
      '=hex:',
      '=text:',
    ];
    const notation = fc.string({ unit: fc.constantFrom(...bits) });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), notation), (text) => {
        const read = parseSequence(text);
        expect(
          read.ok
            ? isDeepStrictEqual(parseSequence(formatSequence(read.value)), read)
            : /^[A-Z].*\.$/.test(read.error.problem),
        ).toBe(true);
      }),
    );
  });
});

const port = fc.integer({ min: 1, max: 65535 });
const waitMs = fc.integer({ min: 0, max: 60_000 });
const bytes = fc.uint8Array({ maxLength: 1200, size: 'medium' });
const payload = fc.oneof(
  fc.record({ kind: fc.constant('text'), text: fc.string({ unit: 'grapheme', maxLength: 60 }) }),
  fc.record({ kind: fc.constant('hex'), hex: bytes.map((b) => Buffer.from(b).toString('hex')) }),
  fc.record({ kind: fc.constant('base64'), base64: bytes.map((b) => Buffer.from(b).toString('base64')) }),
  fc.record({ kind: fc.constant('random'), bytes: fc.integer({ min: 1, max: 1200 }) }),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ proto: fc.constant('tcp'), port, waitMs }, { requiredKeys: ['proto', 'port'] }),
  fc.record({ proto: fc.constant('udp'), port, payload, waitMs }, { requiredKeys: ['proto', 'port'] }),
  fc.record(
    { proto: fc.constant('icmp'), bytes: fc.integer({ min: 0, max: 65_507 }), waitMs },
    { requiredKeys: ['proto', 'bytes'] },
  ),
);
