import { askOf, decodeSpa, wireRefusal, type SpaKeys } from '../../../app/spa/decode.ts';
import type { SpaFields } from '../../../app/spa/fields.ts';
import { hashOf, modeOf } from './vectors.ts';

type Stanza = Readonly<Record<string, string>>;

/** The stanzas of an access.conf of fwknopd. */
export function parseStanzas(lines: readonly string[]): readonly Stanza[] {
  const stanzas: Record<string, string>[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'SOURCE') stanzas.push({});
    const stanza = stanzas.at(-1);
    if (name !== '' && stanza !== undefined) stanza[name] = value;
  }
  return stanzas;
}

/**
 * What fwknopd decides with the packet and its files alone: stanza by stanza, the first one that can read the packet
 * decides. When none can, "#n reason" is of the stanza that got furthest, or of the last.
 */
export function verdictOf(
  packet: string,
  stanzas: readonly Stanza[],
  nowS: number,
): { readonly verdict: string; readonly stanza: number | null } {
  const wire = wireRefusal(packet);
  if (wire !== null) return { verdict: wire.code, stanza: null };
  const refused: { readonly number: number; readonly code: string }[] = [];
  for (const [index, stanza] of stanzas.entries()) {
    const decoded = decodeSpa(packet, keysOf(stanza));
    if (decoded.ok) return { verdict: ruleOf(stanza, decoded.value.fields, nowS), stanza: index + 1 };
    const { error } = decoded;
    if (error.code === 'hmac') continue;
    refused.push({ number: index + 1, code: error.code === 'field' ? `field ${error.field}` : error.code });
  }
  // A stanza without HMAC tries everything. It is named unless one with an HMAC, which was right, came before it.
  const hasHmac = ({ number }: { readonly number: number }) =>
    keysOf(stanzas[number - 1] ?? {}).hmac !== null;
  const named = refused.find(hasHmac) ?? refused[0];
  return { verdict: `#${named?.number} ${named?.code}`, stanza: null };
}

function ruleOf(stanza: Stanza, fields: SpaFields, nowS: number): string {
  const { address, ports, command } = askOf(fields);
  if (Math.abs(nowS - fields.timeS) > 120) return 'age';
  if (stanza['REQUIRE_SOURCE_ADDRESS'] === 'Y' && address === '0.0.0.0') return 'address';
  if ((stanza['REQUIRE_USERNAME'] ?? fields.user) !== fields.user) return 'user';
  if (command !== null) return stanza['ENABLE_CMD_EXEC'] === 'Y' ? 'accepted' : 'command';
  const open = stanza['OPEN_PORTS']?.split(/,\s*/);
  const isOpen = ports.every(({ proto, port }) => open?.includes(`${proto}/${port}`) ?? true);
  return isOpen || 'CMD_CYCLE_OPEN' in stanza ? 'accepted' : 'ports';
}

function keysOf(stanza: Stanza): SpaKeys {
  const hmacKey = secret(stanza, 'HMAC_KEY');
  return {
    mode: modeOf(stanza['ENCRYPTION_MODE'] ?? 'cbc'),
    key: secret(stanza, 'KEY') ?? new Uint8Array(),
    hmac: hmacKey === null ? null : { hash: hashOf(stanza['HMAC_DIGEST_TYPE'] ?? 'sha256'), key: hmacKey },
  };
}

function secret(stanza: Stanza, name: string): Uint8Array | null {
  const base64 = stanza[`${name}_BASE64`];
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  const ascii = stanza[name];
  return ascii === undefined ? null : Buffer.from(ascii);
}
