import type { Knock } from '../hosts/knock-schema.ts';

/** The places for secrets that a host can have. */
export type Slot = (typeof slots)[number];

export const slots = ['otp-secret', 'one-time-list', 'spa-key', 'spa-hmac-key', 'pknock-secret'] as const;

/** The secrets that a way of knocking needs. With gpg the keys are gpg's own. */
export function slotsOf(knock: Knock): readonly Slot[] {
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
      return ['pknock-secret'];
    default:
      return knock satisfies never;
  }
}
