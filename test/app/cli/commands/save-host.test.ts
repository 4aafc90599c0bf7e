import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPorts } from '../../../../app/node/ports.ts';
import type { Slot } from '../../../../app/secrets/slots.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { postern } from '../cli.ts';

const passphrase = 'correct horse';

async function withPassphrase(): Promise<string> {
  const folder = temporaryFolder();
  await postern(['secrets', 'passphrase'], { folder, typed: [passphrase, passphrase] });
  return folder;
}

function saved(folder: string): { readonly id: string; readonly knock: unknown } {
  const file = JSON.parse(readFileSync(join(folder, 'hosts.json'), 'utf8')) as {
    hosts: readonly { id: string; knock: unknown }[];
  };
  const [host] = file.hosts;
  if (host === undefined) throw new Error('no host');
  return host;
}

async function stored(folder: string, slot: Slot): Promise<string | null> {
  const { secrets } = createPorts({ folder });
  await secrets.unlock(new TextEncoder().encode(passphrase));
  const secret = await secrets.read(saved(folder).id, slot);
  return secret.ok && secret.value !== null ? Buffer.from(secret.value).toString('latin1') : null;
}

const add = (...words: readonly string[]) => [
  'hosts',
  'add',
  'nas',
  '--address',
  'nas.example.net',
  ...words,
];

test.each<[string, readonly string[], object]>([
  [
    'time codes',
    [
      '--totp',
      'nas',
      '--purpose',
      'open:web',
      '--ports',
      '3',
      '--range',
      '20000-20100',
      '--exclude',
      '20005',
      '--sampler',
      'dec6',
      '--proto',
      'udp',
      '--step',
      '30',
      '--epoch',
      '5',
      '--skew',
      '0',
      '--clock-offset',
      '-90s',
    ],
    {
      method: 'totp',
      derivation: {
        scheme: 'pk1',
        purpose: 'open:web',
        label: 'nas',
        count: 3,
        ranges: [[20000, 20100]],
        exclude: [20005],
        sampler: 'dec6',
        proto: 'udp',
      },
      stepS: 30,
      epochS: 5,
      skew: 0,
      clockOffsetS: -90,
      tcp: 'syn',
      seqTimeoutMs: 10_000,
    },
  ],
  [
    'a preset',
    ['--totp', '--scheme', 'dynknock', '--doorbell', '4000', '--ports', '5'],
    { method: 'totp', derivation: { scheme: 'dynknock', doorbell: 4000, count: 5 } },
  ],
  [
    'counter codes',
    ['--hotp', 'nas', '--window', '9', '--gap', '20'],
    { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' }, window: 9, gapMs: 20 },
  ],
  [
    'an fwknop packet',
    [
      '--spa',
      'tcp/22,udp/1194',
      '--spa-port',
      'random',
      '--transport',
      'tcp',
      '--allow',
      '198.51.100.7',
      '--hmac',
      'sha512',
      '--digest',
      'sha3-256',
      '--mode',
      'cfb',
      '--client-timeout',
      '30',
      '--nat',
      '10.0.0.5:2222',
      '--user',
      'alice',
    ],
    {
      method: 'spa',
      ask: {
        kind: 'access',
        ports: [
          { proto: 'tcp', port: 22 },
          { proto: 'udp', port: 1194 },
        ],
      },
      port: 'random',
      transport: 'tcp',
      allow: { kind: 'fixed', address: '198.51.100.7' },
      hmac: 'sha512',
      digest: 'sha3-256',
      cipher: { kind: 'rijndael', mode: 'cfb' },
      timeoutS: 30,
      nat: { kind: 'forward', host: '10.0.0.5', port: 2222 },
      user: 'alice',
    },
  ],
  [
    'an fwknop command by gpg',
    ['--command', 'systemctl restart web', '--gpg-recipient', 'server@example.net', '--hmac', 'none'],
    {
      method: 'spa',
      ask: { kind: 'command', command: 'systemctl restart web' },
      cipher: { kind: 'gpg', recipient: 'server@example.net' },
      hmac: 'none',
    },
  ],
  [
    'xt_pknock',
    ['--pknock', '5000', '--allow', 'https://example.net/ip'],
    { method: 'pknock', port: 5000, allow: { kind: 'resolve', url: 'https://example.net/ip' } },
  ],
])('%s are saved as they were said', async (_, words, knock) => {
  const folder = temporaryFolder();
  expect(await postern(add(...words), { folder })).toMatchObject({ code: 0, err: '' });
  expect(saved(folder).knock).toMatchObject(knock);
});

test('keys are asked for unseen and kept, and what is skipped is named', async () => {
  const folder = await withPassphrase();
  const questions: string[] = [];
  const added = await postern(add('--spa', 'tcp/22'), {
    folder,
    typed: ['open sesame', '', passphrase],
    onAsk: (question) => questions.push(question),
  });
  expect(questions).toEqual([
    'spa-key (text, not shown; Enter to skip): ',
    'spa-hmac-key (text, not shown; Enter to skip): ',
    'Passphrase: ',
  ]);
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(added.out).not.toContain('sesame');
  expect(added.out).toContain('Not set yet: spa-hmac-key. postern secrets set "nas" spa-hmac-key');
  expect(await stored(folder, 'spa-key')).toBe('open sesame');
});

test('keys out of files are read in their encoding, without the line break at the end', async () => {
  const folder = await withPassphrase();
  const [key, hmac] = [join(folder, 'a,b'), join(folder, 'hmac')];
  writeFileSync(key, 'open sesame\n');
  writeFileSync(hmac, `${Buffer.from('an HMAC key').toString('base64')}\n`);
  const words = ['--spa', 'tcp/22', '--secret', `spa-key=${key}`, '--secret', `spa-hmac-key=${hmac},base64`];
  expect(await postern(add(...words), { folder, typed: [passphrase] })).toMatchObject({ code: 0, err: '' });
  expect(await stored(folder, 'spa-key')).toBe('open sesame');
  expect(await stored(folder, 'spa-hmac-key')).toBe('an HMAC key');
});

test.each<[readonly string[], RegExp, Slot, number]>([
  [['--totp', 'nas'], /otp-secret, base32: [A-Z2-7]{32}\n/, 'otp-secret', 20],
  [['--totp', '--scheme', 'otpknock'], /otp-secret, hex: [0-9a-f]{40}\n/, 'otp-secret', 20],
  [['--spa', 'tcp/22'], / KEY_BASE64 \S{44}\n {2}HMAC_KEY_BASE64 \S{88}\n/, 'spa-key', 32],
  [['--pknock', '5000'], /--opensecret [A-Z2-7]{24}\n/, 'pknock-secret', 24],
])('%j gets new secrets, shown once for the server', async (words, shown, slot, bytes) => {
  const folder = await withPassphrase();
  const added = await postern(add(...words, '--generate'), { folder, typed: [passphrase] });
  expect(added).toMatchObject({ code: 0, err: '', out: expect.stringMatching(shown) as string });
  expect(await stored(folder, slot)).toHaveLength(bytes);
  const show = await postern(['hosts', 'show', 'nas'], { folder });
  expect(show.out).toMatch(new RegExp(`${slot} +set .*, ${bytes} bytes\n`));
  expect(show.out).not.toMatch(shown);
});

test.each<[what: string, words: readonly string[], lines: readonly RegExp[]]>([
  [
    'a whole stanza of access.conf',
    ['--spa', 'tcp/22,udp/1194', '--hmac', 'sha3-256', '--mode', 'cfb'],
    [
      /^  SOURCE ANY$/m,
      /^  OPEN_PORTS tcp\/22, udp\/1194$/m,
      /^  ENCRYPTION_MODE cfb$/m,
      /^  HMAC_DIGEST_TYPE sha3_256$/m,
    ],
  ],
  ['that the server runs commands', ['--command', 'reload'], [/^  ENABLE_CMD_EXEC Y$/m]],
])('new keys come with %s', async (_, words, lines) => {
  const folder = await withPassphrase();
  const { out } = await postern(add(...words, '--generate'), { folder, typed: [passphrase] });
  for (const line of lines) expect(out).toMatch(line);
});

test('a new secret comes with the key that the scripts of a pk1 server take', async () => {
  const folder = await withPassphrase();
  const words = add('--hotp', 'NAS', '--purpose', 'open:web', '--generate');
  const { out } = await postern(words, { folder, typed: [passphrase] });
  const secret = Buffer.from((await stored(folder, 'otp-secret')) ?? '', 'latin1');
  const key = createHmac('sha256', secret).update('portknock-v1\0open:web\0nas').digest('hex');
  expect(out).toContain(`\n  KEY of pk.sh and knock-rotate.sh: ${key}\n`);
});

test('legacy packets have no HMAC, unless somebody asks for one', async () => {
  const folder = temporaryFolder();
  await postern(add('--spa', 'tcp/22', '--mode', 'legacy'), { folder });
  expect(saved(folder).knock).toMatchObject({ cipher: { mode: 'legacy' }, hmac: 'none' });
});

test('a key that is no text is not kept as another one', async () => {
  const folder = await withPassphrase();
  const file = join(folder, 'key');
  writeFileSync(file, Buffer.from('gr\xfcn 12345', 'latin1'));
  const words = add('--spa', 'tcp/22', '--secret', `spa-key=${file}`);
  const added = await postern(words, { folder, typed: [passphrase, passphrase] });
  expect(added).toMatchObject({ code: 2, out: '' });
  expect(added.err).toContain('not UTF-8');
});

test('without a passphrase nothing can be kept, so nothing is saved', async () => {
  const folder = temporaryFolder();
  const added = await postern(add('--totp', 'nas', '--generate'), { folder });
  expect(added).toMatchObject({ code: 7, out: '' });
  expect(added.err).toContain('postern secrets passphrase');
  expect((await postern(['hosts', 'list'], { folder })).out).toContain('No hosts yet');
});

test('a list is kept as lines, and an edit puts more behind them', async () => {
  const folder = await withPassphrase();
  const list = { folder, typed: [passphrase] };
  const added = await postern(add('--list', '-'), { ...list, piped: '#000,1\n 7000,8000:udp\n7001\n' });
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(await stored(folder, 'one-time-list')).toBe(' 7000,8000:udp\n 7001\n');
  const more = await postern(['hosts', 'edit', 'nas', '--list', '-', '--append'], {
    ...list,
    piped: '7002\n',
  });
  expect(more).toMatchObject({ code: 0, err: '' });
  expect(await stored(folder, 'one-time-list')).toBe(' 7000,8000:udp\n 7001\n 7002\n');
});

test.each<[readonly string[], string]>([
  [
    [],
    'Say how to knock: --steps "7000 8000 9000", a new sequence with --generate 4, --totp, --hotp, --list, --spa or --pknock.',
  ],
  [['--generate'], 'Say of how many steps: --generate 4.'],
  [['--totp', 'x', '--generate', '4'], '--generate takes a number of steps for a sequence only.'],
  [['--totp'], 'Label: Enter a label, such as the name of the server.'],
  [['--totp', '--scheme', 'dynknock'], 'Doorbell: Use a port from 1 to 65535.'],
  [['--totp', 'x', '--ports', '40'], 'Ports of a code: Use a whole number from 1 to 32.'],
  [['--totp', 'x', '--secret', 'spa-key=x'], '"nas" does not use spa-key: it uses otp-secret.'],
  [['--steps', '1', '--secret', 'spa-key=x'], '"nas" does not use spa-key: it needs no secret.'],
  [
    ['--totp', 'x', '--secret', 'otp-secret=/no/such/file'],
    'There is no file /no/such/file. Check its name.',
  ],
  [['--list', '-'], 'Nothing is piped in. Name a file, or pipe a text in.'],
  [['--steps', '1', '--spa', 'tcp/22'], '--steps and --spa are two ways of knocking: give one.'],
  [['--spa', 'tcp/22', '--nat', '10.0.0.5', '--nat-local'], 'cannot be used with'],
])('%j is refused', async (words, message) => {
  const folder = temporaryFolder();
  const added = await postern(add(...words), { folder });
  expect(added).toMatchObject({ code: 2, out: '' });
  expect(added.err).toContain(message);
});

test('an edit that changes the way of knocking asks for what is missing, any other edit does not', async () => {
  const folder = await withPassphrase();
  const questions: string[] = [];
  const onAsk = (question: string) => questions.push(question);
  await postern(add('--steps', '7000 8000'), { folder });
  const edit = (...words: readonly string[]) =>
    postern(['hosts', 'edit', 'nas', ...words], { folder, onAsk, typed: ['JBSWY3DP', passphrase] });
  expect(await edit('--totp', 'nas')).toMatchObject({ code: 0, err: '' });
  expect(questions).toEqual(['otp-secret (base32, not shown; Enter to skip): ', 'Passphrase: ']);
  expect(await edit('--skew', '0')).toMatchObject({ code: 0, err: '' });
  expect(questions).toHaveLength(2);
  expect(saved(folder).knock).toMatchObject({ method: 'totp', skew: 0, derivation: { label: 'nas' } });
  expect(await stored(folder, 'otp-secret')).toBe('Hello');
});

test('a typed secret is read as the programs of its scheme write it', async () => {
  const folder = await withPassphrase();
  const words = add('--totp', '--scheme', 'otpknock');
  expect(await postern(words, { folder, typed: ['48656c6c6f', passphrase] })).toMatchObject({ code: 0 });
  expect(await stored(folder, 'otp-secret')).toBe('Hello');
  const again = ['secrets', 'set', 'nas', 'otp-secret'];
  expect(await postern(again, { folder, piped: '48 65', typed: [passphrase] })).toMatchObject({ code: 0 });
  expect(await stored(folder, 'otp-secret')).toBe('He');
});
