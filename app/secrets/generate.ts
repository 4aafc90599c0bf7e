import { toBase64 } from '../bytes.ts';
import type { Encoding } from './input.ts';
import type { Slot } from './slots.ts';

/**
 * A new secret drawn by chance, written as its server wants it: 20 bytes for codes (RFC 4226 §4, R6), what
 * `fwknop --key-gen` makes for packets, a word for xt_pknock. Null for a list, which needs the server's side too.
 */
export function generateSecret(
  slot: Slot,
  random: (bytes: number) => Uint8Array,
  /** How the server writes the secret of its codes; one that is a text gets a word of base32. */
  codeEncoding: Encoding = 'base32',
): { readonly text: string; readonly encoding: Encoding } | null {
  switch (slot) {
    case 'otp-secret':
      return { text: codeText(random(20), codeEncoding), encoding: codeEncoding };
    case 'spa-key':
      return { text: toBase64(random(32)), encoding: 'base64' };
    case 'spa-hmac-key':
      return { text: toBase64(random(64)), encoding: 'base64' };
    case 'pknock-secret':
    case 'pknock-close-secret':
      return { text: base32(random(15)), encoding: 'text' };
    case 'one-time-list':
      return null;
    default:
      return slot satisfies never;
  }
}

function codeText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'hex') return hex(bytes);
  return encoding === 'base64' ? toBase64(bytes) : base32(bytes);
}

/** RFC 4648 §6, of whole groups of five bytes. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group, 2)))
    .join('');
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
