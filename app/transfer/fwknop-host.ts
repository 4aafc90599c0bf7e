import { areEqual } from '../bytes.ts';
import { addressProblem, ipFamily } from '../hosts/address.ts';
import type { SpaKnock } from '../hosts/knock-schema.ts';
import { limits } from '../hosts/shape.ts';
import { readBase64 } from '../secrets/base64.ts';
import type { ImportCode } from './codes.ts';
import { foundHost, nameFrom, wipe, type Draft, type FoundHost, type Notes } from './found.ts';
import { offsetIn, type Name, type Setting, type Settings } from './fwknop-settings.ts';
import { leadingNumber } from './lines.ts';

/*
 * The host that sends what fwknop 2.6 would send with these settings. What the program silently changes is changed in
 * the same way and told; what Postern has no place for is left out and told.
 */

/** Buffers of the program (MAX_SERVER_STR_LEN, MAX_USERNAME_LEN less the NUL). */
const cut = { server: 49, user: 29 };
const keyBytes = { KEY: 32, HMAC_KEY: 128 };

interface Work {
  readonly settings: Settings;
  readonly notes: Notes;
}

/** Null if it would send nothing that Postern can send; the notes say why. */
export function spaHost(request: {
  /** Null: as the server. */
  readonly name: string | null;
  readonly settings: Settings;
  /** Where the host begins. */
  readonly line: number | null;
  readonly notes: Notes;
}): FoundHost | null {
  const { settings, notes, line } = request;
  const work = { settings, notes };
  const address = cutText(work, 'SPA_SERVER', cut.server) ?? '';
  if (ipFamily(address) === 6) notes.warn('ipv6-server', settings.get('SPA_SERVER')?.line ?? line);
  const ask = askFrom(work, line);
  const cipher = cipherFrom(work, line);
  if (ask === null || cipher === null) return null;

  const nat = natFrom(work, ask);
  const secrets = keysFrom(work, cipher, line);
  const transport = transportFrom(work);
  tellDropped(work);

  const hmac = hmacFrom(work, cipher);
  if (hmac === 'none' && secrets['spa-hmac-key']) {
    secrets['spa-hmac-key'].fill(0);
    delete secrets['spa-hmac-key'];
  }
  const check = checkPort(ask, nat);
  // What is no address may be anything that was pasted there.
  const given = request.name ?? (addressProblem(address) === null ? address : '');
  const name = nameFrom(given, 'fwknop');
  if (request.name !== null && name !== given) notes.warn('name-changed', line);
  const draft: Draft = {
    name,
    address,
    // fwknop knows IPv4 only, so nothing else may be looked at.
    family: ipFamily(address) === 6 ? 'auto' : '4',
    knock: {
      method: 'spa',
      ask,
      ...(nat && { nat }),
      ...timeoutFrom(work, ask),
      ...userFrom(work),
      allow: allowFrom(work, line),
      digest: hashName(settings.get('DIGEST_TYPE')?.value),
      cipher,
      hmac,
      transport,
      port: portFrom(work),
      clockOffsetS: clockOffset(work),
    },
    ...(check !== null && { check: { port: check } }),
    tags: [],
  };
  const found = foundHost({ draft, notes, secrets, line: settings.get('SPA_SERVER')?.line ?? line });
  if (found === null) wipe(secrets);
  return found;
}

type Ask = SpaKnock['ask'];
type Nat = NonNullable<SpaKnock['nat']>;
type Cipher = SpaKnock['cipher'];

function askFrom({ settings, notes }: Work, line: number | null): Ask | null {
  const access = settings.get('ACCESS');
  const command = settings.get('COMMAND');
  if (command) {
    if (access) notes.drop('setting-unused', access.line, access.word);
    return { kind: 'command', command: command.value };
  }
  if (!access) {
    notes.drop('access-missing', line);
    return null;
  }
  const ports: Extract<Ask, { kind: 'access' }>['ports'] = [];
  for (const item of access.value.split(',')) {
    // Lower case only, as the program has it; it refuses icmp/0 and none/0 too.
    const [, proto, digits = ''] = /^(tcp|udp)\/(\d{1,5})$/.exec(item) ?? [];
    const port = Number(digits);
    if ((proto === 'tcp' || proto === 'udp') && port >= 1 && port <= 65_535) ports.push({ proto, port });
    else notes.drop('access-refused', access.line, access.word);
  }
  if (ports.length === 0) notes.drop('access-missing', access.line, access.word);
  return ports.length === 0 ? null : { kind: 'access', ports };
}

function cipherFrom({ settings, notes }: Work, line: number | null): Cipher | null {
  const mode = settings.get('ENCRYPTION_MODE');
  if (settings.has('USE_GPG')) {
    const recipient = settings.get('GPG_RECIPIENT')?.value;
    if (recipient === undefined) {
      notes.drop('gpg-recipient-missing', line);
      return null;
    }
    const [signer, home] = [settings.get('GPG_SIGNER')?.value, settings.get('GPG_HOMEDIR')?.value];
    return {
      kind: 'gpg',
      recipient,
      ...(signer !== undefined && { signer }),
      ...(home !== undefined && { home }),
    };
  }
  switch (mode?.value) {
    case 'cfb':
    case 'ofb':
    case 'ctr':
    case 'ecb':
    case 'legacy':
      return { kind: 'rijndael', mode: mode.value };
    case 'pcbc':
    case 'asymmetric':
      notes.drop('mode-unsupported', mode.line, mode.word);
      return { kind: 'rijndael', mode: 'cbc' };
    default:
      return { kind: 'rijndael', mode: 'cbc' };
  }
}

function hmacFrom({ settings, notes }: Work, cipher: Cipher): SpaKnock['hmac'] {
  const wanted = ['HMAC_KEY', 'HMAC_KEY_BASE64', 'USE_HMAC'] as const;
  const setting = wanted.map((name) => settings.get(name)).find((each) => each !== undefined);
  if (setting === undefined) return 'none';
  if (cipher.kind === 'rijndael' && cipher.mode === 'legacy') {
    notes.drop('legacy-hmac', setting.line, setting.word);
    return 'none';
  }
  return hashName(settings.get('HMAC_DIGEST_TYPE')?.value);
}

/** The keys that go into the vault. */
function keysFrom(work: Work, cipher: Cipher, line: number | null) {
  const { settings, notes } = work;
  const secrets: Partial<Record<'spa-key' | 'spa-hmac-key', Uint8Array>> = {};
  const hmacKey = keyFrom(work, 'HMAC_KEY', 'HMAC_KEY_BASE64');
  if (hmacKey !== null) secrets['spa-hmac-key'] = hmacKey;
  else if (settings.has('USE_HMAC') && !settings.has('HMAC_KEY')) notes.warn('key-missing', line, 'HMAC_KEY');
  if (cipher.kind === 'gpg') {
    // With gpg the program takes KEY for the passphrase of the signing key.
    for (const name of ['KEY', 'KEY_BASE64', 'GPG_SIGNING_PW', 'GPG_SIGNING_PW_BASE64'] as const) {
      const setting = settings.get(name);
      if (setting) notes.drop('gpg-password', setting.line, setting.word);
    }
    return secrets;
  }
  const key = keyFrom(work, 'KEY', 'KEY_BASE64');
  if (key !== null) secrets['spa-key'] = key;
  else if (!settings.has('KEY') && !settings.has('KEY_BASE64')) notes.warn('key-missing', line, 'KEY');
  if (key && hmacKey && areEqual(key, hmacKey)) {
    notes.warn('keys-equal', settings.get('HMAC_KEY')?.line ?? line);
  }
  return secrets;
}

function keyFrom({ settings, notes }: Work, name: 'KEY' | 'HMAC_KEY', base64: Name): Uint8Array | null {
  const [plain, encoded] = [settings.get(name), settings.get(base64)];
  if (plain && encoded) notes.warn('key-beats-base64', encoded.line, plain.word);
  const setting = plain ?? encoded;
  if (!setting) return null;
  // A byte that is no UTF-8 was read as U+FFFD: which one it was is lost.
  if (plain?.value.includes('\ufffd')) {
    notes.drop('not-understood', plain.line, plain.word);
    return null;
  }
  const bytes = plain ? new TextEncoder().encode(plain.value) : padded(setting.value);
  if (bytes === null || bytes.length === 0) {
    notes.drop('value-refused', setting.line, setting.word);
    return null;
  }
  if (bytes.length <= keyBytes[name]) return bytes;
  bytes.fill(0);
  notes.drop('key-too-long', setting.line, setting.word);
  return null;
}

/** fwknop takes base64 with and without its padding. */
function padded(base64: string): Uint8Array | null {
  const digits = base64.replace(/=+$/, '');
  return readBase64(digits.padEnd(Math.ceil(digits.length / 4) * 4, '='));
}

function natFrom({ settings, notes }: Work, ask: Ask): Nat | null {
  const target = settings.get('NAT_ACCESS');
  const local = settings.get('NAT_LOCAL');
  const outside = settings.get('NAT_RAND_PORT') ?? settings.get('NAT_PORT');
  if (!target && !local) {
    if (outside) notes.drop('nat-without-target', outside.line, outside.word);
    return null;
  }
  if (ask.kind === 'command') {
    for (const each of [target, local, outside]) {
      if (each) notes.drop('setting-unused', each.line, each.word);
    }
    return null;
  }
  const rest = outsidePort(settings);
  if (!target) return { kind: 'local', ...rest };
  const [, host = '', digits] = /^([^:,]+)(?:[:,](\d{1,5}))?$/.exec(target.value) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (host === '' || port === 0 || (port ?? 0) > 65_535) {
    notes.drop('nat-refused', target.line, target.word);
    return null;
  }
  return { kind: local ? 'local' : 'forward', host, ...(port !== undefined && { port }), ...rest };
}

function outsidePort(settings: Settings): { readonly outsidePort?: number | 'random' } {
  if (settings.has('NAT_RAND_PORT')) return { outsidePort: 'random' };
  const port = leadingNumber(settings.get('NAT_PORT')?.value ?? '');
  return port === 0 ? {} : { outsidePort: port };
}

function timeoutFrom({ settings, notes }: Work, ask: Ask): { readonly timeoutS?: number } {
  const timeout = settings.get('FW_TIMEOUT');
  const timeoutS = leadingNumber(timeout?.value ?? '');
  if (!timeout || timeoutS === 0) return {};
  if (ask.kind === 'access') return { timeoutS };
  notes.drop('timeout-with-command', timeout.line, timeout.word);
  return {};
}

function userFrom(work: Work): { readonly user?: string } {
  const user = cutText(work, 'SPOOF_USER', cut.user);
  if (user === null) return {};
  if (/^[^"/\\[\]:;|=,+*?<>\p{Cc}]+$/u.test(user)) return { user };
  const { line = null, word } = work.settings.get('SPOOF_USER') ?? {};
  work.notes.drop('value-refused', line, word);
  return {};
}

function allowFrom({ settings, notes }: Work, line: number | null): SpaKnock['allow'] {
  const [allow, resolve] = [settings.get('ALLOW_IP'), settings.get('RESOLVE')];
  const url = settings.get('RESOLVE_URL');
  if (allow) {
    if (resolve) notes.warn('allow-beats-resolve', resolve.line, resolve.word);
    return allow.value === '0.0.0.0' ? { kind: 'source' } : { kind: 'fixed', address: allow.value };
  }
  // A URL alone makes the program ask it.
  if (url && /^[^\s]+$/.test(url.value)) {
    const web = /^https?:\/\//.test(url.value) ? url.value : `https://${url.value}`;
    if (web.length <= 1_000) return { kind: 'resolve', url: web };
  }
  if (resolve) notes.drop('resolve-without-url', resolve.line, resolve.word);
  else notes.warn('allow-missing', line);
  return { kind: 'source' };
}

function transportFrom({ settings, notes }: Work): SpaKnock['transport'] {
  const proxy = settings.get('HTTP_PROXY');
  if (proxy) {
    notes.drop('http-proxy', proxy.line, proxy.word);
    return 'http';
  }
  const proto = settings.get('SPA_SERVER_PROTO');
  switch (proto?.value) {
    case 'tcp':
    case 'http':
      return proto.value;
    case 'udpraw':
    case 'tcpraw':
    case 'icmp':
      notes.drop('raw-transport', proto.line, proto.word);
      return 'udp';
    default:
      return 'udp';
  }
}

function portFrom({ settings }: Work): SpaKnock['port'] {
  if (settings.has('RAND_PORT')) return 'random';
  // 0 leaves the program's own choice.
  return leadingNumber(settings.get('SPA_SERVER_PORT')?.value ?? '') || 62_201;
}

function clockOffset({ settings, notes }: Work): number {
  const setting = settings.get('TIME_OFFSET');
  const offset = offsetIn(setting?.value ?? '') ?? 0;
  if (Math.abs(offset) <= limits.clockOffsetS) return offset;
  notes.drop('time-offset-refused', setting?.line ?? null, setting?.word);
  return 0;
}

/** What has no place in a host. */
function tellDropped({ settings, notes }: Work): void {
  const drop = (name: Name, code: ImportCode): void => {
    const setting = settings.get(name);
    if (setting) notes.drop(code, setting.line, setting.word);
  };
  drop('SPOOF_SOURCE_IP', 'spoofed-source');
  drop('SPA_SOURCE_PORT', 'source-port');
  drop('KEY_FILE', 'key-file');
  drop('HMAC_KEY_FILE', 'hmac-key-file');
  drop('HTTP_USER_AGENT', 'setting-unused');
  drop('GPG_EXE', 'setting-unused');
}

/** Where the first TCP service will be, if that is known beforehand. */
function checkPort(ask: Ask, nat: Nat | null): number | null {
  if (ask.kind === 'command' || nat?.outsidePort === 'random') return null;
  const first = ask.ports.find(({ proto }) => proto === 'tcp');
  return first === undefined ? null : (nat?.outsidePort ?? first.port);
}

/** The value as far as it fits the program's buffer. */
function cutText({ settings, notes }: Work, name: Name, most: number): string | null {
  const setting: Setting | undefined = settings.get(name);
  if (!setting) return null;
  if (setting.value.length <= most) return setting.value;
  notes.warn('value-cut', setting.line, setting.word);
  return setting.value.slice(0, most);
}

function hashName(name: string | undefined): SpaKnock['digest'] {
  switch (name) {
    case 'md5':
    case 'sha1':
    case 'sha384':
    case 'sha512':
      return name;
    case 'sha3_256':
      return 'sha3-256';
    case 'sha3_512':
      return 'sha3-512';
    default:
      return 'sha256';
  }
}
