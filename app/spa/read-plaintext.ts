import { areEqual } from '../bytes.ts';
import type { HashName } from '../hosts/spa-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import { readBase64 } from './base64.ts';
import { digest, hashNames } from './crypto.ts';
import { spaTypes, type SpaFields, type SpaType } from './fields.ts';

/** Why a server takes a packet for none of its own, in the order in which it looks. */
export type SpaRefusal =
  | { readonly code: 'size'; readonly bytes: number; readonly least: number; readonly most: number }
  /** What is cut off before sending was sent as well. */
  | { readonly code: 'prefix' }
  | { readonly code: 'characters' }
  | { readonly code: 'hmac' }
  /** Another key or mode, or it does not begin with 16 digits. */
  | { readonly code: 'decryption' }
  /** Decrypted in part only. */
  | { readonly code: 'not-text' }
  | { readonly code: 'digest' }
  | { readonly code: 'field'; readonly field: Exclude<keyof SpaFields, 'rand'> };

export interface SpaReading {
  readonly fields: SpaFields;
  /** Told by its length, SHA-2 before SHA-3. */
  readonly digest: HashName;
}

/** Reads what was decrypted (libfko: fko_decode.c). */
export function readPlaintext(plaintext: Uint8Array): Result<SpaReading, SpaRefusal> {
  const text = Array.from(plaintext, (byte) => String.fromCharCode(byte)).join('');
  if (!/^\d{16}:/.test(text)) return fail({ code: 'decryption' });
  if (!/^[ -~]+$/.test(text)) return fail({ code: 'not-text' });
  const end = text.lastIndexOf(':');
  const hash = digestOf(plaintext.subarray(0, end), text.slice(end + 1));
  if (hash === null) return fail({ code: 'digest' });
  const fields = readFields(text.slice(0, end).split(':'));
  return fields.ok ? ok({ fields: fields.value, digest: hash }) : fields;
}

function digestOf(signed: Uint8Array, claimed: string): HashName | null {
  const bytes = readBase64(claimed);
  if (bytes === null) return null;
  const isRight = (name: HashName) => {
    const right = digest(name, signed);
    return areEqual(right, bytes);
  };
  return hashNames.find(isRight) ?? null;
}

function readFields(parts: readonly string[]): Result<SpaFields, SpaRefusal> {
  const [rand = '', user64 = '', time = '', version = '', type = '', message64 = '', ...rest] = parts;
  const user = utf8(user64);
  if (user === null || user === '' || user64.length > 64 || /["/\\[\]:;|=,+*?<>]/.test(user))
    return wrong('user');
  if (!/^\d{1,10}$/.test(time)) return wrong('timeS');
  if (!/^[\d.]{1,8}$/.test(version)) return wrong('version');
  const kind = Object.values(spaTypes).find((each) => String(each) === type);
  if (kind === undefined) return wrong('type');
  const message = utf8(message64);
  if (message === null || message64.length > 256 || !isMessage(kind, message)) return wrong('message');
  const nat = isNat(kind) ? utf8(rest.shift() ?? '') : null;
  if (isNat(kind) && (nat === null || !isHostAndPort(nat))) return wrong('nat');
  const timeout = hasTimeout(kind) ? rest.pop() : null;
  if (timeout === undefined) return wrong('timeoutS');
  if (timeout !== null && !(/^\d{1,5}$/.test(timeout) && Number(timeout) <= 65_536)) return wrong('timeoutS');
  const serverAuth = rest.length === 0 ? null : utf8(rest[0] ?? '');
  if (rest.length > 1 || (rest.length === 1 && serverAuth === null)) return wrong('serverAuth');
  const timeoutS = timeout === null ? null : Number(timeout);
  return ok({ rand, user, timeS: Number(time), version, type: kind, message, nat, serverAuth, timeoutS });
}

function wrong(field: Exclude<keyof SpaFields, 'rand'>): Result<never, SpaRefusal> {
  return fail({ code: 'field', field });
}

function isNat(type: SpaType): boolean {
  return type === 2 || type === 4 || type === 5 || type === 6;
}

function hasTimeout(type: SpaType): boolean {
  return type === 3 || type === 4 || type === 6;
}

/** "address,command" or "address,proto/port,...". Only tcp and udp, although the manual speaks of icmp too. */
function isMessage(type: SpaType, message: string): boolean {
  const [address = '', ...asked] = message.split(',');
  if (!isAddress(address)) return false;
  if (type === 0) return asked.join(',') !== '';
  return asked.length > 0 && asked.every((each) => /^(?:tcp|udp)\//.test(each) && isPort(each.slice(4)));
}

/** Leading zeros pass, so this is not `ipFamily`. */
function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function isHostAndPort(nat: string): boolean {
  const [host = '', port = '', ...more] = nat.split(',');
  return /^[a-z0-9.-]{1,70}$/i.test(host) && isPort(port) && more.length === 0;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

function utf8(base64: string): string | null {
  const bytes = readBase64(base64);
  return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
