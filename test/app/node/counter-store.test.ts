import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createCounterStore } from '../../../app/node/counter-store.ts';
import { takeLock } from '../../../app/node/lock.ts';
import { confirm, newCounter, reserve } from '../../../app/otp/counter.ts';
import { fail, ok } from '../../../app/result.ts';
import { temporaryFolder } from './temporary-folder.ts';

const hostId = '7a1e2c5d-6f0b-4c3a-9d8e-1b2c3d4e5f60';
const otherId = '0b9d8c7e-5a4f-4e3d-8c2b-1a0f9e8d7c6b';

test('what was changed is on disk, for its owner alone', async () => {
  const { store, folder, file } = storeIn();
  expect(await store.load()).toEqual(ok({}));
  expect(await store.change(hostId, () => newCounter(7, null))).toEqual(ok(newCounter(7, null)));
  const reserved = reserve(newCounter(7, null), 7);
  expect(await store.change(hostId, (counter) => counter && reserve(counter, 7))).toEqual(ok(reserved));
  expect(await createCounterStore({ folder }).load()).toEqual(ok({ [hostId]: reserved }));
  expect([(await fs.stat(file)).mode & 0o777, (await fs.stat(`${file}.bak`)).mode & 0o777]).toEqual([
    0o600, 0o600,
  ]);
});

test('a host without a counter is null, and null removes it', async () => {
  const { store } = storeIn();
  await store.change(hostId, () => newCounter(0, 20));
  expect(await store.change(otherId, (counter) => counter)).toEqual(ok(null));
  expect(await store.change(hostId, () => null)).toEqual(ok(null));
  expect(await store.load()).toEqual(ok({}));
});

test.each([
  [{ ...newCounter(5, null), next: 3 }],
  [newCounter(10 ** 20, null)],
  [newCounter(0.5, null)],
  [newCounter(Infinity, null)],
])('a counter that could not be read again costs no other one: %o', async (counter) => {
  const { store } = storeIn();
  await store.change(hostId, () => newCounter(7, null));
  await expect(store.change(otherId, () => counter)).rejects.toThrow('a counter');
  expect(await store.load()).toEqual(ok({ [hostId]: newCounter(7, null) }));
});

test('fields that nobody knows stay, also those of a counter', async () => {
  const { store, file } = storeIn();
  const other = { ...newCounter(3, null), colour: 'red' };
  const known = { ...newCounter(1, 9), note: 'mine' };
  await fs.writeFile(
    file,
    JSON.stringify({ version: 1, rules: [1], counters: { a: other, [hostId]: known } }),
  );
  await store.change(hostId, () => newCounter(5, 9));
  expect(JSON.parse(await fs.readFile(file, 'utf8'))).toEqual({
    version: 1,
    rules: [1],
    counters: { a: other, [hostId]: { ...newCounter(5, 9), note: 'mine' } },
  });
});

test.each([
  ['{', 'not JSON, at line 1'],
  ['[]', 'not a list of counters'],
  ['{"version":1}', 'not a list of counters'],
  [`{"version":1,"counters":{"${hostId}":{"confirmed":-1,"next":0,"total":null,"doubt":null}}}`, null],
  [`{"version":1,"counters":{"${hostId}":{"confirmed":3,"next":2,"total":null,"doubt":null}}}`, null],
  [`{"version":1,"counters":{"${hostId}":{"confirmed":3}}}`, null],
])('a broken file %s is told, and the copy takes its place', async (broken, reason) => {
  const { store, file } = storeIn();
  await store.change(hostId, () => newCounter(7, null));
  await fs.writeFile(file, broken);
  const failure = {
    code: 'store-broken',
    file,
    keptAs: expect.stringContaining(`${file}.broken-`) as string,
    reason: reason ?? 'not a list of counters',
    restored: true,
  };
  expect(await store.change(hostId, () => newCounter(0, null))).toEqual(fail(failure));
  expect(await store.load()).toEqual(ok({ [hostId]: newCounter(7, null) }));
});

test('a file that is missing is taken from its copy', async () => {
  const { store, file } = storeIn();
  await store.change(hostId, () => newCounter(7, null));
  await fs.rm(file);
  expect(await store.load()).toEqual(ok({ [hostId]: newCounter(7, null) }));
  expect(await store.change(hostId, (counter) => counter && reserve(counter, 7))).toEqual(
    ok(reserve(newCounter(7, null), 7)),
  );
});

test('where the copy is broken and the file is missing, nothing begins at zero unsaid', async () => {
  const { store, file } = storeIn();
  await fs.writeFile(`${file}.bak`, 'x');
  expect(await store.load()).toMatchObject({ ok: false, error: { code: 'store-broken', restored: false } });
  expect((await fs.readdir(join(file, '..'))).filter((name) => name.includes('.broken-'))).toHaveLength(1);
});

test('a number that could not be written down is told, and the copy is not behind', async () => {
  const { folder, file } = storeIn();
  await createCounterStore({ folder }).change(hostId, () => newCounter(7, null));
  const full = createCounterStore({ folder, write: () => Promise.resolve(fail('full')) });
  expect(await full.change(hostId, (counter) => counter && confirm(counter, 7))).toEqual(
    fail({ code: 'store-unwritable', file, reason: 'full' }),
  );
  expect(await full.load()).toEqual(ok({ [hostId]: newCounter(7, null) }));
  await fs.rm(file);
  expect(await full.load()).toEqual(ok({ [hostId]: newCounter(8, null) }));
});

test('a newer file is left alone', async () => {
  const { store, file } = storeIn();
  const text = '{"version":2,"lists":[]}';
  await fs.writeFile(file, text);
  const failure = fail({ code: 'store-newer', file, version: 2, supported: 1 });
  expect(await store.load()).toEqual(failure);
  expect(await store.change(hostId, () => newCounter(0, null))).toEqual(failure);
  expect(await fs.readFile(file, 'utf8')).toBe(text);
});

test('while another process writes for too long, the change is given up', async () => {
  const { folder, file } = storeIn();
  const locks = join(folder, 'locks');
  await fs.mkdir(locks);
  await takeLock({ folder: locks, name: 'counters', signal: new AbortController().signal });
  const store = createCounterStore({ folder, patienceMs: 80 });
  expect(await store.change(hostId, () => newCounter(0, null))).toEqual(fail({ code: 'store-busy', file }));
});

test.each(['ahead', 'first-unused'])(
  'a process killed at every step of 500 knocks never repeats a success (%s)',
  { timeout: 60_000 },
  async (kind) => {
    const { folder, store } = storeIn();
    const wire = join(folder, 'wire');
    await fs.writeFile(wire, '');
    const program = fileURLToPath(new URL('./counter-knocker.ts', import.meta.url));
    const knock = async (runs: number, death: string, killAfterMs: number | null = null) => {
      const child = spawn(process.execPath, [program, folder, hostId, wire, kind, String(runs), death], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      if (killAfterMs !== null) {
        child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs));
      }
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      return code ?? signal;
    };

    const ends: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const death of ['reserve', 'send', 'look', 'confirm', 'end']) ends.push(await knock(22, death));
      // And somewhere in between, in the middle of a write as it happens.
      ends.push(await knock(1e6, '', 7 + round * 13));
    }
    const calm = 500 - 4 * 5 * 22;
    expect(ends.filter((end) => end !== 'SIGKILL')).toEqual([]);
    expect(await knock(calm, '')).toBe(0);

    let highest = -1;
    let position = 0;
    let opened = 0;
    const wrong: string[] = [];
    for (const [event = '', number = ''] of (await fs.readFile(wire, 'utf8'))
      .split('\n')
      .map((line) => line.split(' '))) {
      const n = Number(number);
      if (event === 'sent' && n <= highest) wrong.push(`${n} was sent again`);
      if (event === 'sent' && n > position + 5) wrong.push(`${n} is beyond the window`);
      if (event === 'opened') [position, opened] = [n + 1, opened + 1];
      if (event === 'confirmed') highest = n;
    }
    expect(wrong).toEqual([]);
    expect(opened).toBeGreaterThanOrEqual(480);
    const loaded = await store.load();
    expect(loaded).toEqual(ok({ [hostId]: newCounter(highest + 1, null) }));
  },
);

function storeIn(folder = temporaryFolder()) {
  return { store: createCounterStore({ folder }), folder, file: join(folder, 'counters.json') };
}
