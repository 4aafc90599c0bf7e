import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completionScript, completionsFor, shells, type Shell } from '../../../app/cli/completion.ts';
import { createProgram } from '../../../app/cli/program.ts';
import { hostInput, id } from '../hosts/host.ts';
import { temporaryFolder } from '../node/temporary-folder.ts';

const program = createProgram({ version: '1.2.3', act() {} });
const hostNames = ['nas', 'Büro zwei', 'web'];
const after = (...words: readonly string[]) => completionsFor({ program, words, hostNames });

test.each<[readonly string[], readonly string[]]>([
  [['kn'], ['knock']],
  [
    ['hosts', 're'],
    ['rename', 'remove'],
  ],
  [['knock', ''], hostNames],
  [['knock', 'N'], ['nas']],
  [['hosts', 'edit', 'w'], ['web']],
  [['hosts', 'add', ''], []],
  [['knock', 'nas', ''], []],
  [['knock', 'nas', '--fo'], ['--force']],
  [['knock', '--gap', '20', 'w'], ['web']],
  [['knock', '--gap', ''], []],
  [['--no-color', 'knock', 'w'], ['web']],
  [
    ['hosts', 'add', 'x', '--family', ''],
    ['auto', '4', '6', 'both'],
  ],
  [['hosts', 'edit', 'nas', '--no-ch'], ['--no-check']],
  [
    ['hosts', 'add', 'x', '--scheme', 'knock'],
    ['knockd-rotator', 'knock-pr-76'],
  ],
  [['hosts', 'add', 'x', '--spa-'], ['--spa-port']],
  [['codes', 'B'], ['Büro zwei']],
  [['settle', 'nas', 'y'], ['yes']],
  [
    ['rules', 'pause', ''],
    ['hour', 'until-tomorrow', 'until-resumed'],
  ],
  [
    ['rules', 're'],
    ['remove', 'resume'],
  ],
  [['close', 'n'], ['nas']],
  [
    ['hosts', 'edit', 'nas', '--no-close'],
    ['--no-close-steps', '--no-close-on'],
  ],
  [['completion', ''], [...shells]],
  [['help', 'exit'], ['exit-codes']],
  [['__comp'], []],
])('%j is completed', (words, expected) => {
  expect(after(...words)).toEqual(expected);
});

test('a dash offers short options too, and every verb is offered', () => {
  expect(after('knock', 'nas', '-')).toEqual(
    expect.arrayContaining(['-4', '-6', '--both', '--json', '--no-color']),
  );
  expect(after('')).toEqual([
    'knock',
    'check',
    'close',
    'watch',
    'rules',
    'networks',
    'decisions',
    'hosts',
    'codes',
    'counter',
    'settle',
    'explain-packet',
    'clock',
    'secrets',
    'demo',
    'completion',
    'version',
    'help',
  ]);
});

/** A folder with two hosts, and the shell code that finds Postern there. */
function surroundings(): { readonly env: NodeJS.ProcessEnv; readonly folder: string } {
  const folder = temporaryFolder();
  const hosts = [hostInput, { ...hostInput, id: id(2), name: 'Büro zwei' }];
  writeFileSync(join(folder, 'hosts.json'), JSON.stringify({ version: 1, hosts }));
  const bin = join(folder, 'postern');
  const cli = new URL('../../../app/cli/bin.ts', import.meta.url).pathname;
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    POSTERN_HOME: folder,
    HOME: folder,
    // In the C locale a shell writes every letter beyond ASCII as an escape.
    LC_ALL: 'C.UTF-8',
  };
  return { env, folder };
}

function isInstalled(shell: Shell): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** Code that prints what the shell itself would offer, one candidate a line. Only bash wants them quoted. */
const ask: Readonly<Record<Shell, (line: readonly string[], script: string) => string>> = {
  bash: (words, script) =>
    `${script}\nCOMP_WORDS=(postern ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _postern; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words, script) =>
    `compdef() { :; }; compadd() { shift; print -l -- "$@"; }\n${script}\nwords=(postern ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _postern`,
  fish: (words, script) => `${script}\ncomplete -C "postern ${words.join(' ')}"`,
};

describe.each(shells)('%s', (shell) => {
  test.skipIf(!isInstalled(shell))('offers host names, verbs and options', () => {
    const { env } = surroundings();
    const offers = (...words: readonly string[]): readonly string[] => {
      const code = ask[shell](words, completionScript(shell));
      const flags = shell === 'zsh' ? ['-f'] : shell === 'fish' ? ['--no-config'] : ['--norc'];
      const out = execFileSync(shell, [...flags, '-c', code], { env, encoding: 'utf8' });
      return out
        .split('\n')
        .filter((line) => line !== '')
        .toSorted();
    };
    expect(offers('knock', 'n')).toEqual(['nas']);
    expect(offers('knock', 'B')).toEqual([shell === 'bash' ? 'Büro\\ zwei' : 'Büro zwei']);
    expect(offers('hosts', 're')).toEqual(['remove', 'rename']);
    expect(offers('knock', 'nas', '--fo')).toEqual(['--force']);
    expect(offers('knock', '')).toHaveLength(2);
  });
});
