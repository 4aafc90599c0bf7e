import { expect, test } from 'vitest';
import { createSecretLine } from '../../../app/cli/secret-line.ts';

function type(...pieces: readonly string[]) {
  const line = createSecretLine();
  let state = 'open';
  for (const piece of pieces) state = line.type(new TextEncoder().encode(piece));
  return { state, text: new TextDecoder().decode(line.bytes()) };
}

test.each<[what: string, pieces: readonly string[], text: string]>([
  ['key by key', ['a', 'b', 'c', '\r'], 'abc'],
  ['pasted with its line break', ['abc\n'], 'abc'],
  ['pasted with more lines, of which the first counts', ['abc\rdef\r'], 'abc'],
  ['with blanks', ['a b \r'], 'a b '],
  ['of any script', ['Grüße 漢字 🔑\r'], 'Grüße 漢字 🔑'],
  ['corrected character by character', ['aü\u007F\u007Fb\r'], 'b'],
  ['corrected by more than there is', ['a\b\b\bb\r'], 'b'],
  ['erased and typed again', ['abc\u0015de\r'], 'de'],
  ['with keys that stand for nothing', ['a', '\u001B[A', '\t', 'b', '\u0004', '\r'], 'ab'],
])('a line %s', (_, pieces, text) => {
  expect(type(...pieces)).toEqual({ state: 'done', text });
});

test.each<[what: string, pieces: readonly string[]]>([
  ['Ctrl-C', ['abc', '\u0003']],
  ['Ctrl-D on an empty line', ['\u0004']],
  ['a paste longer than any secret', ['x'.repeat(5_000)]],
])('%s stops it', (_, pieces) => {
  expect(type(...pieces).state).toBe('stopped');
});

test('until Enter the line is open', () => {
  expect(type('abc').state).toBe('open');
});

test('a wiped line holds nothing, and what was taken from it before stays', () => {
  const line = createSecretLine();
  line.type(new TextEncoder().encode('abc\r'));
  const taken = line.bytes();
  line.wipe();
  expect([line.bytes().length, new TextDecoder().decode(taken)]).toEqual([0, 'abc']);
});
