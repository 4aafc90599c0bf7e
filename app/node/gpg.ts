import { spawn } from 'node:child_process';
import type { GpgProblem } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import type { GpgKey, SpaPorts } from '../spa/ports.ts';
import { parseGpgKeys } from './gpg-colons.ts';
import { gpgProblemOf } from './gpg-status.ts';
import { platform } from './platform.ts';
import { findProgram, programFolders } from './programs.ts';

/** Where installers put it without telling a desktop session's PATH. */
const usualFolders = [
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/usr/local/MacGPG2/bin',
  String.raw`C:\Program Files (x86)\GnuPG\bin`,
];

interface GpgOptions {
  /** Where to look for the program. */
  readonly folders?: readonly string[];
}

/** Signs and encrypts through the user's gpg, whose agent asks for passphrase or card. */
export async function sealWithGpg(
  { plaintext, recipient, signer, home }: Parameters<SpaPorts['sealWithGpg']>[0],
  signal: AbortSignal,
  options: GpgOptions = {},
): Promise<Result<Uint8Array, GpgProblem>> {
  const args = [
    '--status-fd=2',
    // Whatever gpg.conf says: binary, to this one key (each more makes the packet longer), found here and not in the net.
    '--no-armor',
    '--no-encrypt-to',
    '--no-auto-key-locate',
    '--disable-dirmngr',
    // The user chose this very key for this server. Without this, gpg would want it signed by somebody as well.
    '--trust-model=always',
    ...(signer === undefined ? [] : ['--local-user', signer]),
    '--recipient',
    recipient,
    '--sign',
    '--encrypt',
  ];
  const ended = await runGpg({ args, home, input: plaintext, signal, ...options });
  if (!ended.ok) return ended;
  const { exitCode, output, messages } = ended.value;
  // The output alone says nothing: gpg has begun to write when it finds that it may not sign.
  return exitCode === 0 ? ok(new Uint8Array(output)) : fail(gpgProblemOf(messages));
}

/** The keys of the user's key ring that can be used now. */
export async function gpgKeys(
  home: string | undefined,
  options: GpgOptions = {},
): Promise<Result<readonly GpgKey[], GpgProblem>> {
  const args = [
    '--with-colons',
    '--fixed-list-mode',
    '--no-auto-check-trustdb',
    '--with-secret',
    '--list-keys',
  ];
  const ended = await runGpg({ args, home, ...options });
  if (!ended.ok) return ended;
  const { exitCode, output } = ended.value;
  return exitCode === 0 ? ok(parseGpgKeys(output.toString('utf8'))) : fail('failed');
}

interface Ended {
  readonly exitCode: number | null;
  readonly output: Buffer;
  readonly messages: string;
}

async function runGpg(request: {
  readonly args: readonly string[];
  readonly home: string | undefined;
  readonly input?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly folders?: readonly string[];
}): Promise<Result<Ended, GpgProblem>> {
  const { args, home, input, signal, folders = [...programFolders(), ...usualFolders] } = request;
  const path = await findProgram(platform === 'win32' ? 'gpg.exe' : 'gpg', folders);
  if (path === null) return fail('missing');
  return new Promise((resolve) => {
    // An argument vector, never a shell. What is secret goes through the pipe: arguments can be seen by everybody.
    const child = spawn(
      path,
      ['--batch', '--no-tty', ...(home === undefined ? [] : ['--homedir', home]), ...args],
      {
        stdio: 'pipe',
        windowsHide: true,
        ...(signal && { signal }),
      },
    );
    const output: Buffer[] = [];
    const messages: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => messages.push(chunk));
    // It does not read to the end when it has found something wrong.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', () => resolve(fail('failed')));
    child.once('close', (exitCode) => {
      const text = Buffer.concat(messages).toString('utf8');
      resolve(ok({ exitCode, output: Buffer.concat(output), messages: text }));
    });
  });
}
