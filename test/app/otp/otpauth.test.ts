import { expect, test } from 'vitest';
import { readOtpLink } from '../../../app/otp/otpauth.ts';

const secret = new TextEncoder().encode('12345678901234567890');
const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const usual = {
  type: 'totp',
  secret,
  hash: 'sha1',
  digits: 6,
  periodS: 30,
  counter: null,
  issuer: '',
  label: 'home',
};

test.each([
  [`otpauth://totp/home?secret=${base32}`, usual],
  [` otpauth://TOTP/home?secret=${base32.toLowerCase()}\n`, usual],
  [`otpauth://totp/home?secret=${base32.replace(/.{4}(?=.)/g, '$&%20')}`, usual],
  [`otpauth://totp/home?SECRET=${base32}===`, usual],
  [
    `otpauth://totp/Example%20Net:home?issuer=Example%20Net&period=60&digits=8&algorithm=SHA256&secret=${base32}`,
    { ...usual, issuer: 'Example Net', periodS: 60, digits: 8, hash: 'sha256' },
  ],
  [`otpauth://totp/home?secret=${base32}&algorithm=SHA512&color=ff0000`, { ...usual, hash: 'sha512' }],
  [`otpauth://hotp/home?secret=${base32}&counter=41`, { ...usual, type: 'hotp', periodS: null, counter: 41 }],
])('%s', (link, read) => {
  expect(readOtpLink(link)).toEqual({ ok: true, value: read });
});

test.each([
  ['', { problem: 'not-a-link' }],
  ['https://example.net/?secret=GEZD', { problem: 'not-a-link' }],
  [base32, { problem: 'not-a-link' }],
  [`otpauth://totp/%ff?secret=${base32}`, { problem: 'not-a-link' }],
  [`otpauth://steam/home?secret=${base32}`, { problem: 'unknown-type' }],
  ['otpauth-migration://offline?data=CjEK', { problem: 'not-a-link' }],
  ['otpauth://totp/home', { problem: 'no-secret' }],
  ['otpauth://totp/home?secret=', { problem: 'no-secret' }],
  ['otpauth://totp/home?issuer=a', { problem: 'no-secret' }],
  [
    'otpauth://totp/home?secret=GEZD1NBV',
    { problem: 'bad-secret', reason: { problem: 'bad-character', character: '1', place: 5 } },
  ],
  ['otpauth://totp/home?secret=GEZ', { problem: 'bad-secret', reason: { problem: 'incomplete' } }],
  [`otpauth://totp/home?secret=${base32}&algorithm=MD5`, { problem: 'unknown-algorithm' }],
  [`otpauth://totp/home?secret=${base32}&algorithm=SHA3-256`, { problem: 'unknown-algorithm' }],
  [`otpauth://totp/home?secret=${base32}&digits=six`, { problem: 'bad-field', field: 'digits' }],
  [`otpauth://totp/home?secret=${base32}&period=0`, { problem: 'bad-field', field: 'period' }],
  [`otpauth://hotp/home?secret=${base32}`, { problem: 'bad-field', field: 'counter' }],
  [
    `otpauth://hotp/home?secret=${base32}&counter=1${'0'.repeat(20)}`,
    { problem: 'bad-field', field: 'counter' },
  ],
  [
    `otpauth://hotp/home?secret=${base32}&counter=${'9'.repeat(400)}`,
    { problem: 'bad-field', field: 'counter' },
  ],
])('%s is refused', (link, problem) => {
  expect(readOtpLink(link)).toEqual({ ok: false, error: problem });
});
