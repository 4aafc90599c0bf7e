import { expect, test } from 'vitest';
import type { Found, FoundHost } from '../../../app/transfer/found.ts';
import { readFwknoprc } from '../../../app/transfer/fwknoprc.ts';
import { packetOf, spaOf } from './packet.ts';
import measured from '../../vectors/fwknoprc.json' with { type: 'json' };

const cases: readonly {
  readonly name: string;
  readonly rc: string;
  readonly stanza: string;
  readonly cli: readonly string[];
  readonly expect: Readonly<Record<string, unknown>>;
}[] = measured.vectors;
const accepted = cases.filter((each) => each.expect['exit'] === 0 && each.cli.length === 0);
const refused = cases.filter((each) => each.expect['exit'] === 1);

function hostNamed(found: Found, name: string): FoundHost {
  const item = found.items.find(({ host }) => host.name.toLowerCase() === name.toLowerCase());
  if (!item) throw new Error(`no host ${name}`);
  return item;
}

test.each(accepted)('as fwknop reads it: $name', ({ rc, stanza, expect: real }) => {
  const item = hostNamed(readFwknoprc(rc), stanza);
  const { effectiveKeys, exit: _, host, port, username, ...wanted } = real;
  const packet = packetOf(item);
  expect(packet).toMatchObject(wanted);
  expect(packet.effectiveKeys).toEqual(effectiveKeys ?? packet.effectiveKeys);
  // "=" is no address, and Postern asks for one.
  expect(item.host.address).toBe(host === '=' ? '' : host);
  // The login name of the measured run; Postern never takes the login name.
  expect(spaOf(item).user).toBe(username === 'knocker' ? 'user' : username);
  // The program draws a port each time.
  expect(spaOf(item).port).toBe(rc.includes('RAND_PORT Y\n') ? 'random' : port);
});

test.each(refused)('where fwknop stops, a note says so: $name', ({ rc, expect: real }) => {
  const found = readFwknoprc(rc);
  const notes = [...found.notes, ...found.items.flatMap((item) => item.notes)];
  expect(notes.map(({ code, line }) => `${code} ${line}`)).toEqual(reasons[String(real['error'])]);
});

/** By what the program says. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'Parameter error in RCFILE, line 3: var=spa_server, val=198.51.100.1': ['lower-case 3', 'access-missing 2'],
  'Parameter error in RCFILE, line 8: var=CLIENT_TIMEOUT, val=60': ['client-timeout 8'],
  "*Invalid entry in 'RAND_PORT": ['no-value 8'],
  'Parameter error in RCFILE, line 8: var=FOO, val=bar': ['not-understood 8'],
  'Parameter error in RCFILE, line 8: var=DIGEST_TYPE, val=sha-256': ['value-refused 8'],
  'Legacy encryption mode is incompatible with HMAC usage.': ['legacy-hmac 7'],
  // Without a stanza there is nothing to import.
  'Named configuration stanza: [nope] was not found.': [],
  'Parameter error in RCFILE, line 8: var=FW_TIMEOUT, val=65537': ['value-refused 8'],
};

test('what stands on the command line beats the stanza, so an import of the file alone knows the stanza only', () => {
  const vector = cases.find(({ cli }) => cli.length > 0);
  expect(packetOf(hostNamed(readFwknoprc(vector?.rc ?? ''), 's'))).toMatchObject({
    message: '192.0.2.7,tcp/22',
    clientTimeout: 0,
  });
});

const base = 'SPA_SERVER 198.51.100.1\nACCESS tcp/22\nALLOW_IP source\nKEY k1\nHMAC_KEY h1\n';

/** The notes of a stanza of the usual five lines, followed by `more`, which begins at line 7. */
function notesOf(more: string): readonly (readonly [number | null, string, string])[] {
  const { items, notes } = readFwknoprc(`[s]\n${base}${more}`);
  return [...notes, ...items.flatMap((item) => item.notes)].map(({ line, code, what }) => [line, code, what]);
}

test('a stanza that says nothing odd has no notes', () => {
  expect(notesOf('')).toEqual([]);
  expect(notesOf('FW_TIMEOUT 30 # seconds\nNO_SAVE_ARGS Y\n; done\n')).toEqual([]);
});

test.each<[what: string, more: string, note: readonly [number | null, string, string]]>([
  ['a value cut at a blank', 'SPOOF_USER alice smith', [7, 'value-cut', 'SPOOF_USER']],
  ['a value cut at a hash', 'KEY pass#word', [7, 'value-cut', 'KEY']],
  ['a value cut at a semicolon', 'HMAC_KEY hm;ac', [7, 'value-cut', 'HMAC_KEY']],
  ['an equals sign between name and value', 'SPA_SERVER = 198.51.100.1', [7, 'equals-sign', 'SPA_SERVER']],
  ['an equals sign behind the name', 'FW_TIMEOUT= 30', [7, 'equals-sign', 'FW_TIMEOUT']],
  ['an equals sign without blanks', 'FW_TIMEOUT=30', [7, 'equals-sign', 'FW_TIMEOUT']],
  ['yes instead of Y', 'RAND_PORT yes', [7, 'not-yes', 'RAND_PORT']],
  ['a name in lower case', 'fw_timeout 30', [7, 'lower-case', 'fw_timeout']],
  ['CLIENT_TIMEOUT', 'CLIENT_TIMEOUT 60', [7, 'client-timeout', 'CLIENT_TIMEOUT']],
  ['an unknown name', 'FOO bar', [7, 'not-understood', '']],
  ['a comment that does not begin the line', '  # note', [7, 'not-understood', '']],
  ['a key beside one in base64', 'KEY_BASE64 AwoR', [7, 'key-beats-base64', 'KEY']],
  ['a file of keys', 'KEY_FILE /home/me/keys', [7, 'key-file', 'KEY_FILE']],
  ['a file of HMAC keys', 'HMAC_KEY_FILE /home/me/keys', [7, 'hmac-key-file', 'HMAC_KEY_FILE']],
  ['a raw transport', 'SPA_SERVER_PROTO tcpraw', [7, 'raw-transport', 'SPA_SERVER_PROTO']],
  ['a spoofed source', 'SPOOF_SOURCE_IP 192.0.2.9', [7, 'spoofed-source', 'SPOOF_SOURCE_IP']],
  ['a source port', 'SPA_SOURCE_PORT 4000', [7, 'source-port', 'SPA_SOURCE_PORT']],
  ['a mode nobody implements', 'ENCRYPTION_MODE PCBC', [7, 'mode-unsupported', 'ENCRYPTION_MODE']],
  ['a port that needs no opening', 'ACCESS tcp/22,icmp/0', [7, 'access-refused', 'ACCESS']],
  ['upper case in ACCESS', 'ACCESS TCP/22,tcp/22', [7, 'access-refused', 'ACCESS']],
  ['an IPv6 address to admit', 'ALLOW_IP 2001:db8::1', [7, 'allow-refused', 'ALLOW_IP']],
  ['an address beside resolve', 'ALLOW_IP resolve', [7, 'allow-beats-resolve', 'ALLOW_IP']],
  ['a NAT port alone', 'NAT_PORT 40022', [7, 'nat-without-target', 'NAT_PORT']],
  ['a NAT target with two ports', 'NAT_ACCESS 10.0.0.1:22:33', [7, 'nat-refused', 'NAT_ACCESS']],
  ['a time offset without digits', 'TIME_OFFSET soon', [7, 'time-offset-refused', 'TIME_OFFSET']],
  ['a time offset beyond a day', 'TIME_OFFSET 2d', [7, 'time-offset-refused', 'TIME_OFFSET']],
  ['a long user name', `SPOOF_USER ${'u'.repeat(30)}`, [7, 'value-cut', 'SPOOF_USER']],
  ['a key of 33 bytes', `KEY ${'k'.repeat(33)}`, [7, 'key-too-long', 'KEY']],
  ['two equal keys', 'KEY h1', [6, 'keys-equal', '']],
  ['a line longer than the buffer', `SPOOF_USER ${'u'.repeat(1_100)}`, [7, 'line-too-long', '']],
  ['an IPv6 server', 'SPA_SERVER 2001:db8::1', [7, 'ipv6-server', '']],
])('a note tells of %s', (_, more, note) => {
  expect(notesOf(more)).toContainEqual(note);
});

test('a byte order mark hides the first header, and every line below it', () => {
  const { notes, items } = readFwknoprc(`\uFEFF[default]\nSPA_SERVER_PORT 5\n[s]\n${base}`);
  expect(notes).toEqual([
    { line: 1, kind: 'warning', code: 'bom', what: '' },
    { line: 2, kind: 'dropped', code: 'outside-stanza', what: '' },
  ]);
  expect(items.map(({ host }) => host.name)).toEqual(['s']);
});

test('what [default] switched on, a stanza cannot switch off', () => {
  const { items } = readFwknoprc(`[default]\nRAND_PORT Y\n[s]\n${base}RAND_PORT N\n`);
  expect(items[0]?.notes).toContainEqual({ line: 9, kind: 'warning', code: 'stays-on', what: 'RAND_PORT' });
  expect(items[0] && spaOf(items[0]).port).toBe('random');
});

test('[default] is a host of its own where it has all that a packet needs', () => {
  expect(readFwknoprc(`[default]\n${base}`).items.map(({ host }) => host.name)).toEqual(['198.51.100.1']);
  const both = readFwknoprc(`[default]\n${base}[s]\nSPA_SERVER nas.example.net\n`);
  expect(both.items.map(({ host }) => host.address)).toEqual(['198.51.100.1', 'nas.example.net']);
  expect(readFwknoprc('[default]\nSPA_SERVER 198.51.100.1\n').items).toEqual([]);
});

test('a stanza without a server is offered, and says that an address is missing', () => {
  const [item] = readFwknoprc(`[s]\nACCESS tcp/22\nALLOW_IP source\nKEY k1\n`).items;
  expect(item?.host.address).toBe('');
  expect(item?.notes).toEqual([{ line: 1, kind: 'warning', code: 'address-missing', what: '' }]);
});

test('the first TCP port is what a check looks at, from outside', () => {
  const check = (more: string) => readFwknoprc(`[s]\n${base}${more}`).items[0]?.host.check;
  expect(check('ACCESS udp/53,tcp/8443,tcp/22')).toEqual({ port: 8443 });
  expect(check('ACCESS udp/53')).toBeUndefined();
  expect(check('NAT_ACCESS 192.168.10.5:22\nNAT_PORT 2222')).toEqual({ port: 2222 });
  expect(check('NAT_ACCESS 192.168.10.5:22\nNAT_RAND_PORT Y')).toBeUndefined();
});

test('a GPG stanza signs and encrypts with the keys it names; its passphrase is left out', () => {
  const gpg = 'USE_GPG Y\nGPG_RECIPIENT 1234ABCD\nGPG_SIGNER me@example.net\nGPG_HOMEDIR /home/me/.gnupg\n';
  const [item] = readFwknoprc(`[s]\n${base}${gpg}GPG_SIGNING_PW secret\n`).items;
  expect(item && spaOf(item).cipher).toEqual({
    kind: 'gpg',
    recipient: '1234ABCD',
    signer: 'me@example.net',
    home: '/home/me/.gnupg',
  });
  expect(Object.keys(item?.secrets ?? {})).toEqual(['spa-hmac-key']);
  expect(item?.notes.map(({ line, code, what }) => [line, code, what])).toEqual([
    [5, 'gpg-password', 'KEY'],
    [11, 'gpg-password', 'GPG_SIGNING_PW'],
  ]);
  expect(readFwknoprc(`[s]\n${base}USE_GPG Y\n`)).toMatchObject({
    items: [],
    notes: [{ line: 1, code: 'gpg-recipient-missing' }],
  });
});

test('the web page that tells the address has to be named', () => {
  const stanza = '[s]\nSPA_SERVER 198.51.100.1\nACCESS tcp/22\nKEY k1\nALLOW_IP resolve\n';
  const without = readFwknoprc(stanza).items[0];
  expect(without && spaOf(without).allow).toEqual({ kind: 'source' });
  expect(without?.notes).toEqual([
    { line: 5, kind: 'dropped', code: 'resolve-without-url', what: 'ALLOW_IP' },
  ]);
  const named = readFwknoprc(`${stanza}RESOLVE_URL ip.example.net/me\n`).items[0];
  expect(named && spaOf(named).allow).toEqual({ kind: 'resolve', url: 'https://ip.example.net/me' });
});

test.each([
  ['2m', 120],
  ['-90', -90],
  ['-1h', -3_600],
  ['1d', 86_400],
  ['30s', 30],
])('a time offset of %s is %i seconds', (text, seconds) => {
  const [item] = readFwknoprc(`[s]\n${base}TIME_OFFSET ${text}\n`).items;
  expect(item && spaOf(item).clockOffsetS).toBe(seconds);
});

test('a name that cannot be one is changed, and told', () => {
  const [item] = readFwknoprc(`[${'n'.repeat(70)}\u0007]\n${base}`).items;
  expect(item?.host.name).toBe('n'.repeat(64));
  expect(item?.notes).toEqual([{ line: 1, kind: 'warning', code: 'name-changed', what: '' }]);
});

test('ten thousand stanzas are ten thousand hosts', () => {
  const text = Array.from({ length: 10_000 }, (_, index) => `[s${index}]\n${base}`).join('');
  expect(readFwknoprc(text).items).toHaveLength(10_000);
});

test('a key in another character set than UTF-8 is left out, as its bytes are lost', () => {
  const found = readFwknoprc('[nas]\nSPA_SERVER 192.0.2.1\nACCESS tcp/22\nKEY gr\ufffdn12\n');
  const item = hostNamed(found, 'nas');
  expect(item.secrets).toEqual({});
  expect(item.notes).toContainEqual(
    expect.objectContaining({ kind: 'dropped', line: 4, what: 'KEY', code: 'not-understood' }),
  );
});
