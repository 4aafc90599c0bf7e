import { fromBase64 } from '../bytes.ts';
import type { Payload } from '../hosts/step-schema.ts';

/**
 * The data bytes of a UDP hit. Without a payload it is the one byte 00 that knockd's own client sends; a payload of
 * no characters is an empty datagram. `random` yields cryptographically random bytes.
 */
export function payloadBytes(
  payload: Payload | undefined,
  random: (bytes: number) => Uint8Array,
): Uint8Array {
  if (payload === undefined) return Uint8Array.of(0);
  switch (payload.kind) {
    case 'text':
      return new TextEncoder().encode(payload.text);
    case 'hex':
      return Uint8Array.from(payload.hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    case 'base64':
      return fromBase64(payload.base64);
    case 'random':
      return random(payload.bytes);
    default:
      return payload satisfies never;
  }
}
