import type { HashName } from '../hosts/spa-schema.ts';
import type { Result } from '../result.ts';
import { hashNames } from './crypto.ts';
import {
  askOf,
  decodeSpa,
  hmacChars,
  readEncrypted,
  wireRefusal,
  type SpaAsk,
  type SpaKeys,
} from './decode.ts';
import type { SpaFields } from './fields.ts';
import type { SpaReading, SpaRefusal } from './read-plaintext.ts';

/** MAX_SPA_PACKET_AGE of fwknopd: this far from its clock, before or after, seconds. */
const maxAgeS = 120;

/** What a packet is, for a person. Free of keys. */
export interface SpaExplanation {
  readonly bytes: number;
  /** Why a server with these keys and this time would drop it; null if nothing in the packet speaks against it. */
  readonly refusal: SpaRefusal | { readonly code: 'age'; readonly ageS: number } | null;
  /**
   * `none`: neither expected nor there. `missing` and `unexpected` are told where the packet can be decrypted; `unknown`
   * where nothing fits, so that it cannot be said where an HMAC would begin.
   */
  readonly hmac: 'none' | 'right' | 'wrong' | 'missing' | 'unexpected' | 'unknown';
  /** Whether the key and mode decrypt it, even where the HMAC alone would have it refused. */
  readonly isDecrypted: boolean;
  /** Null unless the digest inside is right. */
  readonly digest: HashName | null;
  readonly fields: SpaFields | null;
  readonly asks: SpaAsk | null;
  /** Seconds since it was made, by the clock of who asks; negative for the future. */
  readonly ageS: number | null;
}

/** Says of a packet what is right and what is wrong with it. `nowS`: Unix seconds, as the server has them. */
export function explainSpa(packet: string, keys: SpaKeys, nowS: number): SpaExplanation {
  const bytes = new TextEncoder().encode(packet).length;
  const decoded = decodeSpa(packet, keys);
  const found = decoded.ok || wireRefusal(packet) !== null ? null : lookBehind(packet, keys);
  const reading = decoded.ok ? decoded.value : found?.reading.ok ? found.reading.value : null;
  const ageS = reading === null ? null : Math.floor(nowS) - reading.fields.timeS;
  const isTooOld = ageS !== null && Math.abs(ageS) > maxAgeS;
  return {
    bytes,
    refusal: !decoded.ok ? decoded.error : isTooOld ? { code: 'age', ageS } : null,
    hmac: hmacState(decoded, keys, found),
    isDecrypted: decoded.ok || isClear(decoded) || found !== null,
    digest: reading?.digest ?? null,
    fields: reading?.fields ?? null,
    asks: reading === null ? null : askOf(reading.fields),
    ageS,
  };
}

interface Found {
  readonly reading: Result<SpaReading, SpaRefusal>;
  /** Characters behind what could be decrypted. */
  readonly tail: number;
}

/** Decrypts without regard to the HMAC, for each length that an HMAC can have. */
function lookBehind(packet: string, keys: SpaKeys): Found | null {
  const text = `U2FsdGVkX1${packet}`;
  for (const tail of new Set([0, ...hashNames.map(hmacChars)])) {
    const reading = readEncrypted(text.slice(0, text.length - tail), keys);
    if (isClear(reading)) return { reading, tail };
  }
  return null;
}

/** The digest was right, so it was decrypted whole. */
function isClear(reading: Result<SpaReading, SpaRefusal>): boolean {
  return reading.ok || reading.error.code === 'field';
}

function hmacState(
  decoded: Result<SpaReading, SpaRefusal>,
  { hmac }: SpaKeys,
  found: Found | null,
): SpaExplanation['hmac'] {
  const passed = decoded.ok || isBehindHmac(decoded.error);
  if (hmac !== null && passed) return 'right';
  if (found === null) return decoded.ok ? 'none' : 'unknown';
  if (hmac === null) return found.tail === 0 ? 'none' : 'unexpected';
  return found.tail === 0 ? 'missing' : 'wrong';
}

/** Whether the server had found the HMAC right when it refused. */
function isBehindHmac({ code }: SpaRefusal): boolean {
  return code === 'decryption' || code === 'not-text' || code === 'digest' || code === 'field';
}
