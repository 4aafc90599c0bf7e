import { expect, test } from 'vitest';
import { isLink, readScan } from '../../../../../renderer/views/editor/methods/scanned.ts';
import { draft } from '../form.ts';

const link = (rest: string): string => `otpauth://totp/Example:me?secret=JBSWY3DPEHPK3PXP${rest}`;

test('a link fills in secret and period, and says what plays no part', () => {
  const form = draft({ method: 'totp' });
  expect(readScan(link('&period=90&digits=8&algorithm=SHA256'), 'otp-secret', form)).toEqual({
    kind: 'found',
    secrets: { 'otp-secret': { text: 'JBSWY3DPEHPK3PXP', encoding: 'base32' } },
    change: { stepS: '90' },
    unused: ['digits', 'algorithm'],
  });
  expect(readScan(link(''), 'otp-secret', form)).toMatchObject({ change: { stepS: '30' }, unused: [] });
});

test('a link that counts fills in the counter, and only where one is counted', () => {
  const counting = 'otpauth://hotp/me?secret=JBSWY3DPEHPK3PXP&counter=7';
  expect(readScan(counting, 'otp-secret', draft({ method: 'hotp' }))).toMatchObject({
    change: { counter: '7' },
    unused: [],
  });
  expect(readScan(counting, 'otp-secret', draft({ method: 'totp' }))).toMatchObject({
    change: {},
    unused: ['type'],
  });
});

test.each([
  ['otpauth://totp/x', 'no-secret'],
  ['otpauth://totp/x?secret=1', 'bad-secret'],
  ['otpauth://steam/x?secret=JBSWY3DPEHPK3PXP', 'unknown-type'],
  [link('&algorithm=MD4'), 'unknown-algorithm'],
])('%s is refused as %s', (text, problem) => {
  expect(readScan(text, 'otp-secret', draft({ method: 'totp' }))).toEqual({ kind: 'refused', problem });
});

test('the keys that a fwknop page shows go to their two places', () => {
  const text = 'KEY_BASE64:YWJj HMAC_KEY_BASE64:ZGVm';
  expect(readScan(text, 'spa-hmac-key', draft({ method: 'spa' }))).toMatchObject({
    secrets: {
      'spa-key': { text: 'YWJj', encoding: 'base64' },
      'spa-hmac-key': { text: 'ZGVm', encoding: 'base64' },
    },
  });
  expect(readScan(' bare key ', 'spa-key', draft({ method: 'spa' }))).toMatchObject({
    secrets: { 'spa-key': { text: 'bare key', encoding: 'auto' } },
  });
});

test('only a link is taken for one while a secret is typed', () => {
  expect([link(''), 'KEY:a HMAC_KEY:b'].every(isLink)).toBe(true);
  expect(['JBSWY3DPEHPK3PXP', 'my KEY: word', 'otp', ''].some(isLink)).toBe(false);
});
