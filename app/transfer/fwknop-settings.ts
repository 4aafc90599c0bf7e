import { ipFamily } from '../hosts/address.ts';
import type { Notes } from './found.ts';
import { leadingNumber } from './lines.ts';

/*
 * What one run of fwknop 2.6 knows, whether from `.fwknoprc` or from its command line, under the names of the file
 * (client/config_init.c). A value is judged as the program does when it reads it; what it makes of all of them
 * together is fwknop-host.ts.
 */

/** One value, and where a reader of the notes finds it. */
export interface Setting {
  readonly value: string;
  readonly line: number | null;
  /** As it is written there: "SPA_SERVER", "-D". */
  readonly word: string;
}

export type Settings = Map<Name, Setting>;
export type Name = keyof typeof kinds;

const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3_256', 'sha3_512'];
const most = { port: 65_535, timeout: 65_536 };

/** How each value is judged. */
const kinds = {
  SPA_SERVER: 'text',
  SPA_SERVER_PORT: 'port',
  SPA_SERVER_PROTO: ['udp', 'udpraw', 'tcp', 'tcpraw', 'icmp', 'http'],
  SPA_SOURCE_PORT: 'port',
  RAND_PORT: 'flag',
  ACCESS: 'text',
  /** An address; `resolve` is a flag beside it, so that one does not take back the other. */
  ALLOW_IP: 'allow',
  RESOLVE: 'flag',
  RESOLVE_IP_HTTP: 'resolve',
  RESOLVE_IP_HTTPS: 'resolve',
  RESOLVE_HTTP_ONLY: 'unused',
  RESOLVE_URL: 'text',
  SERVER_RESOLVE_IPV4: 'unused',
  WGET_CMD: 'unused',
  USE_WGET_USER_AGENT: 'unused',
  HTTP_USER_AGENT: 'text',
  FW_TIMEOUT: 'timeout',
  KEY: 'text',
  KEY_BASE64: 'base64',
  HMAC_KEY: 'text',
  HMAC_KEY_BASE64: 'base64',
  USE_HMAC: 'flag',
  HMAC_DIGEST_TYPE: hashes,
  KEY_FILE: 'text',
  HMAC_KEY_FILE: 'text',
  DIGEST_TYPE: hashes,
  ENCRYPTION_MODE: ['cbc', 'ecb', 'cfb', 'pcbc', 'ofb', 'ctr', 'asymmetric', 'legacy'],
  TIME_OFFSET: 'offset',
  SPOOF_USER: 'text',
  SPOOF_SOURCE_IP: 'text',
  NAT_ACCESS: 'text',
  NAT_LOCAL: 'flag',
  NAT_PORT: 'port',
  NAT_RAND_PORT: 'flag',
  USE_GPG: 'flag',
  USE_GPG_AGENT: 'unused',
  GPG_RECIPIENT: 'text',
  GPG_SIGNER: 'text',
  GPG_HOMEDIR: 'text',
  GPG_EXE: 'text',
  GPG_SIGNING_PW: 'text',
  GPG_SIGNING_PW_BASE64: 'text',
  GPG_NO_SIGNING_PW: 'unused',
  VERBOSE: 'unused',
  NO_SAVE_ARGS: 'unused',
  /** What only a command line says. */
  COMMAND: 'text',
  HTTP_PROXY: 'text',
} as const satisfies Record<
  string,
  | 'text'
  | 'port'
  | 'timeout'
  | 'flag'
  | 'resolve'
  | 'unused'
  | 'allow'
  | 'offset'
  | 'base64'
  | readonly string[]
>;

const notInFile: ReadonlySet<string> = new Set(['RESOLVE', 'COMMAND', 'HTTP_PROXY'] satisfies Name[]);

/** A name of the file, written as it is there. */
export function isName(word: string): word is Name {
  return Object.hasOwn(kinds, word) && !notInFile.has(word);
}

/** Takes a value over as fwknop does, or says why fwknop stops there. */
export function assign(settings: Settings, name: Name, setting: Setting, notes: Notes): void {
  const { value, line, word } = setting;
  const kind: (typeof kinds)[Name] = kinds[name];
  const refuse = () => notes.drop('value-refused', line, word);
  switch (kind) {
    case 'text':
      settings.set(name, setting);
      return;
    case 'unused':
      return;
    case 'port':
    case 'timeout':
      return isCount(value, most[kind]) ? void settings.set(name, setting) : refuse();
    case 'flag':
      return assignFlag(settings, name, setting, notes);
    case 'resolve':
      return assignFlag(settings, 'RESOLVE', setting, notes);
    case 'allow':
      return assignAllow(settings, setting, notes);
    case 'offset':
      return offsetIn(value) === null
        ? notes.drop('time-offset-refused', line, word)
        : void settings.set(name, setting);
    case 'base64':
      return /^[A-Za-z0-9+/=]+$/.test(value) ? void settings.set(name, setting) : refuse();
    default: {
      const choices: readonly string[] = kind;
      const choice = value.toLowerCase();
      return choices.includes(choice) ? void settings.set(name, { ...setting, value: choice }) : refuse();
    }
  }
}

/** Seconds of `[-]n[s|m|h|d]`, or null. Digits count until a unit, whatever stands between them. */
export function offsetIn(text: string): number | null {
  const [, sign = '', digits = '', unit = ''] = /^(-?)([^mhd]*)([mhd]?)/i.exec(text) ?? [];
  const number = digits.replace(/\D/g, '');
  if (number === '' || Number(number) > most.timeout) return null;
  const factor = { m: 60, h: 3_600, d: 86_400 }[unit.toLowerCase()] ?? 1;
  return Number(number) * factor * (sign === '' ? 1 : -1);
}

/** Only Y and y switch on, and nothing switches off again. */
function assignFlag(settings: Settings, name: Name, setting: Setting, notes: Notes): void {
  const { value, line, word } = setting;
  if (value.toLowerCase() === 'y') settings.set(name, setting);
  else if (/^(yes|on|true|1)$/i.test(value)) notes.warn('not-yes', line, word);
  else if (settings.has(name)) notes.warn('stays-on', line, word);
}

function assignAllow(settings: Settings, setting: Setting, notes: Notes): void {
  const { value, line, word } = setting;
  settings.delete('RESOLVE');
  if (value.toLowerCase() === 'resolve') settings.set('RESOLVE', setting);
  else if (value.toLowerCase() === 'source') settings.set('ALLOW_IP', { ...setting, value: '0.0.0.0' });
  else if (ipFamily(value) === 4) settings.set('ALLOW_IP', setting);
  else notes.drop('allow-refused', line, word);
}

function isCount(text: string, limit: number): boolean {
  const number = leadingNumber(text);
  return /^[ \t]*\+?\d/.test(text) && number <= limit;
}
