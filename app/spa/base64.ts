import { fromBase64, toBase64 } from '../bytes.ts';

/** Without `=`, as fwknop writes it (libfko: base64.c, strip_b64_eq). */
export function bareBase64(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, '');
}

export function utf8Base64(text: string): string {
  return bareBase64(new TextEncoder().encode(text));
}

/** Null for what is not base64, and for one with `=`. */
export function readBase64(text: string): Uint8Array | null {
  return /^[A-Za-z0-9+/]*$/.test(text) && text.length % 4 !== 1 ? fromBase64(text) : null;
}
