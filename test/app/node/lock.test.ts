import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../../../app/node/lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const forever = new AbortController().signal;

test('a second taker waits until the first gives the lock back', async () => {
  const folder = temporaryFolder();
  const order: string[] = [];
  const first = await takeLock({ folder, name: 'nas', signal: forever });
  const second = takeLock({ folder, name: 'nas', signal: forever }).then((release) => {
    order.push('second has it');
    return release;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  order.push('first gives it back');
  await first?.();
  await (
    await second
  )?.();
  expect(order).toEqual(['first gives it back', 'second has it']);
  expect(readdirSync(folder)).toEqual([]);
});

test('locks of other names do not wait for each other', async () => {
  const folder = temporaryFolder();
  await takeLock({ folder, name: 'nas', signal: forever });
  expect(await takeLock({ folder, name: 'nas-2', signal: AbortSignal.timeout(5000) })).not.toBeNull();
});

test('who no longer wants to wait gets nothing and leaves nothing', async () => {
  const folder = temporaryFolder();
  await takeLock({ folder, name: 'nas', signal: forever });
  expect(await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(60) })).toBeNull();
  expect(await takeLock({ folder, name: 'nas', signal: AbortSignal.abort() })).toBeNull();
  expect(readdirSync(folder)).toHaveLength(1);
});

test('the lock of a killed process is taken over at once, by exactly one', async () => {
  const folder = temporaryFolder();
  await leaveDeadClaim(folder, 'nas');

  let owners = 0;
  let mostOwners = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await takeLock({ folder, name: 'nas', signal: forever });
      owners += 1;
      mostOwners = Math.max(mostOwners, owners);
      await new Promise((resolve) => setTimeout(resolve, 5));
      owners -= 1;
      await release?.();
    }),
  );
  expect([mostOwners, readdirSync(folder)]).toEqual([1, []]);
});

test('a claim of a process that lives is honoured', async () => {
  const folder = temporaryFolder();
  const claim = await leaveLivingClaim(folder, 'nas');
  expect(await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(60) })).toBeNull();
  expect(readdirSync(folder)).toEqual([claim]);
});

test('a claim counts for nothing once its process number is another process, where the system tells', async () => {
  const folder = temporaryFolder();
  // Our number, but a start that was not ours.
  writeFileSync(join(folder, `nas.${process.pid}.1.0123456789ab`), '');
  const lock = await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(1000) });
  expect(lock !== null).toBe(existsSync('/proc/self/stat'));
});

test('a killed process counts as dead before its parent has noticed, where the system tells', async () => {
  const folder = temporaryFolder();
  // The shell becomes a program that never asks for its children, as the first process of many containers is.
  const claim = fileURLToPath(new URL('./claim.ts', import.meta.url));
  const script = '"$0" "$@" & exec sleep 60';
  const parent = spawn('sh', ['-c', script, process.execPath, claim, folder, 'nas'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  await once(parent.stdout, 'data');
  process.kill(Number(readdirSync(folder)[0]?.split('.')[1]), 'SIGKILL');
  const lock = await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(1000) });
  expect(lock !== null).toBe(existsSync('/proc/self/stat'));
});

test('a claim without a start counts for a quarter of an hour', async () => {
  const folder = temporaryFolder();
  const claim = join(folder, `nas.${process.pid}.0.0123456789ab`);
  writeFileSync(claim, '');
  expect(await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(60) })).toBeNull();
  const before = new Date(Date.now() - 16 * 60_000);
  utimesSync(claim, before, before);
  expect(await takeLock({ folder, name: 'nas', signal: AbortSignal.timeout(5000) })).not.toBeNull();
});

test('a folder that is not there is an error of the system, and no lock', async () => {
  const folder = join(temporaryFolder(), 'none');
  await expect(takeLock({ folder, name: 'nas', signal: forever })).rejects.toMatchObject({ code: 'ENOENT' });
});

test('processes that are killed at any moment neither enter together nor block the others', async () => {
  const folder = temporaryFolder();
  const log = join(temporaryFolder(), 'log');
  const start = (turns: number) =>
    run(new URL('./lock-holder.ts', import.meta.url), [folder, log, String(turns)]);

  const steady = [start(25), start(25), start(25)];
  const ended = steady.map((child) => once(child, 'close'));
  const killed: (number | undefined)[] = [];
  for (let victims = 0; victims < 4; victims += 1) {
    const victim = start(1e6);
    await once(victim.stdout ?? victim, 'data');
    victim.kill('SIGKILL');
    await once(victim, 'close');
    killed.push(victim.pid);
  }
  await Promise.all(ended);

  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const intrusions = lines.filter((line, n) => {
    const [owner] = line.split(' ');
    const isKilled = killed.some((pid) => String(pid) === owner);
    return line.endsWith('begins') && lines[n + 1] !== `${owner} ends` && !isKilled;
  });
  const orphans = lines.filter(
    (line, n) => line.endsWith('ends') && lines[n - 1] !== line.replace('ends', 'begins'),
  );
  expect([intrusions, orphans]).toEqual([[], []]);
  for (const { pid } of steady) expect(lines.filter((line) => line === `${pid} ends`)).toHaveLength(25);
});

async function leaveDeadClaim(folder: string, name: string): Promise<void> {
  const child = run(new URL('./claim.ts', import.meta.url), [folder, name]);
  await once(child.stdout ?? child, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readdirSync(folder)).toHaveLength(1);
}

async function leaveLivingClaim(folder: string, name: string): Promise<string> {
  const child = run(new URL('./claim.ts', import.meta.url), [folder, name]);
  await once(child.stdout ?? child, 'data');
  return readdirSync(folder)[0] ?? '';
}

function run(program: URL, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
