import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPrivateLine } from '../../../app/cli/terminal.ts';
import { temporaryFolder } from '../node/temporary-folder.ts';

const cli = new URL('../../../app/cli/bin.ts', import.meta.url).pathname;

/** The CLI on a terminal of its own (script(1)), with the state of that terminal before and after. */
function onTerminal(words: string, folder = temporaryFolder()) {
  const states = join(folder, 'states');
  const pid = join(folder, 'pid');
  const run = `sh -c 'echo $$ > ${pid}; exec ${process.execPath} ${cli} ${words}'`;
  const command = `stty -a > ${states}; ${run}; echo "code $?"; stty -a >> ${states}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, POSTERN_HOME: folder, SHELL: '/bin/sh' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
  return {
    async answer(question: string, keys: string) {
      await expect.poll(() => seen, { timeout: 10_000 }).toContain(question);
      seen = seen.slice(seen.indexOf(question) + question.length);
      child.stdin.write(keys);
    },
    kill: () => process.kill(Number(readFileSync(pid, 'utf8')), 'SIGTERM'),
    async ended() {
      const before = seen;
      await once(child, 'close');
      const [was = '', is = ''] = readFileSync(states, 'utf8').split(/(?<=\n)(?=speed)/);
      return { seen: seen || before, isRestored: was === is && was.includes(' echo ') };
    },
  };
}

test('what is typed is not shown, and the terminal is as before', async () => {
  const folder = temporaryFolder();
  const terminal = onTerminal('secrets passphrase', folder);
  await terminal.answer('New passphrase: ', 'correct horse\r');
  await terminal.answer('Once more: ', 'correct horse\r');
  const { seen, isRestored } = await terminal.ended();
  expect(seen).toContain('The passphrase was set.');
  expect(seen).toContain('code 0');
  expect(seen).not.toContain('horse');
  expect(isRestored).toBe(true);
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s stops with exit code 8, and the terminal is as before', async (_, keys) => {
  const terminal = onTerminal('secrets passphrase');
  await terminal.answer('New passphrase: ', keys);
  const { seen, isRestored } = await terminal.ended();
  expect(seen).toContain('postern: Stopped.');
  expect(seen).toContain('code 8');
  expect(isRestored).toBe(true);
});

test('killed while it asks, it leaves the terminal as before', async () => {
  const terminal = onTerminal('secrets passphrase');
  await terminal.answer('New passphrase: ', 'correct');
  terminal.kill();
  const { seen, isRestored } = await terminal.ended();
  expect(seen).toContain('code 8');
  expect(isRestored).toBe(true);
});

test('the terminal is asked also when input and output lead elsewhere', async () => {
  const terminal = onTerminal('secrets passphrase < /dev/null > /dev/null');
  await terminal.answer('New passphrase: ', 'correct horse\r');
  await terminal.answer('Once more: ', 'correct horse\r');
  expect((await terminal.ended()).seen).toContain('code 0');
});

test('the first line of a private file is read, without its line break', async () => {
  const file = join(temporaryFolder(), 'passphrase');
  for (const text of ['correct horse\nnotes\n', 'correct horse\r\n', 'correct horse']) {
    writeFileSync(file, text, { mode: 0o600 });
    const line = await readPrivateLine(file);
    expect(line).toEqual({ ok: true, value: new TextEncoder().encode('correct horse') });
  }
});

test('a file that is not there, and a folder, are told', async () => {
  const folder = temporaryFolder();
  const told = (file: string) => ({ ok: false, error: `Can't read ${file}. Check POSTERN_PASSPHRASE_FILE.` });
  expect(await readPrivateLine(join(folder, 'none'))).toEqual(told(join(folder, 'none')));
  expect(await readPrivateLine(folder)).toEqual(told(folder));
});
