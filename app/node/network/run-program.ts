import { execFile } from 'node:child_process';
import { findProgram } from '../programs.ts';

const limitMs = 1_000;
/** The longest answer is a list of connections, 90 bytes each. */
const mostBytes = 1024 * 1024;

/** What a program printed; null if it is missing, failed, printed too much or took too long. Never rejects. */
export async function runProgram(request: {
  /** Its file, then its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly folders: readonly string[];
  readonly input?: string;
  readonly waitMs?: number;
}): Promise<string | null> {
  const { command, folders, input, waitMs = limitMs } = request;
  const [file, ...args] = command;
  const path = await findProgram(file, folders);
  if (path === null) return null;
  return new Promise((resolve) => {
    // An argument vector, never a shell: names of links and networks are other people's text.
    const child = execFile(
      path,
      args,
      {
        timeout: waitMs,
        killSignal: 'SIGKILL',
        maxBuffer: mostBytes,
        windowsHide: true,
        // Words are read, so they must be English.
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      },
      (error, stdout) => resolve(error === null ? stdout : null),
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
