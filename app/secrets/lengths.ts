import type { Slot } from './slots.ts';

/**
 * The least and the most bytes of a secret. RFC 4226 §4 asks for 16 and more, but shorter ones are in use. libfko:
 * RIJNDAEL_MAX_KEYSIZE; fwknop: MAX_KEY_LEN. xt_pknock: MAX_PASSWD_LEN without its NUL.
 */
export const secretLengths: Readonly<Record<Exclude<Slot, 'one-time-list'>, readonly [number, number]>> = {
  'otp-secret': [1, 1_024],
  'spa-key': [1, 32],
  'spa-hmac-key': [1, 128],
  'pknock-secret': [1, 31],
  'pknock-close-secret': [1, 31],
};
