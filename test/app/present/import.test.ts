import { expect, test } from 'vitest';
import { describeNote, describeSource } from '../../../app/present/import.ts';
import { importCodes } from '../../../app/transfer/codes.ts';

test('every code has a sentence of its own that ends as one', () => {
  const all = importCodes.map((code) => describeNote({ line: null, kind: 'warning', code, what: '' }));
  expect(new Set(all).size).toBe(importCodes.length);
  for (const sentence of all) expect(sentence).toMatch(/^(?:[A-Z]|fwknop|knock).*\.$/);
});

test('a note begins with its place', () => {
  const note = { kind: 'warning', code: 'value-cut' } as const;
  expect(describeNote({ ...note, line: 7, what: 'SPOOF_USER' })).toBe(
    'Line 7, SPOOF_USER: fwknop reads only the beginning of this value, and so does Postern.',
  );
  expect(describeNote({ kind: 'dropped', code: 'quote-open', line: null, what: '-d' })).toBe(
    '-d: A quote is never closed.',
  );
  expect(describeNote({ kind: 'dropped', code: 'raw-transport', line: 2, what: '' })).toMatch(
    /^Line 2: Postern /,
  );
});

test('a source is named as its users call it', () => {
  expect(describeSource('knockd-conf')).toBe('knockd.conf');
});
