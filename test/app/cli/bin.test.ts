import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../node/temporary-folder.ts';

const cli = new URL('../../../app/cli/bin.ts', import.meta.url).pathname;
const waitLong = ['knock', '127.0.0.1', '--steps', '1 +60000ms 2', '--seq-timeout', '90'];

function start(argv: readonly string[], folder = temporaryFolder()): ChildProcess {
  return spawn(process.execPath, [cli, ...argv], { env: { ...process.env, POSTERN_HOME: folder } });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

async function untilSays(child: ChildProcess, text: string): Promise<void> {
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    if (String(chunk).includes(text)) return;
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a knock with its verdict and exit code 8',
  async (signal) => {
    const child = start([...waitLong, '--json']);
    await untilSays(child, '"packet"');
    child.kill(signal);
    const { code, out, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 8, err: '' });
    expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'result',
      verdict: 'cancelled',
      packets: 1,
      error: 'cancelled',
    });
  },
);

test('whoever waits for his turn is told, and can stop waiting', async () => {
  const folder = temporaryFolder();
  const first = start(waitLong, folder);
  await untilSays(first, 'sent');
  const second = start(waitLong, folder);
  await untilSays(second, 'waiting: this host is being knocked already');
  second.kill('SIGINT');
  expect(await ended(second)).toMatchObject({ code: 8, err: '' });
  first.kill('SIGINT');
  expect(await ended(first)).toMatchObject({ code: 8, err: '' });
});

test('a closed pipe does not stop a knock, nor hide how it ended', async () => {
  const child = start([
    'knock',
    '127.0.0.1',
    '--steps',
    '1 2',
    '--check',
    '3',
    '--tries',
    '1',
    '--deadline',
    '1',
  ]);
  child.stdout?.destroy();
  expect(await ended(child)).toEqual({ code: 4, out: '', err: '' });
});

test('errors go to stderr, with exit code 2', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'hosts.json'), '{}');
  expect(await ended(start(['knock', 'nas'], folder))).toEqual({
    code: 2,
    out: '',
    err: 'postern: There is no host "nas". Look at the list of saved hosts: postern hosts list\n',
  });
});

test('a list that can not be written is no success', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${cli}" version > /dev/full`]);
  const { code } = await ended(child);
  expect(code).toBe(2);
});
