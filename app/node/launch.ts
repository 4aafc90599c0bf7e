import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { Launch } from '../launch/plan.ts';
import type { LaunchPorts } from '../launch/ports.ts';
import { fail, ok } from '../result.ts';
import { platform as thisPlatform } from './platform.ts';
import { findProgram } from './programs.ts';

/** A program and its arguments, as the system gets them. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/** Starts programs without a shell, so that nothing in a host can become a command. */
export const launch: LaunchPorts['launch'] = async (wanted, { terminal }) => {
  const candidates = commandLines({ platform: thisPlatform, launch: wanted, terminal });
  for (const { program, args } of candidates) {
    const path = await findProgram(program);
    if (path !== null && (await start(path, args))) return ok(undefined);
  }
  return fail({ code: 'not-started', program: candidates.at(0)?.program ?? '' });
};

/** What to try, in this order; the first program that is installed is started. */
export function commandLines(request: {
  readonly platform: NodeJS.Platform;
  readonly launch: Launch;
  /** The user's own: a program and arguments separated by blanks, with {command} for what runs in it; or empty. */
  readonly terminal: string;
}): readonly CommandLine[] {
  const { platform, launch: wanted, terminal } = request;
  if (wanted.kind === 'program') return [wanted];
  if (wanted.kind === 'url') return [urlOpener(platform, wanted.url)];
  const inner = [wanted.program, ...wanted.args];
  const chosen = terminal.trim().split(/\s+/).filter(Boolean);
  if (chosen.length > 0) {
    const [program = '', ...args] = chosen.flatMap((word) => (word === '{command}' ? inner : [word]));
    return [{ program, args: chosen.includes('{command}') ? args : [...args, ...inner] }];
  }
  switch (platform) {
    case 'win32':
      return [
        { program: 'wt.exe', args: inner },
        { program: 'conhost.exe', args: inner },
      ];
    case 'darwin':
      // Terminal takes a text for its shell, so every argument is quoted for it; AppleScript gets it as an argument.
      return [
        {
          program: 'osascript',
          args: [
            '-e',
            'on run argv',
            '-e',
            'tell application "Terminal" to do script (item 1 of argv)',
            '-e',
            'tell application "Terminal" to activate',
            '-e',
            'end run',
            inner.map(quoteForShell).join(' '),
          ],
        },
      ];
    default:
      return [
        { program: 'x-terminal-emulator', args: ['-e', ...inner] },
        { program: 'gnome-terminal', args: ['--', ...inner] },
        { program: 'kgx', args: ['--', ...inner] },
        { program: 'konsole', args: ['-e', ...inner] },
        { program: 'xfce4-terminal', args: ['-x', ...inner] },
        { program: 'kitty', args: inner },
        { program: 'alacritty', args: ['-e', ...inner] },
        { program: 'foot', args: inner },
        { program: 'xterm', args: ['-e', ...inner] },
      ];
  }
}

function urlOpener(platform: NodeJS.Platform, url: string): CommandLine {
  switch (platform) {
    case 'win32':
      return { program: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] };
    case 'darwin':
      return { program: 'open', args: [url] };
    default:
      return { program: 'xdg-open', args: [url] };
  }
}

/** POSIX shell, 2.2.2: within single quotes every character stands for itself. */
function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function start(path: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    // Detached and without our handles: it outlives Postern, and Postern does not wait for it.
    const child = spawn(path, args, { detached: true, stdio: 'ignore', cwd: homedir() });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
