import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expectation } from '../../../app/hosts/schema.ts';
import { greeting, judge, printable } from '../../../app/probe/expect.ts';

type Plain = Exclude<Expectation, { kind: 'tls' }>;

const ssh: Plain = { kind: 'ssh' };
const http: Plain = { kind: 'http' };
const ok200: Plain = { kind: 'http', status: 200 };
const prefix = (text: string): Plain => ({ kind: 'prefix', text });

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each<[Plain, string, 'yes' | 'no' | 'more', 'yes' | 'no']>([
  [ssh, '', 'more', 'no'],
  [ssh, 'SS', 'more', 'no'],
  [ssh, 'SSH-', 'yes', 'yes'],
  [ssh, 'SSH-2.0-OpenSSH_9.2p1\r\n', 'yes', 'yes'],
  [ssh, 'Not today.\r\nSSH-2.0-x\r\n', 'yes', 'yes'],
  [ssh, 'a relay of SSH-2.0-x\r\n', 'more', 'no'],
  [ssh, '220 mail.example.net ESMTP\r\n', 'more', 'no'],
  [http, '', 'more', 'no'],
  [http, 'HTT', 'more', 'no'],
  [http, 'HTTP/1.1 20', 'more', 'no'],
  [http, 'HTTP/1.0 404 Not Found\r\n', 'yes', 'yes'],
  [http, 'SSH-2.0-x\r\n', 'no', 'no'],
  [http, 'http/1.1 200 OK\r\n', 'no', 'no'],
  [ok200, 'HTTP/1.1 200 OK\r\n', 'yes', 'yes'],
  [ok200, 'HTTP/1.1 503 Service Unavailable\r\n', 'no', 'no'],
  [prefix('+OK'), '+O', 'more', 'no'],
  [prefix('+OK'), '+OK ready', 'yes', 'yes'],
  [prefix('+OK'), '+ERR', 'no', 'no'],
  [prefix('ö'), '\xc3', 'more', 'no'],
  [prefix('ö'), '\xc3\xb6', 'yes', 'yes'],
  [prefix('ö'), '\xf6', 'no', 'no'],
])('%j and %j is %s, and %s at the end', (expectation, received, meanwhile, atTheEnd) => {
  expect(judge(expectation, bytes(received), false)).toBe(meanwhile);
  expect(judge(expectation, bytes(received), true)).toBe(atTheEnd);
});

const expectations = fc.constantFrom(ssh, http, ok200, prefix('+OK'), prefix('ö\n'));
const answers = fc
  .array(
    fc.oneof(
      fc.constantFrom('SSH-2.0-x', 'HTTP/1.1 200 OK', 'HTTP/1.1 503', '+OK', '\xc3\xb6', '\n', 'S', 'H', '+'),
      fc.string({ unit: 'binary-ascii', maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => bytes(parts.join('')));

test('what is judged is never taken back by the bytes that follow', () => {
  fc.assert(
    fc.property(expectations, answers, fc.nat(60), (expectation, answer, length) => {
      const early = judge(expectation, answer.subarray(0, length), false);
      if (early === 'more') return;
      expect(judge(expectation, answer, false)).toBe(early);
      expect(judge(expectation, answer, true)).toBe(early);
    }),
  );
});

test('the cuts between the pieces of an answer never change its judgement', () => {
  fc.assert(
    fc.property(expectations, answers, fc.array(fc.nat(60)), (expectation, answer, cuts) => {
      const ends = [...cuts.filter((cut) => cut < answer.length), answer.length].toSorted((a, b) => a - b);
      const pieces = ends.map((end) => judge(expectation, answer.subarray(0, end), false));
      const decided = pieces.find((judgement) => judgement !== 'more') ?? judge(expectation, answer, true);
      expect(decided).toBe(judge(expectation, answer, true));
    }),
  );
});

test('at the end there is always a judgement', () => {
  fc.assert(
    fc.property(expectations, fc.uint8Array(), (expectation, answer) => {
      expect(judge(expectation, answer, true)).not.toBe('more');
    }),
  );
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8::7', '[2001:db8::7]'],
  ['fe80::7%eth0', '[fe80::7]'],
])('HTTP is asked as little as it takes, at %s by the name %s', (address, name) => {
  const asked = new TextDecoder().decode(greeting(http, address));
  expect(asked).toBe(`HEAD / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
});

test.each([ssh, prefix('+OK')])('%j speaks first', (expectation) => {
  expect(greeting(expectation, '192.0.2.7')).toEqual(new Uint8Array());
});

test.each([
  ['', ''],
  ['220 mail.example.net ESMTP\r\n250 more', '220 mail.example.net ESMTP'],
  ['one\ntwo', 'one'],
  ['\x1b[2J\x07caf\xc3\xa9', '·[2J·caf··'],
  ['x'.repeat(81), 'x'.repeat(80)],
])('of %j a person sees %j', (received, seen) => {
  expect(printable(bytes(received))).toBe(seen);
});

test('what a person sees is one short line of visible ASCII and dots', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (received) => {
      expect(printable(received)).toMatch(/^[\x20-\x7e·]{0,80}$/);
    }),
  );
});
