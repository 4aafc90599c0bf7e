import { areEqual } from '../bytes.ts';
import type { HashName } from '../hosts/spa-schema.ts';
import { fail, type Result } from '../result.ts';
import { bareBase64, readBase64 } from './base64.ts';
import { blockBytes, decrypt, digestBytes, hmac, saltBytes, type CipherMode } from './crypto.ts';
import { cutPrefix, spaLimits } from './encode.ts';
import type { SpaFields } from './fields.ts';
import { readPlaintext, type SpaReading, type SpaRefusal } from './read-plaintext.ts';

/** What the server has for one of its stanzas. The caller keeps and wipes the keys. */
export interface SpaKeys {
  readonly mode: CipherMode;
  readonly key: Uint8Array;
  readonly hmac: { readonly hash: HashName; readonly key: Uint8Array } | null;
}

const sizes = { least: spaLimits.leastPacketBytes, most: spaLimits.packetBytes } as const;

/** Reads a packet the way fwknopd does, in its order, up to what depends on its clock and rules. */
export function decodeSpa(packet: string, keys: SpaKeys): Result<SpaReading, SpaRefusal> {
  const refusal = wireRefusal(packet);
  if (refusal !== null) return fail(refusal);
  const encrypted = withoutHmac(cutPrefix.rijndael + packet, keys.hmac);
  if (encrypted === null) return fail({ code: 'hmac' });
  return readEncrypted(encrypted, keys);
}

/** What fwknopd sees before it uses a key (incoming_spa.c: preprocess_spa_data). */
export function wireRefusal(packet: string): SpaRefusal | null {
  const bytes = new TextEncoder().encode(packet).length;
  if (bytes < sizes.least || bytes > sizes.most) return { code: 'size', bytes, ...sizes };
  if (Object.values(cutPrefix).some((prefix) => packet.startsWith(prefix))) return { code: 'prefix' };
  return /^[A-Za-z0-9+/=]+$/.test(packet) ? null : { code: 'characters' };
}

/** The text without its HMAC; null if the HMAC is not this one. */
export function withoutHmac(text: string, by: SpaKeys['hmac']): string | null {
  if (by === null) return text;
  const at = text.length - hmacChars(by.hash);
  if (at <= 0) return null;
  const head = text.slice(0, at);
  // As texts, as the server compares them (libfko: fko_hmac.c): of some last characters not all bits are bytes.
  const right = bareBase64(hmac(by.hash, by.key, new TextEncoder().encode(head)));
  return text.slice(at) === right ? head : null;
}

/** Characters of an HMAC, or of a digest, in base64 without `=`. */
export function hmacChars(hash: HashName): number {
  return Math.ceil((digestBytes(hash) * 8) / 6);
}

/** Decrypts and reads a text that has its prefix and no HMAC. */
export function readEncrypted(
  text: string,
  { mode, key }: Pick<SpaKeys, 'mode' | 'key'>,
): Result<SpaReading, SpaRefusal> {
  const bytes = readBase64(text);
  if (bytes === null || !startsSalted(bytes)) return fail({ code: 'decryption' });
  const salt = bytes.subarray(8, 8 + saltBytes);
  const data = bytes.subarray(8 + saltBytes);
  if (data.length === 0 || data.length % blockBytes !== 0) return fail({ code: 'decryption' });
  return readPlaintext(unpadded(decrypt({ mode, key, salt, data })));
}

function startsSalted(bytes: Uint8Array): boolean {
  return areEqual(bytes.subarray(0, 8), new TextEncoder().encode('Salted__'));
}

/** Wrong padding stays where it is, as with the server, which then finds that it is no text. */
function unpadded(data: Uint8Array): Uint8Array {
  const count = data.at(-1) ?? 0;
  const isPadding = count <= blockBytes && data.subarray(data.length - count).every((byte) => byte === count);
  return isPadding ? data.subarray(0, data.length - count) : data;
}

/** What a packet asks for, taken apart. */
export interface SpaAsk {
  /** The address to admit. */
  readonly address: string;
  readonly ports: readonly { readonly proto: string; readonly port: number }[];
  readonly command: string | null;
}

export function askOf({ type, message }: SpaFields): SpaAsk {
  const comma = message.indexOf(',');
  const address = message.slice(0, comma);
  const rest = message.slice(comma + 1);
  if (type === 0) return { address, ports: [], command: rest };
  const ports = rest.split(',').map((each) => {
    const [proto = '', port = ''] = each.split('/');
    return { proto, port: Number(port) };
  });
  return { address, ports, command: null };
}
