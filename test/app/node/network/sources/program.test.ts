import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clock } from '../../../../../app/node/clock.ts';
import { programSource } from '../../../../../app/node/network/sources/program.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A program that writes its process id and goes on with `script`; a source that runs it. */
function sourceOf(script: string, input?: string) {
  const folder = temporaryFolder();
  const pidFile = join(folder, 'pid');
  writeFileSync(
    join(folder, 'tool'),
    `#!/bin/sh\necho $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}\n${script}\n`,
  );
  chmodSync(join(folder, 'tool'), 0o755);
  const hints: string[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const source = programSource({
    name: 'tool',
    command: ['tool', 'monitor'],
    folders: [folder],
    clock,
    ...(input !== undefined && { input }),
  });
  const ended = source.listen(
    { onActive: () => void states.push('active'), onHint: (hint) => void hints.push(hint) },
    stop.signal,
  );
  const pid = async (): Promise<number> => {
    await expect.poll(() => existsSync(pidFile)).toBe(true);
    return Number(readFileSync(pidFile, 'utf8'));
  };
  return { hints, states, stop, ended, pid };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('whatever it prints is a hint, and so is that it has begun to listen', async () => {
  const { hints, states } = sourceOf('sleep 0.1; echo changed; exec sleep 60');
  await expect.poll(() => hints, { timeout: 10_000 }).toEqual(['changed', 'changed']);
  expect(states).toEqual(['active']);
});

test('it gets its input, and the input stays open', async () => {
  const { hints } = sourceOf('read line; [ "$line" = n.watch ] && echo yes; exec cat', 'n.watch\n');
  await expect.poll(() => hints.length, { timeout: 10_000 }).toBe(2);
});

test('told to stop, it is killed, even if it does not want to', async () => {
  const { stop, ended, pid } = sourceOf("trap '' TERM; while :; do sleep 0.05; done");
  const its = await pid();
  stop.abort();
  await ended;
  expect(isAlive(its)).toBe(false);
});

test('one that is killed has died', async () => {
  const { ended, pid, states } = sourceOf('exec sleep 60');
  process.kill(await pid(), 'SIGKILL');
  expect(await ended).toBe('died');
  expect(states).toEqual(['active']);
});

test('a program that is not there is missing', async () => {
  const missing = programSource({ name: 'tool', command: ['tool'], folders: [temporaryFolder()], clock });
  const listener = { onActive: () => expect.unreachable(), onHint() {} };
  expect(await missing.listen(listener, new AbortController().signal)).toBe('missing');
});

const watcher = (folder: string, andThen: string): string => `
  import { clock } from ${JSON.stringify(join(import.meta.dirname, '../../../../../app/node/clock.ts'))};
  import { programSource } from ${JSON.stringify(join(import.meta.dirname, '../../../../../app/node/network/sources/program.ts'))};
  const source = programSource({ name: 'tool', command: ['tool'], folders: [${JSON.stringify(folder)}], clock });
  void source.listen({ onActive() { ${andThen} }, onHint() {} }, new AbortController().signal);`;

function watchedTool(script: string): { readonly folder: string; readonly pid: () => number } {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'tool'),
    `#!/bin/sh\necho $$ > ${folder}/new; mv ${folder}/new ${folder}/pid\n${script}\n`,
  );
  chmodSync(join(folder, 'tool'), 0o755);
  return { folder, pid: () => Number(readFileSync(join(folder, 'pid'), 'utf8')) };
}

test('when we exit, it goes with us', async () => {
  const tool = watchedTool('exec sleep 60');
  const untilStarted = `setInterval(() => fs.existsSync(${JSON.stringify(`${tool.folder}/pid`)}) && process.exit(), 10)`;
  const script = `import fs from 'node:fs'; ${watcher(tool.folder, untilStarted)}`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script]);
  // It is for the first process to bury it, which may take its time.
  await expect.poll(() => isAlive(tool.pid()), { timeout: 10_000 }).toBe(false);
});

test('when we are killed, it ends with the next thing it has to say', async () => {
  const tool = watchedTool('while :; do sleep 0.2; echo changed; done');
  const us = spawn(process.execPath, ['--input-type=module', '-e', watcher(tool.folder, '')]);
  onTestFinished(() => void us.kill('SIGKILL'));
  await expect.poll(() => existsSync(join(tool.folder, 'pid'))).toBe(true);
  us.kill('SIGKILL');
  await expect.poll(() => isAlive(tool.pid()), { timeout: 10_000 }).toBe(false);
});
