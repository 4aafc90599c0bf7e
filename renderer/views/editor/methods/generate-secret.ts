import type { Encoding } from '../../../../app/secrets/input.ts';
import type { Slot } from '../../../../app/secrets/slots.ts';

/**
 * A new secret drawn by chance, written as its server wants it: 20 bytes in base32 for codes (RFC 4226 §4, R6), what
 * `fwknop --key-gen` makes for packets, a word for xt_pknock. Null for a list, which needs the server's side too.
 */
export function generateSecret(
  slot: Slot,
  random: (bytes: number) => Uint8Array,
): { readonly text: string; readonly encoding: Encoding } | null {
  switch (slot) {
    case 'otp-secret':
      return { text: base32(random(20)), encoding: 'base32' };
    case 'spa-key':
      return { text: base64(random(32)), encoding: 'base64' };
    case 'spa-hmac-key':
      return { text: base64(random(64)), encoding: 'base64' };
    case 'pknock-secret':
      return { text: base32(random(15)), encoding: 'text' };
    case 'one-time-list':
      return null;
    default:
      return slot satisfies never;
  }
}

/** RFC 4648 §6, of whole groups of five bytes. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group, 2)))
    .join('');
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
