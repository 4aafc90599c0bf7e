import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Launch } from '../../../app/launch/plan.ts';
import { commandLines, launch } from '../../../app/node/launch.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ssh: Launch = { kind: 'terminal', program: 'ssh', args: ['--', "it's; rm -rf $HOME"] };
const platforms = ['linux', 'darwin', 'win32'] as const;

describe('the command lines', () => {
  test.each([
    ['linux', { program: 'x-terminal-emulator', args: ['-e', 'ssh', '--', "it's; rm -rf $HOME"] }],
    ['win32', { program: 'wt.exe', args: ['ssh', '--', "it's; rm -rf $HOME"] }],
  ] as const)('on %s hand the arguments over as they are', (platform, first) => {
    expect(commandLines({ platform, launch: ssh, terminal: '' })[0]).toEqual(first);
  });

  test('on macOS quote every word for the shell that Terminal starts', () => {
    const [line] = commandLines({ platform: 'darwin', launch: ssh, terminal: '' });
    expect(line?.program).toBe('osascript');
    expect(line?.args.at(-1)).toBe(String.raw`'ssh' '--' 'it'\''s; rm -rf $HOME'`);
  });

  test.each(platforms)("use the user's terminal on %s", (platform) => {
    const lines = commandLines({ platform, launch: ssh, terminal: 'myterm --hold {command}' });
    expect(lines).toEqual([{ program: 'myterm', args: ['--hold', 'ssh', '--', "it's; rm -rf $HOME"] }]);
  });

  test.each([
    ['linux', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', 'rundll32.exe'],
  ] as const)('open a link on %s with %s', (platform, program) => {
    const [line] = commandLines({
      platform,
      launch: { kind: 'url', url: 'https://192.0.2.3/' },
      terminal: '',
    });
    expect(line).toMatchObject({ program, args: expect.arrayContaining(['https://192.0.2.3/']) as string[] });
  });
});

test('a program that is started gets each argument whole and outlives the call', async () => {
  const folder = temporaryFolder();
  const program = join(folder, 'note');
  await writeFile(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/arguments"\nmv "${folder}/arguments" "${folder}/done"\n`,
  );
  await chmod(program, 0o700);

  const started = await launch(
    { kind: 'program', program, args: ['one two', '$HOME', '`id`'] },
    { terminal: '' },
  );

  expect(started).toEqual({ ok: true, value: undefined });
  await expect
    .poll(() => readFile(join(folder, 'done'), 'utf8').catch(() => null))
    .toBe('one two\n$HOME\n`id`\n');
});

test('a program that is not installed is told by name', async () => {
  const wanted: Launch = { kind: 'program', program: 'no-such-program-here', args: [] };
  expect(await launch(wanted, { terminal: '' })).toEqual({
    ok: false,
    error: { code: 'not-started', program: 'no-such-program-here' },
  });
});
