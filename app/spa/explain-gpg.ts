import { decodeGpgSpa } from './gpg.ts';
import type { SpaKeys } from './decode.ts';
import type { SpaRefusal } from './read-plaintext.ts';

/** What a packet of gpg's tells without its keys, which are the server's. */
export interface GpgExplanation {
  readonly bytes: number;
  /** Why a server with this HMAC key would drop it before it asks gpg; null if it would ask. */
  readonly refusal: SpaRefusal | null;
  /** `unknown`: refused before the HMAC was looked at. */
  readonly hmac: 'none' | 'right' | 'wrong' | 'unknown';
  /** Of the OpenPGP message; null if there is none to be read. */
  readonly messageBytes: number | null;
}

export function explainGpgSpa(packet: string, hmac: SpaKeys['hmac']): GpgExplanation {
  const bytes = new TextEncoder().encode(packet).length;
  const message = decodeGpgSpa(packet, hmac);
  if (message.ok) {
    return {
      bytes,
      refusal: null,
      hmac: hmac === null ? 'none' : 'right',
      messageBytes: message.value.length,
    };
  }
  const { code } = message.error;
  const isPastHmac = code === 'decryption';
  const state = code === 'hmac' ? 'wrong' : isPastHmac ? (hmac === null ? 'none' : 'right') : 'unknown';
  return { bytes, refusal: message.error, hmac: state, messageBytes: null };
}
