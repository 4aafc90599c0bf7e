import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Found } from '../../../app/transfer/found.ts';
import { readText } from '../../../app/transfer/read.ts';
import { recognise } from '../../../app/transfer/recognise.ts';

const never = () => Promise.reject(new Error('no passphrase is needed'));

function read(text: string, name = 'pasted') {
  return readText({ name, text, passphrase: null, scrypt: never });
}

const rc = '[s]\nSPA_SERVER 198.51.100.1\nACCESS tcp/22\nALLOW_IP source\nKEY k1\nHMAC_KEY h1\n';

test.each([
  ['a stanza', rc, 'fwknoprc'],
  ['a stanza with CRLF', rc.replaceAll('\n', '\r\n'), 'fwknoprc'],
  ['a stanza in lower case', '[s]\nspa_server 198.51.100.1\n', 'fwknoprc'],
  ['a door', '[openSSH]\nsequence = 7000,8000\n', 'knockd-conf'],
  ['a door whose command knocks', '[d]\nsequence=1,2\nstart_command = knock nas 1\n', 'knockd-conf'],
  ['a command', 'knock nas 7000 8000', 'knock-command'],
  ['a command behind comments', '#!/bin/sh\n# knock at home\n/usr/bin/knock nas 7000\n', 'knock-command'],
  ['a list', '# used\n 7001,7002,7003\n 7011:udp, 7012,7013\n', 'one-time-list'],
  ['a link', '\notpauth://totp/nas?secret=JBSWY3DPEHPK3PXP\n', 'otpauth'],
  ['a bundle', '{\n  "format": "postern-bundle", "version": 1 }', 'bundle'],
  ['prose about knocking', 'Please knock before you enter.', null],
  ['JSON', '{"hosts": []}', null],
  ['nothing', '', null],
] as const)('%s is recognised by what stands in it', (_, text, source) => {
  expect(recognise('file.txt', text)).toBe(source);
});

test('the name of the file counts where the text says nothing', () => {
  expect(recognise('/home/me/.fwknoprc', '# empty\n')).toBe('fwknoprc');
  expect(recognise('C:\\knockd.conf', '')).toBe('knockd-conf');
  expect(recognise('.fwknoprc', '[openSSH]\nsequence = 7000,8000\n')).toBe('knockd-conf');
});

test.each([
  ['an empty text', '', 'not-understood'],
  ['binary', '\0\u0001\u0002\uFFFD', 'not-understood'],
  ['prose', 'Nothing to see here.', 'not-understood'],
  ['a bundle without its passphrase', '{"format": "postern-bundle", "version": 1}', 'wrong-passphrase'],
])('%s is a problem, and no exception', async (_, text, reason) => {
  expect(await read(text)).toEqual({ ok: false, error: { reason, line: null } });
});

test('a file without anything in it has no hosts', async () => {
  expect(await read('# empty\n', '.fwknoprc')).toEqual({
    ok: false,
    error: { reason: 'no-hosts', line: null },
  });
});

test('a list that cannot be read tells the line, and not what stands there', async () => {
  const problem = await read('7001,7002\n7003,70040\n');
  expect(problem).toEqual({ ok: false, error: { reason: 'not-understood', line: 2 } });
});

test('a list is a host that begins at its first unused line', async () => {
  const text = '#7001,7002\n 7011:udp,7012\n 7021,7022\n';
  const found = await read(text, '/etc/knockd/nas.list');
  expect(found).toMatchObject({
    ok: true,
    value: {
      items: [
        {
          host: { name: 'nas', address: '', knock: { method: 'list', server: 'knockd' } },
          counter: { confirmed: 0, next: 0, total: 2, doubt: null },
          notes: [{ code: 'lines-left-out', what: '1' }, { code: 'address-missing' }],
        },
      ],
    },
  });
});

test('links are hosts with ports from a code, and the note says that this was their maker’s wish or not', async () => {
  const text = [
    'otpauth://totp/Home:nas?secret=JBSWY3DPEHPK3PXP&period=60',
    'otpauth://hotp/door?secret=JBSWY3DPEHPK3PXP&counter=7',
    'otpauth://totp/broken',
  ].join('\n');
  expect(await read(text)).toMatchObject({
    ok: true,
    value: {
      items: [
        {
          host: { address: '', knock: { method: 'totp', stepS: 60, derivation: { scheme: 'pk1' } } },
          counter: null,
          notes: [{ line: 1, code: 'purpose-ports' }, { code: 'address-missing' }],
        },
        { host: { name: 'door', knock: { method: 'hotp' } }, counter: { next: 7 } },
      ],
      notes: [{ line: 3, what: 'secret', code: 'link-refused' }],
    },
  });
});

/** Everything of it that may be shown. */
function shown({ items, notes }: Found): string {
  return JSON.stringify([notes, items.map((item) => [item.host, item.notes, Object.keys(item.secrets)])]);
}

const pieces = fc.constantFrom(
  '[s]\n',
  '[default]\n',
  'SPA_SERVER ',
  'ACCESS tcp/22\n',
  'KEY ',
  'KEY_BASE64 ',
  'HMAC_KEY: ',
  'KEY=',
  'FOO ',
  'ALLOW_IP resolve\n',
  'USE_GPG Y\n',
  'GPG_RECIPIENT ',
  'GPG_SIGNING_PW ',
  '198.51.100.1\n',
  'sequence = ',
  '7000,8000\n',
  '7000:udp\n',
  'start_command = ',
  'fwknop -A tcp/22 -s -D nas ',
  '--key-rijndael ',
  '--key-hmac=',
  'knock nas ',
  '7000 ',
  'otpauth://totp/a?secret=',
  'JBSWY3DPEHPK3PXP',
  '{"format":"postern-bundle",',
  '\ud800',
  ...Array.from('"\'\\\n\r\0\uFEFF#;$`= |>('),
);

test('no text makes a reader throw, and every offered host is valid but for its address', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 40 })
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('.fwknoprc', 'knockd.conf', 'x'), async (each, name) => {
      const found = await read(each, name);
      expect(found.ok ? shown(found.value) : found.error.reason).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});

test('a key is never repeated in a host or a note', async () => {
  const canary = 'Zq7canary0Xp';
  const place = fc.constantFrom(
    'KEY ',
    'KEY: ',
    'KEY= ',
    'KEY=',
    'KEY = ',
    'KEY\n',
    'KEY ;',
    'KEY x ',
    'key ',
    'KEYS ',
    'KEY_BASE64 ',
    'HMAC_KEY ',
    'HMAC_KEY_BASE64 ',
    'GPG_SIGNING_PW ',
    'USE_GPG Y\nKEY ',
    '',
    '# ',
    'fwknop -A tcp/22 -s -D nas --key-rijndael ',
    'fwknop -s -D nas -A tcp/22 --key-hmac=',
    'fwknop -D nas --key-hmca ',
    'fwknop --key-rijndael=',
    'fwknop -A tcp/22 -D nas ',
    "fwknop --key-hmac '",
    'echo ',
    'otpauth://totp/a?secret=',
    'start_command = open ',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(place, pieces), { minLength: 1, maxLength: 6 }), async (parts) => {
      const lines = parts.map(([before, after]) => `${before}${canary}\n${after}`).join('');
      // A server's name is no place for a key, and is shown.
      fc.pre(!/(?:SPA_SERVER|GPG_RECIPIENT|knock nas|sequence =|\[s\]|\[default\])[^\n]*Zq7/.test(lines));
      for (const name of ['.fwknoprc', 'x']) {
        const found = await read(`${rc}${lines}`, name);
        expect(found.ok ? shown(found.value) : JSON.stringify(found)).not.toContain(canary);
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['line ends', '\n'.repeat(5_000_000)],
  ['blanks', ' '.repeat(5_000_000)],
  ['quotes', `knock ${`"`.repeat(4_999_990)}`],
  ['backslashes in quotes', `knock "${'\\a'.repeat(2_499_990)}`],
  ['one word', `knock ${'a'.repeat(4_999_990)}`],
  ['stanzas', '[s]\nKEY k\n'.repeat(490_000)],
  ['doors', '[d]\nsequence=1,2\n'.repeat(290_000)],
  ['one long value', `KEY ${'k'.repeat(4_999_990)}`],
  ['commas', `sequence = ${','.repeat(4_999_980)}`],
  ['digits', '1,'.repeat(2_499_990)],
])(
  'five million characters of %s are read in a breath',
  async (_, text) => {
    expect(text.length).toBeGreaterThan(4_000_000);
    expect(await read(text)).toBeDefined();
  },
  20_000,
);
