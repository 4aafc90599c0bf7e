import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBase64, bareBase64 } from '../../../app/spa/base64.ts';

test('any bytes are written as Node writes them, without the equals signs, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      const text = bareBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64').replaceAll('=', ''));
      expect(readBase64(text)).toEqual(bytes);
    }),
  );
});

test.each(['QQ==', 'Q', 'QUJDR', 'Q UI', 'QUI\n', 'QU-_', 'QUé'])('%j is not read', (text) => {
  expect(readBase64(text)).toBeNull();
});
