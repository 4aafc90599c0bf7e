import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import type { Ports } from '../../../app/ports.ts';
import { fail } from '../../../app/result.ts';
import { hostInput, id } from '../hosts/host.ts';
import { temporaryFolder } from '../node/temporary-folder.ts';
import { postern } from './cli.ts';

/** A folder with these hosts saved; `nas` without more. */
function saved(hosts: readonly object[] = [{ ...hostInput, address: '127.0.0.1' }], version = 1): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'hosts.json'), JSON.stringify({ version, hosts }));
  return folder;
}

/** The hosts file, and the names of all files but those of the lock. */
function contents(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name !== 'locks');
  return names.map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`);
}

const add = ['hosts', 'add', 'new', '--address', '192.0.2.3'];
const steps = (count: number): string => Array.from({ length: count }, (_, index) => 7_000 + index).join(' ');

describe('bad input gives one sentence, exit code 2, and changes nothing', () => {
  test.each<[what: string, argv: readonly string[], sentence: string]>([
    [
      'an unknown host',
      ['knock', 'web'],
      'There is no host "web". Look at the list of saved hosts: postern hosts list',
    ],
    ['a host like a saved one', ['knock', 'nsa'], 'There is no host "nsa". Did you mean "nas"?'],
    [
      'an address without steps',
      ['knock', '192.0.2.3'],
      'There is no host "192.0.2.3". Look at the list of saved hosts: postern hosts list (an address needs --steps to be knocked)',
    ],
    [
      'port 0',
      ['knock', '127.0.0.1', '--steps', '7000 0'],
      '--steps: Step 2 ("0"): Use a port from 1 to 65535.',
    ],
    [
      'port 65536',
      ['knock', '127.0.0.1', '--steps', '65536'],
      '--steps: Step 1 ("65536"): Use a port from 1 to 65535.',
    ],
    [
      'port "ssh"',
      ['knock', '127.0.0.1', '--steps', 'ssh'],
      '--steps: Step 1 ("ssh"): Use a port from 1 to 65535.',
    ],
    ['port 0 to check', [...add, '--steps', '7000', '--check', '0'], 'Check: Use a port from 1 to 65535.'],
    [
      'port 65536 to check',
      ['hosts', 'edit', 'nas', '--check', '65536'],
      'Check: Use a port from 1 to 65535.',
    ],
    [
      'a check of "ssh"',
      ['knock', 'nas', '--check', 'ssh'],
      '--check: Write 22, tcp/22, ssh/22, tls/443, http/80, http=200/80 or prefix=RFB/5900.',
    ],
    ['33 steps', [...add, '--steps', steps(33)], '--steps: Step 33 ("7032"): Up to 32 steps.'],
    ['no steps', [...add, '--steps', ''], '--steps: A sequence needs at least one step.'],
    [
      'neither steps nor a wish for some',
      add,
      'Say how to knock: --steps "7000 8000 9000", a new sequence with --generate 4, --totp, --hotp, --list, --spa or --pknock.',
    ],
    ['two steps to generate', [...add, '--generate', '2'], '--generate: Use 3 to 32 steps.'],
    [
      'a payload that is too long',
      [...add, '--steps', `8000:udp=hex:${'00'.repeat(1_201)}`],
      `--steps: Step 1 ("8000:udp=hex:${'0'.repeat(26)}…"): This is longer than 1,200 bytes.`,
    ],
    [
      'a payload that is not hex',
      [...add, '--steps', '8000:udp=hex:abc'],
      '--steps: Step 1 ("8000:udp=hex:abc"): Use pairs of hexadecimal digits.',
    ],
    ['an IPv6 address with -4', ['knock', '::1', '--steps', '7000', '-4'], 'Family: ::1 is an IPv6 address.'],
    ['an IPv4 address with -6', [...add, '--steps', '7000', '-6'], 'Family: 192.0.2.3 is an IPv4 address.'],
    [
      '-4 and -6',
      ['knock', 'nas', '-4', '-6'],
      "Option '-4, --ipv4' cannot be used with option '-6, --ipv6'.",
    ],
    ['a negative gap', ['knock', 'nas', '--gap', '-5'], '--gap: Write 100, 100ms or 0.5s.'],
    ['a huge gap', ['knock', 'nas', '--gap', '3600s'], 'Gap: Use a whole number from 0 to 10000 ms.'],
    ['a negative deadline', ['knock', 'nas', '--deadline', '-1'], '--deadline: Write 15, 15s or 1500ms.'],
    [
      'a huge deadline',
      ['knock', 'nas', '--deadline', '1d'],
      'Deadline: Use a whole number from 1000 to 300000 ms.',
    ],
    [
      'a huge pause',
      [...add, '--steps', '7000 +99999ms 8000'],
      '--steps: Step 2 ("+99999ms"): Use a whole number from 0 to 60000 ms.',
    ],
    [
      'a sequence that outlasts its server',
      [...add, '--steps', '7000 8000 9000', '--gap', '4500'],
      'The sequence lasts 9 s, but the server forgets it after 10 s: stay below 9 s, or raise its time-out and --seq-timeout.',
    ],
    [
      'a sequence that outlasts its server, for once',
      ['knock', 'nas', '--gap', '9s'],
      'The sequence lasts 9.1 s, but the server forgets it after 10 s',
    ],
    [
      'an address of 300 characters',
      ['knock', 'a'.repeat(300), '--steps', '7000'],
      'Address: An address has at most 253 characters.',
    ],
    [
      'an address with control characters',
      ['knock', 'a\u001b[2Jb', '--steps', '7000'],
      "Address: An address can't contain control characters.",
    ],
    [
      'an address that is none',
      [...add.slice(0, 4), 'a b', '--steps', '7000'],
      "Address: a b isn't a host name or IP address.",
    ],
    ['an empty address', ['knock', '', '--steps', '7000'], 'Address: Enter an address.'],
    [
      'a source that is none',
      ['knock', 'nas', '--source', 'eth0'],
      "Source address: This isn't an IP address.",
    ],
    ['too many tries', ['knock', 'nas', '--tries', '9'], 'Tries: Use a whole number from 1 to 8.'],
    [
      'a name that is taken',
      ['hosts', 'add', 'NAS', '--address', '192.0.2.3', '--steps', '7000'],
      'There is a host "NAS" already. Choose another name.',
    ],
    ['an empty name', ['hosts', 'rename', 'nas', ' '], 'Name: Enter a name.'],
    [
      'an edit without change',
      ['hosts', 'edit', 'nas'],
      'Say what to change, such as --check ssh/22 or --no-check.',
    ],
    [
      'an answer to expect without port',
      ['hosts', 'add', 'x', '--address', '192.0.2.3', '--steps', '7000', '--expect', 'ssh'],
      'Check: Use a port from 1 to 65535.',
    ],
    ['an unknown command', ['knok', 'nas'], "Unknown command 'knok' (did you mean knock?)."],
    ['an unknown option', ['knock', 'nas', '--forse'], "Unknown option '--forse' (did you mean --force?)."],
    ['an option without its value', ['knock', 'nas', '--gap'], "Option '--gap <time>' argument missing."],
    ['no host', ['knock'], "Missing required argument 'host'."],
    [
      'two hosts at once',
      ['knock', 'nas', 'web'],
      "Too many arguments for 'knock'. Expected 1 argument but got 2.",
    ],
    ['no command', [], 'Give a command. See: postern help'],
    ['half a command', ['hosts'], 'Give a command. See: postern help'],
    ['help on nothing', ['help', 'foo'], 'There is no help on "foo". See: postern help'],
    [
      'an unknown shell',
      ['completion', 'tcsh'],
      "Command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
    ],
  ])('%s', async (_, argv, sentence) => {
    const folder = saved();
    const before = contents(folder);
    const { code, out, err } = await postern(argv, { folder });
    expect(err).toContain(`postern: ${sentence}`);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(contents(folder)).toEqual(before);
  });

  test('two hosts with one name', async () => {
    const folder = saved([hostInput, { ...hostInput, id: id(2), name: 'NAS' }]);
    const { code, err } = await postern(['knock', 'nas'], { folder });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'postern: Two saved hosts are called "nas". Rename one of them, or use the id.\n',
    });
  });

  test('a host that somebody broke in the file', async () => {
    const folder = saved([{ ...hostInput, address: 'two words' }]);
    const { code, err } = await postern(['knock', 'nas'], { folder });
    expect({ code, err }).toEqual({
      code: 2,
      err: "postern: Address: two words isn't a host name or IP address.\n",
    });
  });

  test('a broken file is set aside and named', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'hosts.json'), '{"hosts": [');
    const { code, err } = await postern(['hosts', 'list'], { folder });
    expect(code).toBe(2);
    expect(err).toMatch(
      /^postern: The file .*hosts\.json is broken \(not JSON.*\)\. It was set aside as .*broken-\w+; .*\n$/,
    );
    expect(contents(folder)).toEqual([expect.stringMatching(/broken-\w+: \{"hosts": \[$/)]);
  });

  test('a newer file is read, but not written', async () => {
    const folder = saved([hostInput], 99);
    const before = contents(folder);
    expect(await postern(['hosts', 'list'], { folder })).toMatchObject({ code: 0, err: '' });
    const { code, err } = await postern([...add, '--steps', '7000'], { folder });
    expect(code).toBe(2);
    expect(err).toContain(
      'was written by a newer Postern (version 99, this one knows 1). Update Postern to change it.',
    );
    expect(contents(folder)).toEqual(before);
  });

  test('something that is no file', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'hosts.json'));
    const { code, err } = await postern(['hosts', 'list'], { folder });
    expect(code).toBe(2);
    expect(err).toMatch(/^postern: Can't read .*hosts\.json: something else stands in its place\. .*\n$/);
  });

  test.each(['full', 'read-only', 'denied'] as const)('a disk that is %s', async (reason) => {
    const world = (real: Ports): Ports => ({
      ...real,
      hosts: {
        ...real.hosts,
        change: async () => fail({ code: 'store-unwritable', file: 'hosts.json', reason }),
      },
    });
    const { code, out, err } = await postern(['hosts', 'remove', 'nas'], { folder: saved(), world });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^postern: Can't write hosts\.json: .* Nothing was changed\.\n$/);
  });
});

test.each<[Obstacle, string]>([
  [
    { code: 'ping-missing' },
    'Unreachable: An ICMP step needs the program ping, which is not installed here.',
  ],
  [{ code: 'blocked-here', what: '127.0.0.1' }, 'Unreachable: This computer blocked packet 1 (127.0.0.1).'],
  [{ code: 'no-sockets' }, 'Unreachable: This computer has no socket to spare.'],
])('a packet that can not leave (%o) is exit code 6', async (obstacle, line) => {
  const world = (real: Ports): Ports => ({
    ...real,
    knock: { ...real.knock, prepare: async () => fail(obstacle) },
  });
  const argv = ['knock', '127.0.0.1', '--steps', '7000', '--quiet'];
  const { code, out } = await postern(argv, { folder: temporaryFolder(), world });
  expect({ code, out }).toEqual({ code: 6, out: `${line}\n` });
});

test('with --json an error is JSON too, and stderr stays empty', async () => {
  const folder = saved();
  const ended = await Promise.all(
    [
      ['knock', 'web', '--json'],
      ['knock', 'nas', '--json', '--gap', 'x'],
      ['hosts', 'show', 'web', '--json'],
    ].map((argv) => postern(argv, { folder })),
  );
  expect(ended.map(({ code, out, err }) => ({ code, err, ...(JSON.parse(out) as object) }))).toEqual([
    expect.objectContaining({ type: 'error', schema: 1, code: 'host-not-found', err: '' }),
    expect.objectContaining({
      type: 'error',
      code: 'usage',
      message: '--gap: Write 100, 100ms or 0.5s.',
      err: '',
    }),
    expect.objectContaining({ type: 'error', code: 'host-not-found', err: '' }),
  ]);
  expect(ended.map(({ out }) => out.trimEnd().split('\n').length)).toEqual([1, 1, 1]);
});

test('a bug is one sentence without a stack, and exit code 1', async () => {
  const world = (): Ports => {
    throw new Error('plan without packets');
  };
  const { code, out, err } = await postern(['hosts', 'list'], { folder: temporaryFolder(), world });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    'postern: This is a bug in Postern (plan without packets): please report it, with the command that led to it. POSTERN_DEBUG=1 shows the details.\n',
  );
  const debug = await postern(['hosts', 'list'], {
    folder: temporaryFolder(),
    world,
    env: { POSTERN_DEBUG: '1' },
  });
  expect(debug.err).toContain('at world');
});

test('a stop before a run is told, and is exit code 8', async () => {
  const world = (real: Ports): Ports => ({
    ...real,
    hosts: { ...real.hosts, load: () => new Promise(() => {}) },
  });
  const onStart = (interrupt: () => void): void => void setTimeout(interrupt, 10);
  expect(await postern(['hosts', 'list'], { folder: temporaryFolder(), world, onStart })).toEqual({
    code: 8,
    out: '',
    err: 'postern: Stopped.\n',
  });
});

test('a stop in the middle of a knock tells how far it came', async () => {
  let interrupt = (): void => {};
  const { code, out } = await postern(
    ['knock', '127.0.0.1', '--steps', '7000 +60000ms 8000', '--seq-timeout', '90'],
    {
      folder: temporaryFolder(),
      onStart: (stop) => (interrupt = stop),
      onOut: (text) => text.includes('sent (1 of 2)') && interrupt(),
    },
  );
  expect(code).toBe(8);
  expect(out).toContain('Cancelled: Stopped after packet 1 of 2.');
});

test('a stop in the middle of a check ends it', async () => {
  let interrupt = (): void => {};
  const { code, out } = await postern(['check', '127.0.0.1', '--check', '1'], {
    folder: temporaryFolder(),
    world: (real) => ({
      ...real,
      probe: {
        connect(_, signal) {
          setTimeout(interrupt);
          return new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve({ kind: 'silent', waitedMs: 0 }), { once: true });
          });
        },
      },
    }),
    onStart: (stop) => (interrupt = stop),
  });
  expect(code).toBe(8);
  expect(out).toContain('Cancelled: Stopped before the service answered.');
});

test.each([
  [['help'], /^Usage: postern \[options\] \[command\]\n[\s\S]*exit-codes {5}what a script may rely on/],
  [['--help'], /^Usage: postern/],
  [['knock', '--help'], /^Usage: postern knock \[options\] <host>/],
  [['help', 'hosts', 'add'], /^Usage: postern hosts add \[options\] <name>/],
  [['help', 'exit-codes'], /^Exit codes\n\n {2}0 {2}open now[\s\S]*8 {2}cancelled/],
  [['help', 'sequences'], /^Sequences\n/],
  [['help', 'checks'], /^Checks\n/],
  [['help', 'json'], /^JSON Lines/],
  [['version'], /^postern 1\.2\.3\n$/],
  [['--version'], /^1\.2\.3\n$/],
])('%j explains itself', async (argv, expected) => {
  const { code, out, err } = await postern(argv, { folder: temporaryFolder() });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(expected);
});
