import { fromBase64, toBase64 } from '../bytes.ts';

/** Null for what `toBase64` never writes: other characters, other paddings, bits behind the end. */
export function readBase64(text: string): Uint8Array | null {
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(text);
  } catch {
    return null;
  }
  return toBase64(bytes) === text ? bytes : null;
}
