import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessEncoding, readSecret } from '../../../app/secrets/encoding.ts';
import { encodings, type Encoding } from '../../../app/secrets/input.ts';

const rfc = new TextEncoder().encode('12345678901234567890');

function read(text: string, encoding: Encoding) {
  const bytes = readSecret(text, encoding);
  return bytes.ok ? Buffer.from(bytes.value).toString('latin1') : bytes.error;
}

describe('bytes', () => {
  test.each<[Encoding, string]>([
    ['base32', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
    ['base32', 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq'],
    ['base32', ' GEZD-GNBV-GY3T-QOJQ\nGEZD-GNBV-GY3T-QOJQ '],
    ['hex', '3132333435363738393031323334353637383930'],
    ['hex', '31:32:33:34:35:36:37:38:39:30 31-32-33-34-35-36-37-38-39-30'],
    ['base64', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA='],
    ['base64', 'MTIzNDU2Nzg5MDEy\nMzQ1Njc4OTA'],
    ['text', '12345678901234567890'],
  ])('of %s %j', (encoding, text) => {
    expect(readSecret(text, encoding)).toEqual({ ok: true, value: rfc });
  });

  // RFC 4648 §10
  test.each([
    ['f', 'MY======', 'Zg=='],
    ['fo', 'MZXQ====', 'Zm8='],
    ['foo', 'MZXW6===', 'Zm9v'],
    ['foob', 'MZXW6YQ=', 'Zm9vYg=='],
    ['fooba', 'MZXW6YTB', 'Zm9vYmE='],
    ['foobar', 'MZXW6YTBOI======', 'Zm9vYmFy'],
  ])('of the test vectors for %s, with and without padding', (plain, inBase32, inBase64) => {
    const bare = (text: string) => text.replaceAll('=', '');
    expect([read(inBase32, 'base32'), read(bare(inBase32), 'base32')]).toEqual([plain, plain]);
    expect([read(inBase64, 'base64'), read(bare(inBase64), 'base64')]).toEqual([plain, plain]);
  });

  test('of both alphabets of base64', () => {
    expect(readSecret('+/-_', 'base64')).toEqual(readSecret('-_+/', 'base64'));
  });

  test('of a text with its blanks', () => {
    expect(read(' ü\n', 'text')).toBe(' \xc3\xbc\n');
    expect(read('aü', 'utf16le')).toBe('a\0\xfc\0');
  });

  test('of whatever was written in an encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(readSecret(buffer.toString('hex'), 'hex')).toEqual({ ok: true, value: bytes });
        expect(readSecret(buffer.toString('base64'), 'base64')).toEqual({ ok: true, value: bytes });
        expect(readSecret(buffer.toString('base64url'), 'base64')).toEqual({ ok: true, value: bytes });
      }),
    );
  });
});

describe('a problem', () => {
  test.each<[Encoding, string, string, number]>([
    ['base32', 'GEZD0NBV', '0', 5],
    ['base32', ' gezd 1nbv', '1', 7],
    ['base32', 'MY==MY==', 'M', 5],
    ['base32', '=MY', '=', 1],
    ['hex', '31:3g', 'g', 5],
    ['hex', '0x31', 'x', 2],
    ['hex', '31=', '=', 3],
    ['base64', 'MTI*', '*', 4],
    ['base64', '😀', '😀', 1],
  ])('in %s %j is the character %s at place %i', (encoding, text, character, place) => {
    expect(read(text, encoding)).toEqual({ problem: 'bad-character', character, place });
  });

  test.each<[Encoding, string]>([
    ['base32', 'GEZDGNBVG'],
    ['base32', 'GEZ'],
    ['base32', 'GEZDGN'],
    ['hex', '313'],
    ['base64', 'MTIzN'],
  ])('in %s %j is that something is missing', (encoding, text) => {
    expect(read(text, encoding)).toEqual({ problem: 'incomplete' });
  });

  test.each(encodings)('is that nothing stands there, in %s', (encoding) => {
    expect(read('', encoding)).toEqual({ problem: 'empty' });
  });

  test('is that only blanks stand there', () => {
    expect([read(' \n', 'base32'), read(' - ', 'hex'), read('\t', 'base64')]).toEqual(
      [0, 1, 2].map(() => ({ problem: 'empty' })),
    );
  });
});

test.each([
  ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'base32', 20],
  ['gezd gnbv gy3t qojq', 'base32', 10],
  ['JBSWY3DPEHPK3PXP', 'base32', 10],
  ['deadbeefcafebabe', 'hex', 8],
  ['AB:CD:EF:01:23:45', 'hex', 6],
  ['AwoRGB8mLTQ7QklQV15lbHN6gYiPlp2kq7K5wMfO1dw=', 'base64', 32],
  ['c3VwZXJzZWNyZXRrZXk=', 'base64', 14],
  ['supersecretkey', 'text', 14],
  ['password', 'text', 8],
  ['correct horse battery staple', 'text', 28],
  ['grün', 'text', 5],
])('%s looks like %s, %i bytes', (text, encoding, bytes) => {
  expect(guessEncoding(text)).toEqual({ encoding, bytes });
});

test('nothing looks like nothing', () => {
  expect(guessEncoding('')).toBeNull();
});
