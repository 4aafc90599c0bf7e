import { expect, test } from 'vitest';
import { readSecret } from '../../../app/secrets/encoding.ts';
import { generateSecret } from '../../../app/secrets/generate.ts';

const counting = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, index) => 255 - index * 3);

test.each(['base32', 'hex', 'base64'] as const)(
  'a code of a server that writes %s has 20 bytes',
  (encoding) => {
    const made = generateSecret('otp-secret', counting, encoding);
    if (made === null) throw new Error('no secret');
    expect(made.encoding).toBe(encoding);
    expect(readSecret(made.text, encoding)).toEqual({ ok: true, value: counting(20) });
  },
);

test.each(['text', 'utf16le'] as const)(
  'a code of a server that writes %s is a word of 32 letters',
  (encoding) => {
    expect(generateSecret('otp-secret', counting, encoding)).toEqual({
      text: expect.stringMatching(/^[A-Z2-7]{32}$/) as string,
      encoding,
    });
  },
);
