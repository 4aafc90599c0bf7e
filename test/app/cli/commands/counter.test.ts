import { expect, test } from 'vitest';
import { lines } from '../lines.ts';
import { hosts, inWorld } from '../world.ts';

const world = () =>
  inWorld({
    counters: {
      [hosts.hotp.id]: { confirmed: 40, next: 42, total: null, doubt: 41 },
      [hosts.list.id]: { confirmed: 1, next: 2, total: 3, doubt: null },
    },
  });

test('it is shown where a counter and a list stand', async () => {
  const { run } = world();
  expect((await run('counter hotp')).out).toBe(
    'Next is counter 42.\nNobody saw whether counter 41 opened the door.\n',
  );
  expect((await run('counter list')).out).toBe(
    'Next is line 3 of 3.\nThe server may still expect line 2: it was not seen to open the door.\n' +
      'Only one line is left. knockd ends when its last line is used: add lines on the server and here.\n',
  );
});

test('a counter and a list are put where the server is', async () => {
  const { run } = world();
  expect(await run('counter hotp 0')).toEqual({ code: 0, out: 'Next is counter 0.\n', err: '' });
  expect((await run('counter list 1')).out).toContain('Next is line 1 of 3.\n');
  expect(await run('counter list 0')).toEqual({ code: 2, out: '', err: 'postern: Lines count from 1.\n' });
  expect(lines((await run('counter list --json')).out)).toEqual([
    {
      type: 'counter',
      schema: 1,
      host: { id: hosts.list.id, name: 'list' },
      kind: 'line',
      confirmed: 1,
      next: 1,
      doubt: null,
      total: 3,
      remaining: 3,
    },
  ]);
});

test.each([
  ['yes', 42],
  ['no', 42],
])('a doubt is settled by %s, once', async (answer, next) => {
  const { run } = world();
  const settled = lines((await run(`settle hotp ${answer} --json`)).out);
  expect(settled).toMatchObject([{ type: 'counter', kind: 'counter', next, doubt: null }]);
  expect(settled).toMatchObject([{ confirmed: answer === 'yes' ? 42 : 40 }]);
  expect(await run(`settle hotp ${answer}`)).toEqual({
    code: 2,
    out: '',
    err: 'postern: No knock of "hotp" waits for an answer. Nothing was changed.\n',
  });
});

test('a host without numbers has no counter', async () => {
  for (const words of ['counter spa', 'settle totp yes']) {
    expect(await world().run(words)).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no counter and no list.') as string,
    });
  }
  expect(await world().run('settle hotp perhaps')).toMatchObject({ code: 2 });
});

test('hosts show tells which secrets are set and where the counter stands, locked as they are', async () => {
  const { run } = world();
  const { code, out } = await run('hosts show hotp', { typed: [] });
  expect(code).toBe(0);
  expect(out).toMatch(
    /\notp-secret {6}set \d{4}-.*, 20 bytes\nCounter {9}Next is counter 42\.\nCounter {9}Nobody saw/,
  );
  const [shown] = lines((await run('hosts show spa --json')).out);
  expect(shown).toMatchObject({
    secrets: [
      { slot: 'spa-key', set: true, bytes: 17 },
      { slot: 'spa-hmac-key', set: true, bytes: 11 },
    ],
    counter: null,
  });
  expect((await inWorld({ vault: {} }).run('hosts show spa')).out).toMatch(/\nspa-key {9}not set\n/);
});
