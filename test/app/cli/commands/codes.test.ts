import { expect, test } from 'vitest';
import { lines } from '../lines.ts';
import { hosts, inWorld } from '../world.ts';

test('the codes of time are shown with the time they have left', async () => {
  const { code, out, err } = await inWorld().run('codes totp --count 3');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(
    /^totp {2}TOTP ports\nSTEP +WHEN +PORTS\n\d+ +now, .+ left +(?:\d{5} ?){4}\n\d+ +in .+ +(?:\d{5} ?){4}\n\d+ +in \d min.* +(?:\d{5} ?){4}\n$/,
  );
});

test('a step in the past says when it ended', async () => {
  expect((await inWorld().run('codes totp --count 1 --from 5')).out).toMatch(/\n5 +ended .+ ago /);
});

test('a counter is shown from where it stands, or from any number', async () => {
  const counters = { [hosts.hotp.id]: { confirmed: 6, next: 7, total: null, doubt: null } };
  const { run } = inWorld({ counters });
  const numbers = async (words: string) =>
    (await run(words)).out
      .split('\n')
      .slice(2, -1)
      .map((line) => Number(line.split(' ')[0]));
  expect(await numbers('codes hotp --count 2')).toEqual([7, 8]);
  expect(await numbers('codes hotp --count 2 --from 0')).toEqual([0, 1]);
  expect(await numbers('codes hotp')).toHaveLength(5);
});

test('lines of a list count from 1', async () => {
  const { run } = inWorld();
  expect((await run('codes list')).out).toBe(
    'list  one-time list\nLINE  PORTS\n1     7000 8000:udp\n2     7001\n3     7002\n',
  );
  expect((await run('codes list --from 3')).out).toContain('\n3     7002\n');
  expect(await run('codes list --from 4')).toMatchObject({ code: 7, out: '' });
});

test("knockd's list has the ports of the counter, and stdout nothing else", async () => {
  const { run } = inWorld();
  const shown = lines((await run('codes hotp --count 3 --from 4 --json')).out)[0] as unknown as {
    codes: { hits: { port: number }[] }[];
  };
  const { out, err } = await run('codes hotp --knockd --count 3 --from 4');
  expect(out).toBe(shown.codes.map(({ hits }) => ` ${hits.map(({ port }) => port).join(',')}\n`).join(''));
  expect(err).toBe('postern: Keep a line to spare: knockd ends when its last one is used.\n');
  expect((await run('codes hotp --knockd')).out.trimEnd().split('\n')).toHaveLength(100);
});

test('JSON tells when each begins', async () => {
  const { run } = inWorld();
  const [totp] = lines((await run('codes totp --count 2 --json')).out);
  expect(totp).toMatchObject({ type: 'codes', method: 'totp', everyMs: 60_000, host: { name: 'totp' } });
  const [list] = lines((await run('codes list --count 1 --json')).out);
  expect(list).toMatchObject({
    everyMs: null,
    codes: [
      {
        number: 1,
        startsInMs: null,
        hits: [
          { proto: 'tcp', port: 7000 },
          { proto: 'udp', port: 8000 },
        ],
      },
    ],
  });
});

test.each([
  ['codes sequence', 'The ports of "sequence" never change. See: postern hosts show "sequence"'],
  ['codes spa', '"spa" sends a packet that is made anew each time.'],
  ['codes pknock', '"pknock" sends a packet that is made anew each time.'],
  ['codes hotp --count 0', '--count: Write a number from 1 to 1000.'],
  ['codes hotp --count 1001', '--count: Write a number from 1 to 1000.'],
  ['codes totp --knockd', 'knockd has no list for ports that change with the time.'],
  ['codes list --from 0', '--from: Lines count from 1.'],
  ['codes nobody', 'There is no host "nobody". Look at the list of saved hosts: postern hosts list'],
])('%s is refused without a question', async (words, message) => {
  const questions: string[] = [];
  const ended = await inWorld().run(words, { onAsk: (question) => questions.push(question) });
  expect(ended).toEqual({ code: 2, out: '', err: `postern: ${message}\n` });
  expect(questions).toEqual([]);
});

test('a wrong passphrase shows nothing', async () => {
  expect(await inWorld().run('codes totp', { typed: ['a', 'b', 'c'] })).toMatchObject({ code: 7, out: '' });
});
