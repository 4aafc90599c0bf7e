import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../../../app/node/network/run-program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function program(script: string): readonly string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tool'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'tool'), 0o755);
  return [folder];
}

const command = ['tool', 'a b', '$HOME'] as const;

test('a program gets its arguments as they are, and its input', async () => {
  const folders = program('echo "$1|$2|$LC_ALL"; cat');
  expect(await runProgram({ command: [...command], folders, input: 'show\n' })).toBe(
    'a b|$HOME|C.UTF-8\nshow\n',
  );
});

test.each([
  ['fails', 'echo text; exit 1', 5_000],
  ['takes too long', 'echo text; exec sleep 30', 50],
  ['never stops printing', 'exec yes', 5_000],
])('a program that %s has said nothing', async (_, script, waitMs) => {
  expect(await runProgram({ command: [...command], folders: program(script), waitMs })).toBeNull();
});

test('a program that is missing has said nothing', async () => {
  expect(await runProgram({ command: [...command], folders: [temporaryFolder()] })).toBeNull();
});
