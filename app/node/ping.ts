import { spawn } from 'node:child_process';
import type { Obstacle } from '../errors.ts';
import type { Shot, Target } from '../knock/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { platform } from './platform.ts';
import { findProgram, programFolders } from './programs.ts';

/**
 * The longest time `ping` gets to hand its packet to the system. It tells nobody when it has; started on an idle
 * computer it needs about 5 ms. The next hit waits this long, or until ping has ended with an answer.
 */
const startMs = 100;

interface PingOptions {
  /** Where to look for the program. */
  readonly folders?: readonly string[];
  readonly waitMs?: number;
}

/** Node cannot send ICMP, so the system's ping does (it has the right to): one echo request of `bytes` data bytes. */
export async function preparePing(
  bytes: number,
  to: Target,
  { folders = programFolders(), waitMs = startMs }: PingOptions = {},
): Promise<Result<Shot, Obstacle>> {
  const { program, args } = pingCommand({ platform, bytes, to });
  const path = await findProgram(program, folders);
  if (path === null) return fail({ code: 'ping-missing' });
  let stop = (): void => {};
  return ok({
    send(onAnswer) {
      return new Promise((resolve) => {
        // An argument vector, never a shell: the address is the user's text.
        const child = spawn(path, args, { stdio: 'ignore', windowsHide: true });
        stop = () => child.kill();
        const sent = (): void => resolve(ok({ localAddress: to.source, localPort: null }));
        const timer = setTimeout(sent, waitMs);
        child.on('error', (error: NodeJS.ErrnoException) => {
          clearTimeout(timer);
          resolve(fail(error.code === 'ENOENT' ? { code: 'ping-missing' } : { code: 'no-sockets' }));
        });
        child.once('close', (status) => {
          clearTimeout(timer);
          // ping(8): 0 an answer came, 1 none in time (2 on macOS, but never this soon), else it may not send.
          if (status !== null && status > 1) resolve(fail({ code: 'blocked-here', what: to.address }));
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
  const { platform: system, bytes, to } = request;
  const from = (option: string): readonly string[] => (to.source === null ? [] : [option, to.source]);
  switch (system) {
    case 'win32': {
      const options = `-${to.family} -n 1 -w 500 -l ${bytes}`.split(' ');
      return { program: 'ping.exe', args: [...options, ...from('-S'), to.address] };
    }
    case 'darwin': {
      // Two programs: ping6 takes no time limit, so the shot's close ends it.
      const program = to.family === 6 ? 'ping6' : 'ping';
      const limit = to.family === 6 ? '' : ' -t 1';
      const options = `-n -c 1${limit} -s ${bytes}`.split(' ');
      return { program, args: [...options, ...from('-S'), to.address] };
    }
    default: {
      const options = `-${to.family} -n -c 1 -W 1 -s ${bytes}`.split(' ');
      return { program: 'ping', args: [...options, ...from('-I'), to.address] };
    }
  }
}
