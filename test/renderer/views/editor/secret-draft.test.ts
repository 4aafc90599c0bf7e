import { expect, test } from 'vitest';
import type { Scheme } from '../../../../app/hosts/derivation-schema.ts';
import { schemes } from '../../../../app/otp/derive.ts';
import { generateSecret } from '../../../../app/secrets/generate.ts';
import { slotsOf } from '../../../../app/secrets/slots.ts';
import type { Draft } from '../../../../renderer/views/editor/draft.ts';
import { parseDraft } from '../../../../renderer/views/editor/parse-draft.ts';
import {
  neededSlots,
  obsoleteSlots,
  parseSecrets,
  readNewSecret,
  type NewSecret,
} from '../../../../renderer/views/editor/secret-draft.ts';
import { hostInput } from '../../../app/hosts/host.ts';
import { draft } from './form.ts';

const facts = { bytes: 20, setAt: 0 };
const auto = (text: string): NewSecret => ({ text, encoding: 'auto' });

test.each<Partial<Draft>>([
  { method: 'sequence' },
  { method: 'totp', label: 'x' },
  { method: 'hotp', label: 'x' },
  { method: 'list' },
  { method: 'spa' },
  { method: 'spa', hmac: 'none' },
  { method: 'spa', cipher: 'gpg', recipient: 'x' },
  { method: 'spa', cipherMode: 'legacy' },
  { method: 'pknock', pknockPort: '2000' },
])('the form %o asks for the secrets that its knock needs', (change) => {
  const form = draft(change);
  const parsed = parseDraft(form, { id: hostInput.id, kept: null });
  expect(parsed.ok && slotsOf(parsed.value.knock)).toEqual(neededSlots(form));
});

test('stored secrets that the new method has no use for are removed with it', () => {
  const stored = { 'otp-secret': facts, 'spa-hmac-key': facts };
  const form = draft({ method: 'spa' });
  expect(obsoleteSlots(form, stored)).toEqual(['otp-secret']);
  expect(parseSecrets(form, {}, stored).edits).toEqual({ 'otp-secret': null });
});

test('what shuts the door keeps its secrets, whatever opens it', () => {
  const stored = { 'pknock-secret': facts, 'pknock-close-secret': facts };
  expect(parseSecrets(draft({ method: 'sequence', close: 'pknock' }), {}, stored).edits).toEqual({
    'pknock-secret': null,
  });
});

test.each(Object.keys(schemes) as readonly Scheme[])(
  'a secret drawn for %s is one that its field takes',
  (scheme) => {
    const random = (count: number): Uint8Array =>
      Uint8Array.from({ length: count }, (_, index) => 255 - index * 3);
    const made = generateSecret('otp-secret', random, schemes[scheme].usualEncoding);
    expect(made && readNewSecret('otp-secret', made, scheme)).toMatchObject({ kind: 'right' });
  },
);

test('a secret that was typed for another method is not sent', () => {
  const { edits } = parseSecrets(draft({ method: 'pknock' }), { 'otp-secret': auto('JBSWY3DPEHPK3PXP') }, {});
  expect(edits).toEqual({});
});

test('an empty field and the removal of nothing change nothing', () => {
  const form = draft({ method: 'totp' });
  expect(parseSecrets(form, { 'otp-secret': auto(' ') }, { 'otp-secret': facts }).edits).toEqual({});
  expect(parseSecrets(form, { 'otp-secret': null }, {}).edits).toEqual({});
  expect(parseSecrets(form, { 'otp-secret': null }, { 'otp-secret': facts }).edits).toEqual({
    'otp-secret': null,
  });
});

test('lines to add say that they continue the list', () => {
  const secret = { ...auto('7000,8000\n9000\n'), append: true } as const;
  expect(parseSecrets(draft({ method: 'list' }), { 'one-time-list': secret }, {}).edits).toEqual({
    'one-time-list': { text: secret.text, encoding: 'text', append: true },
  });
});

test.each([
  ['otp-secret', 'pk1', 'JBSW Y3DP EHPK 3PXP', 'base32', 10],
  ['otp-secret', 'pk1', '3132333435363738393031323334353637383930', 'hex', 20],
  ['otp-secret', 'knockd-rotator', '3132333435363738393031323334353637383930', 'text', 40],
  ['otp-secret', 'dynknock', 'my key', 'utf16le', 12],
  ['spa-key', 'pk1', 'c2VjcmV0IGtleSBvZiAzMiBieXRlcyBsZW5ndGghISE=', 'base64', 32],
  ['spa-key', 'pk1', 'deadbeefdeadbeef', 'text', 16],
  ['pknock-secret', 'pk1', 'JBSWY3DPEHPK3PXP', 'text', 16],
] as const)('%s with %s takes %s for %s, %i bytes', (slot, scheme, text, encoding, bytes) => {
  expect(readNewSecret(slot, auto(text), scheme)).toMatchObject({ kind: 'right', encoding, bytes });
});

test('a text that is nearly base32 says where it is not', () => {
  expect(readNewSecret('otp-secret', auto('JBSWY3DPEHPK3PX1'), 'pk1')).toMatchObject({
    kind: 'right',
    encoding: 'text',
    unusual: { encoding: 'base32', trouble: { problem: 'bad-character', character: '1', place: 16 } },
  });
});

test.each([
  [
    'otp-secret',
    { text: 'JBSWY!', encoding: 'base32' },
    { problem: 'bad-character', character: '!', place: 6 },
  ],
  ['spa-key', auto('x'.repeat(33)), { problem: 'too-long', most: 32 }],
  ['pknock-secret', auto('x'.repeat(32)), { problem: 'too-long', most: 31 }],
  ['one-time-list', auto('7000\nhello\n'), { problem: 'bad-line', line: 2 }],
  ['one-time-list', auto('#7000\n'), { problem: 'bad-line', line: null }],
] as const)('%s refuses %o', (slot, secret, trouble) => {
  expect(readNewSecret(slot, secret, 'pk1')).toMatchObject({ kind: 'wrong', trouble });
});

test('one key for both of fwknop is refused before the server does', () => {
  const both = { 'spa-key': auto('one and the same'), 'spa-hmac-key': auto('one and the same') };
  const { troubles } = parseSecrets(draft({ method: 'spa' }), both, {});
  expect(troubles.get('secret.spa-hmac-key')).toMatchObject({ problem: 'same-keys' });
});

test('a problem tells one character of the secret at most', () => {
  const secret = { text: 'CANARY!CANARY', encoding: 'base32' } as const;
  expect(JSON.stringify(readNewSecret('otp-secret', secret, 'pk1'))).not.toContain('CANARY');
});
