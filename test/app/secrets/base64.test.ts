import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64 } from '../../../app/bytes.ts';
import { readBase64 } from '../../../app/secrets/base64.ts';

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(readBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['AAAA=', 'AA', 'AB==', 'AA A', 'AA-_', 'A', '*', 'AAAA\n'])('%j is no base64 of ours', (text) => {
  expect(readBase64(text)).toBeNull();
});
