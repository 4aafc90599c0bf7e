import type { Knock } from '../hosts/knock-schema.ts';
import type { Host } from '../hosts/schema.ts';

/** The places for secrets that a host can have. */
export type Slot = (typeof slots)[number];

export const slots = [
  'otp-secret',
  'one-time-list',
  'spa-key',
  'spa-hmac-key',
  'pknock-secret',
  'pknock-close-secret',
] as const;

/** The secrets that a host needs. */
export function slotsOfHost({ knock, close }: Pick<Host, 'knock' | 'close'>): readonly Slot[] {
  const closing = close === undefined ? [] : slotsOf(close, 'close');
  return [...new Set([...slotsOf(knock), ...closing])];
}

/** The secrets that a way of opening or closing needs. With gpg the keys are gpg's own. */
export function slotsOf(knock: Knock, purpose: 'open' | 'close' = 'open'): readonly Slot[] {
  switch (knock.method) {
    case 'sequence':
      return [];
    case 'totp':
    case 'hotp':
      return ['otp-secret'];
    case 'list':
      return ['one-time-list'];
    case 'spa': {
      const hmac: readonly Slot[] = knock.hmac === 'none' ? [] : ['spa-hmac-key'];
      return knock.cipher.kind === 'gpg' ? hmac : ['spa-key', ...hmac];
    }
    case 'pknock':
      // xt_pknock: the two must differ.
      return [purpose === 'open' ? 'pknock-secret' : 'pknock-close-secret'];
    default:
      return knock satisfies never;
  }
}
