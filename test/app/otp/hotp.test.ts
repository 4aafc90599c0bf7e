import { expect, test } from 'vitest';
import { hotpCode, snum } from '../../../app/otp/hotp.ts';
import vectors from '../../vectors/pk1.json' with { type: 'json' };

const key = new TextEncoder().encode('12345678901234567890');

/** RFC 6238, appendix B: the key is repeated up to the length of the hash. */
function keyOf(bytes: number) {
  return Uint8Array.from({ length: bytes }, (_, n) => key[n % key.length] ?? 0);
}

test.each(vectors.rfc4226)('RFC 4226, appendix D: counter $counter', ({ counter, snum: number, hotp6 }) => {
  expect(snum('sha1', key, BigInt(counter))).toBe(number);
  expect(hotpCode({ key, counter: BigInt(counter) })).toBe(hotp6);
});

test.each(vectors.rfc6238)('RFC 6238, appendix B: $time s', ({ T, sha1, sha256, sha512 }) => {
  const counter = BigInt(T);
  expect([
    hotpCode({ key: keyOf(20), counter, digits: 8, hash: 'sha1' }),
    hotpCode({ key: keyOf(32), counter, digits: 8, hash: 'sha256' }),
    hotpCode({ key: keyOf(64), counter, digits: 8, hash: 'sha512' }),
  ]).toEqual([sha1, sha256, sha512]);
});

test('a code of seven digits is the end of the one with eight', () => {
  const counter = 1n;
  const eight = hotpCode({ key, counter, digits: 8 });
  expect(hotpCode({ key, counter, digits: 7 })).toBe(eight.slice(1));
});
