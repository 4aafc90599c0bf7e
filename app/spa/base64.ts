/** The standard alphabet without `=`, as fwknop writes it (libfko: base64.c, strip_b64_eq). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).replace(/=+$/, '');
}

export function utf8Base64(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

/** Null for what is not base64, and for one with `=`. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) return null;
  return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}
