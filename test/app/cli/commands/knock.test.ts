import { expect, test } from 'vitest';
import { ctrlC } from '../cli.ts';
import { lines } from '../lines.ts';
import { hosts, inWorld, passphrase } from '../world.ts';

test.each(['totp', 'hotp', 'list', 'spa', 'pknock'] as const)(
  'a host of the method %s is knocked after the passphrase, and without it not',
  async (name) => {
    const { run } = inWorld();
    const questions: string[] = [];
    expect(await run(`knock ${name}`, { typed: ['wrong', 'wrong', 'wrong'] })).toEqual({
      code: 7,
      out: '',
      err: 'postern: This is not the passphrase. Try again.\n',
    });
    const { code, out } = await run(`knock ${name}`, { onAsk: (question) => questions.push(question) });
    expect({ code, first: questions[0] }).toEqual({ code: 3, first: 'Passphrase: ' });
    expect(out).toContain('Sent, not confirmed');
    expect(out).not.toContain(passphrase);
  },
);

test('fixed ports need no passphrase', async () => {
  expect(await inWorld().run('knock sequence', { typed: [ctrlC] })).toMatchObject({ code: 3, err: '' });
});

test.each([
  ['nobody to ask', 'nobody is there', 7, 'no-terminal'],
  ['a question that is stopped', [ctrlC], 8, 'cancelled'],
  ['a wrong passphrase', ['a', 'b', 'c'], 7, 'passphrase-wrong'],
] as const)('%s is one JSON line with its own code', async (_, typed, exitCode, code) => {
  const ended = await inWorld().run('knock totp --json', { typed });
  expect(ended.code).toBe(exitCode);
  expect(lines(ended.out)).toMatchObject([{ type: 'error', code }]);
});

test('a secret that nobody entered is named, with the command that takes it', async () => {
  const { run } = inWorld({ vault: { passphrase } });
  expect(await run('knock spa')).toEqual({
    code: 7,
    out: expect.any(String) as string,
    err: 'postern: "spa" has no encryption key and HMAC key. Enter it for this host: postern secrets set "spa" spa-key\n',
  });
});

test('JSON tells what the ports were derived from', async () => {
  const { run } = inWorld({
    counters: { [hosts.hotp.id]: { confirmed: 7, next: 7, total: null, doubt: null } },
  });
  const movings = [];
  for (const name of ['totp', 'hotp', 'list', 'spa', 'sequence']) {
    const printed = lines((await run(`knock ${name} --json`)).out);
    movings.push(printed.find(({ type }) => type === 'try'));
  }
  expect(movings).toMatchObject([
    { moving: { kind: 'time', offBy: 0 } },
    { moving: { kind: 'counter', number: 7 } },
    { moving: { kind: 'line', number: 1 } },
    { moving: null },
    { moving: null },
  ]);
});

test.each([
  [['y'], { confirmed: 1, next: 1, doubt: null }],
  [['n'], { confirmed: 0, next: 0, doubt: null }],
  [['?', 'yes'], { confirmed: 1, next: 1, doubt: null }],
  [[''], { doubt: 0 }],
  [[], { doubt: 0 }],
])('a counter that nobody saw at work asks; %j settles it so', async (answers, counter) => {
  const { run, ports } = inWorld();
  const questions: string[] = [];
  const { code, out } = await run('knock hotp', { answers, onAsk: (question) => questions.push(question) });
  expect(code).toBe(3);
  expect(questions.slice(1)).toEqual(
    Array.from({ length: Math.max(1, answers.length) }, () => 'Did it work? [y/n/?] '),
  );
  const counters = await ports.counters.load();
  expect(counters.ok && counters.value[hosts.hotp.id]).toMatchObject(counter);
  expect(out.includes('postern settle "hotp" yes')).toBe(counter.doubt === 0);
});

test.each(['--json', '--quiet'])('with %s nobody is asked whether it worked', async (flag) => {
  const questions: string[] = [];
  await inWorld().run(`knock hotp ${flag}`, { onAsk: (question) => questions.push(question) });
  expect(questions).toEqual(['Passphrase: ']);
});

test('a list tells that it comes to its end, and that it has', async () => {
  const at = (next: number) => ({
    counters: { [hosts.list.id]: { confirmed: next, next, total: 3, doubt: null } },
  });
  expect((await inWorld(at(0)).run('knock list')).err).toBe('');
  expect((await inWorld(at(1)).run('knock list')).err).toBe(
    'postern: Only one line is left. knockd ends when its last line is used: add lines on the server and here.\n',
  );
  const usedUp = await inWorld(at(3)).run('knock list');
  expect(usedUp.code).toBe(7);
  expect(usedUp.out).toContain('Every line of the one-time list is used.');
});

test('the clock of the settings is asked when a code fails, and what it says is shown', async () => {
  const checked = { ...hosts.totp, check: { port: 22 }, deadlineMs: 3_000, tries: 1 };
  const { run, ports } = inWorld({
    hosts: [checked],
    time: { compare: async () => ({ ok: true, value: { offsetMs: -300_000, errorMs: 12 } }) },
  });
  const settings = { ...(await ports.settings.load()), clockSource: 'ntp://ntp.example.net' };
  Object.assign(ports, { settings: { ...ports.settings, load: async () => settings } });
  const { code, out } = await run('knock totp');
  expect(code).toBe(4);
  expect(out).toContain("this computer's clock is 5 min ahead (ntp://ntp.example.net)");
  const printed = lines((await run('knock totp --json')).out);
  expect(printed.find(({ type }) => type === 'clock')).toMatchObject({ source: 'ntp://ntp.example.net' });
  expect(printed.at(-1)).toMatchObject({ clock: { offsetMs: -300_000 }, port: 22 });
});
