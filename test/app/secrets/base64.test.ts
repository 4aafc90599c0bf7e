import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../../app/secrets/base64.ts';

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['AAAA=', 'AA', 'AB==', 'AA A', 'AA-_', 'A', '*', 'AAAA\n'])('%j is no base64 of ours', (text) => {
  expect(fromBase64(text)).toBeNull();
});
