import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Obstacle } from '../errors.ts';
import type { Shot, Target } from '../knock/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { platform } from './platform.ts';

/**
 * The longest time `ping` gets to hand its packet to the system. It tells nobody when it has; started on an idle
 * computer it needs about 5 ms. The next hit waits this long, or until ping has ended with an answer.
 */
const startMs = 100;

/** Node cannot send ICMP, so the system's ping does (it has the right to): one echo request of `bytes` data bytes. */
export async function preparePing(bytes: number, to: Target): Promise<Result<Shot, Obstacle>> {
  const { program, args } = pingCommand({ platform, bytes, to });
  const path = await findProgram(program);
  if (path === null) return fail({ code: 'ping-missing' });
  let stop = (): void => {};
  return ok({
    send(onAnswer) {
      return new Promise((resolve) => {
        // An argument vector, never a shell: the address is the user's text.
        const child = spawn(path, args, { stdio: 'ignore', windowsHide: true });
        stop = () => child.kill();
        const sent = (): void => resolve(ok({ localAddress: to.source, localPort: null }));
        const timer = setTimeout(sent, startMs);
        child.once('error', (error: NodeJS.ErrnoException) => {
          clearTimeout(timer);
          resolve(fail(error.code === 'ENOENT' ? { code: 'ping-missing' } : { code: 'no-sockets' }));
        });
        child.once('close', (status) => {
          clearTimeout(timer);
          // ping(8): 0 an answer came, 1 none in time, 2 it could not send.
          if (status !== null && status > 1) resolve(fail({ code: 'no-route', address: to.address }));
          sent();
          if (status === 0) onAnswer('echo');
        });
      });
    },
    close: () => stop(),
  });
}

/** The command line that sends exactly one echo request and gives up after about a second. */
export function pingCommand(request: {
  readonly platform: NodeJS.Platform;
  readonly bytes: number;
  readonly to: Target;
}): { readonly program: string; readonly args: readonly string[] } {
  const { bytes, to } = request;
  const { address, source } = to;
  switch (request.platform) {
    case 'win32':
      return {
        program: 'ping.exe',
        args: [
          to.family === 6 ? '-6' : '-4', '-n', '1', '-w', '500', '-l', String(bytes),
          ...(source === null ? [] : ['-S', source]), address,
        ],
      };
    case 'darwin':
      // macOS has two programs; ping6 takes no time limit, so the shot's close ends it.
      return to.family === 6
        ? { program: 'ping6', args: ['-n', '-c', '1', '-s', String(bytes), ...(source === null ? [] : ['-S', source]), address] }
        : { program: 'ping', args: ['-n', '-c', '1', '-t', '1', '-s', String(bytes), ...(source === null ? [] : ['-S', source]), address] };
    default:
      return {
        program: 'ping',
        args: [
          to.family === 6 ? '-6' : '-4', '-n', '-c', '1', '-W', '1', '-s', String(bytes),
          ...(source === null ? [] : ['-I', source]), address,
        ],
      };
  }
}

/** Looks a program up as the system would, with the folders that a desktop session's PATH may lack. */
async function findProgram(name: string): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of [...folders, '/sbin', '/usr/sbin', '/bin', '/usr/bin']) {
    if (folder === '') continue;
    const path = join(folder, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}
