import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import type { Answer, Shot } from '../../../app/knock/ports.ts';
import { prepare } from '../../../app/node/hits.ts';
import { pingCommand, preparePing } from '../../../app/node/ping.ts';
import type { Result } from '../../../app/result.ts';
import { temporaryFolder } from './temporary-folder.ts';

const loopback = { address: '127.0.0.1', family: 4, source: null } as const;
const { program } = pingCommand({ platform: process.platform, bytes: 8, to: loopback });
const handed = { ok: true, value: { localAddress: null, localPort: null } };

const four = { address: '192.0.2.7', family: 4, source: null } as const;
const six = { address: '2001:db8::7', family: 6, source: null } as const;
const linkLocal = { address: 'fe80::7%eth0', family: 6, source: null } as const;

test.each([
  ['linux', four, 'ping -4 -n -c 1 -W 1 -s 64 192.0.2.7'],
  ['linux', { ...four, source: '192.0.2.1' }, 'ping -4 -n -c 1 -W 1 -s 64 -I 192.0.2.1 192.0.2.7'],
  ['linux', six, 'ping -6 -n -c 1 -W 1 -s 64 2001:db8::7'],
  ['linux', linkLocal, 'ping -6 -n -c 1 -W 1 -s 64 fe80::7%eth0'],
  ['freebsd', four, 'ping -4 -n -c 1 -W 1 -s 64 192.0.2.7'],
  ['darwin', four, 'ping -n -c 1 -t 1 -s 64 192.0.2.7'],
  ['darwin', { ...four, source: '192.0.2.1' }, 'ping -n -c 1 -t 1 -s 64 -S 192.0.2.1 192.0.2.7'],
  ['darwin', six, 'ping6 -n -c 1 -s 64 2001:db8::7'],
  ['darwin', { ...six, source: '2001:db8::1' }, 'ping6 -n -c 1 -s 64 -S 2001:db8::1 2001:db8::7'],
  ['darwin', linkLocal, 'ping6 -n -c 1 -s 64 fe80::7%eth0'],
  ['win32', four, 'ping.exe -4 -n 1 -w 500 -l 64 192.0.2.7'],
  ['win32', six, 'ping.exe -6 -n 1 -w 500 -l 64 2001:db8::7'],
  ['win32', { ...six, source: '2001:db8::1' }, 'ping.exe -6 -n 1 -w 500 -l 64 -S 2001:db8::1 2001:db8::7'],
] as const)('on %s to %j', (platform, to, line) => {
  const command = pingCommand({ platform, bytes: 64, to });
  expect([command.program, ...command.args].join(' ')).toBe(line);
});

const missing = { code: 'ping-missing' };
const hasPing = spawnSync('ping', ['-V']).error === undefined;

test.each([
  ['127.0.0.1', 4],
  ['::1', 6],
] as const)('an echo request to %s is answered, or the program missed', async (address, family) => {
  const { sent, answer } = await send(
    await prepare({ proto: 'icmp', bytes: 8 }, { address, family, source: null }),
  );
  expect(sent).toEqual(hasPing ? handed : { ok: false, error: missing });
  expect(await answer).toBe(hasPing ? 'echo' : null);
});

describe('what a ping program says by its exit status', () => {
  test.each([
    ['0: an echo came', 'exit 0', handed, 'echo'],
    ['1: none came', 'exit 1', handed, null],
    ['2: it may not send', 'exit 2', { ok: false, error: { code: 'blocked-here', what: '127.0.0.1' } }, null],
  ])('%s', async (_, script, outcome, expected) => {
    const { sent, answer } = await send(
      await preparePing(8, loopback, {
        folders: [programFolder(script)],
        waitMs: 10_000,
      }),
    );
    expect(sent).toEqual(outcome);
    expect(await Promise.race([answer, pause(200, null)])).toBe(expected);
  });
});

test('the next hit does not wait for the end of a ping, which the close brings about', async () => {
  const folder = programFolder('echo $$ > "$0.pid"; exec sleep 600');
  const prepared = await preparePing(8, loopback, { folders: [folder] });
  const { sent } = await send(prepared);
  expect(sent).toEqual(handed);
  const pid = await vi.waitFor(() => numberIn(join(folder, `${program}.pid`)), 5_000);
  expect(() => process.kill(pid, 0)).not.toThrow();
  if (prepared.ok) prepared.value.close();
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000);
});

test('a file that is no program is no reason to crash', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, program), '#!/no/such/interpreter\n', { mode: 0o755 });
  const { sent } = await send(await preparePing(8, loopback, { folders: [folder], waitMs: 10_000 }));
  expect(sent).toEqual({ ok: false, error: missing });
});

test.each([
  ['of the other family', '::1'],
  ['that is not ours', '192.0.2.7'],
])('a source %s is refused before any ping', async (_, source) => {
  const to = { address: '127.0.0.1', family: 4, source } as const;
  const error = { code: 'source-unavailable', source };
  expect(await prepare({ proto: 'icmp', bytes: 8 }, to)).toEqual({ ok: false, error });
});

test('without the program there is no ping', async () => {
  expect(await preparePing(8, loopback, { folders: [temporaryFolder()] })).toEqual({
    ok: false,
    error: missing,
  });
});

/** Sends, and gives the answer; null if there can be none. */
async function send(prepared: Result<Shot, Obstacle>) {
  if (!prepared.ok) return { sent: prepared, answer: null };
  let hear: (answer: Answer) => void = () => {};
  const answer = new Promise<Answer>((resolve) => {
    hear = resolve;
  });
  return { sent: await prepared.value.send(hear), answer };
}

/** Throws as long as the file holds no whole line. */
function numberIn(file: string): number {
  const [line] = /^\d+(?=\n)/.exec(readFileSync(file, 'utf8')) ?? [];
  if (line === undefined) throw new Error(`${file} is empty`);
  return Number(line);
}

/** A folder with a ping program of our own. */
function programFolder(script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
