import { HOTP, URI, type TOTP } from 'otpauth';
import { fail, ok, type Result } from '../result.ts';
import { readSecret, type SecretProblem } from '../secrets/encoding.ts';
import { isSound, newCounter } from './counter.ts';
import type { OtpHash } from './hotp.ts';

/** What a link of an authenticator app says: otpauth://totp/Example:alice?secret=…&issuer=Example */
export interface OtpLink {
  readonly type: 'totp' | 'hotp';
  /** The caller wipes it. */
  readonly secret: Uint8Array;
  readonly hash: OtpHash;
  readonly digits: number;
  /** Seconds; null for a counter. */
  readonly periodS: number | null;
  /** Null for a time step. */
  readonly counter: number | null;
  /** Empty if there is none. */
  readonly issuer: string;
  readonly label: string;
}

export type OtpLinkProblem =
  /** Some other text. */
  | { readonly problem: 'not-a-link' }
  /** Neither totp nor hotp. */
  | { readonly problem: 'unknown-type' }
  | { readonly problem: 'no-secret' }
  | { readonly problem: 'bad-secret'; readonly reason: SecretProblem }
  /** Anything but SHA1, SHA256 and SHA512. */
  | { readonly problem: 'unknown-algorithm' }
  | { readonly problem: 'bad-field'; readonly field: 'digits' | 'period' | 'counter' };

const hashes: Readonly<Record<string, OtpHash>> = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' };

/** Reads a link, as it is behind the QR code that servers show. */
export function readOtpLink(text: string): Result<OtpLink, OtpLinkProblem> {
  const link = text.trim();
  const [, type = '', query = ''] = /^otpauth:\/\/([^/?#]*)\/[^?#]*(?:\?([^#]*))?/i.exec(link) ?? [];
  if (type === '') return fail({ problem: 'not-a-link' });
  if (!/^[th]otp$/i.test(type)) return fail({ problem: 'unknown-type' });
  // The package says that a secret is wrong and not where.
  const written = parameter(query, 'secret');
  if (written === null) return fail({ problem: 'no-secret' });
  const secret = readSecret(written, 'base32');
  if (!secret.ok) return fail({ problem: 'bad-secret', reason: secret.error });

  const read = parse(link.replace(/([?&]secret=)[^&#]*/i, '$1AAAAAAAA'));
  const hash = read.ok ? hashes[read.value.algorithm] : undefined;
  if (!read.ok || hash === undefined) {
    secret.value.fill(0);
    return read.ok ? fail({ problem: 'unknown-algorithm' }) : read;
  }
  const otp = read.value;
  return ok({
    type: otp instanceof HOTP ? 'hotp' : 'totp',
    secret: secret.value,
    hash,
    digits: otp.digits,
    periodS: otp instanceof HOTP ? null : otp.period,
    counter: otp instanceof HOTP ? otp.counter : null,
    issuer: otp.issuer,
    label: otp.label,
  });
}

function parse(link: string): Result<HOTP | TOTP, OtpLinkProblem> {
  try {
    const otp = URI.parse(link);
    // To the package any number of digits is a counter.
    const isUsable = !(otp instanceof HOTP) || isSound(newCounter(otp.counter, null));
    return isUsable ? ok(otp) : fail({ problem: 'bad-field', field: 'counter' });
  } catch (error) {
    const field = /'(\w+)' parameter/.exec(String(error))?.[1];
    switch (field) {
      case 'digits':
      case 'period':
      case 'counter':
        return fail({ problem: 'bad-field', field });
      case 'algorithm':
        return fail({ problem: 'unknown-algorithm' });
      default:
        return fail({ problem: 'not-a-link' });
    }
  }
}

function parameter(query: string, name: string): string | null {
  const value = new RegExp(`(?:^|&)${name}=([^&]*)`, 'i').exec(query)?.[1];
  if (value === undefined || value === '') return null;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
