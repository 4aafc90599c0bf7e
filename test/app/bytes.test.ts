import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areEqual, fromBase64, joined, toBase64, utf16le } from '../../app/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 2_000 });

test('any bytes are written in base64 as Node writes them, and read back, with padding and without', () => {
  fc.assert(
    fc.property(bytes, (some) => {
      const text = toBase64(some);
      expect(text).toBe(Buffer.from(some).toString('base64'));
      expect(fromBase64(text)).toEqual(some);
      expect(fromBase64(text.replace(/=+$/, ''))).toEqual(some);
    }),
  );
});

test('what is no base64 is not read', () => {
  expect(() => fromBase64('AA-_')).toThrow(/./);
});

test('parts are joined in their order, into an array that shares nothing with them', () => {
  const part = Uint8Array.of(1, 2);
  const whole = joined(part, new Uint8Array(), Uint8Array.of(3));
  part.fill(0);
  expect(whole).toEqual(Uint8Array.of(1, 2, 3));
  expect(joined(whole)).not.toBe(whole);
});

test('bytes are equal to their copy, and to nothing longer, shorter or changed in one bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.nat(7), (some, at, bit) => {
      const changed = some.map((byte, index) => (index === at % some.length ? byte ^ (1 << bit) : byte));
      expect(areEqual(some, some.slice())).toBe(true);
      expect(areEqual(some, changed)).toBe(false);
      expect(areEqual(some, some.subarray(1))).toBe(false);
      expect(areEqual(some.subarray(1), some)).toBe(false);
    }),
  );
});

test('UTF-16 has its low byte first, and two halves for what lies beyond', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf16le(text)).toEqual(Uint8Array.from(Buffer.from(text, 'utf16le')));
    }),
  );
});
