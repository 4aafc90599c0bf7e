import { expect, test } from 'vitest';
import { readSecret } from '../../../../../app/secrets/encoding.ts';
import { slots } from '../../../../../app/secrets/slots.ts';
import { generateSecret } from '../../../../../app/secrets/generate.ts';
import { readNewSecret } from '../../../../../renderer/views/editor/secret-draft.ts';

const counting = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, index) => 255 - index * 3);

test.each([
  ['otp-secret', 20],
  ['spa-key', 32],
  ['spa-hmac-key', 64],
] as const)('a new %s holds the %i bytes that were drawn', (slot, bytes) => {
  const made = generateSecret(slot, counting);
  const read = made === null ? null : readSecret(made.text, made.encoding);
  expect(read).toEqual({ ok: true, value: counting(bytes) });
});

test.each(slots.filter((slot) => slot !== 'one-time-list'))(
  'a new %s is one that its field takes',
  (slot) => {
    const made = generateSecret(slot, counting) ?? { text: '', encoding: 'text' };
    expect(readNewSecret(slot, made, 'pk1')).toMatchObject({ kind: 'right', unusual: null });
  },
);
