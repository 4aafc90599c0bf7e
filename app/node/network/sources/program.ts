import { spawn } from 'node:child_process';
import type { Clock } from '../../../clock.ts';
import { onAbort } from '../../on-abort.ts';
import { findProgram } from '../../programs.ts';
import type { Source } from './source.ts';

/** Long enough for a program that was started to be listening. */
const settledMs = 1_000;

/** A program that prints something at every change, for as long as it runs. What it prints is not read. */
export function programSource(program: {
  readonly name: string;
  /** Its file, then its arguments. */
  readonly command: readonly [string, ...string[]];
  /** What it is told at its start. Its input stays open, so a program that reads ends when we do. */
  readonly input?: string;
  readonly folders: readonly string[];
  readonly clock: Clock;
}): Source {
  const { name, command, input, folders, clock } = program;
  const [file, ...args] = command;
  return {
    name,
    async listen({ onActive, onHint }, signal) {
      const path = await findProgram(file, folders);
      if (path === null || signal.aborted) return 'missing';
      // An argument vector, never a shell.
      const child = spawn(path, args, {
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
        windowsHide: true,
      });
      const ended = new AbortController();
      const kill = (): void => void child.kill('SIGKILL');
      // If we are killed, it ends when it next has something to print (SIGPIPE), or reads.
      process.once('exit', kill);
      const forget = onAbort(signal, kill);
      return new Promise((resolve) => {
        child.once('spawn', () => {
          onActive();
          // What changed before it listened would be noticed by nobody.
          void clock.sleep(settledMs, ended.signal).then(() => {
            if (!ended.signal.aborted) onHint('changed');
          });
        });
        // Many lines at once are one change, such as a routing daemon's.
        child.stdout?.on('data', () => {
          if (!signal.aborted) onHint('changed');
        });
        child.stdin?.on('error', () => {});
        child.stdin?.write(input ?? '');
        const end = (): void => {
          ended.abort();
          forget();
          process.off('exit', kill);
          resolve('died');
        };
        child.once('error', end);
        child.once('exit', end);
      });
    },
  };
}
