import { createPorts } from '../../../app/node/ports.ts';
import type { Ports } from '../../../app/ports.ts';
import { run } from '../../../app/cli/main.ts';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** One command line in this process, on real sockets and the files in `folder`. */
export async function postern(
  argv: readonly string[],
  options: {
    readonly folder: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly isTty?: boolean;
    /** Puts other ports in place of the real ones. */
    readonly world?: (real: Ports) => Ports;
    /** Gets the function that asks the command to stop. */
    readonly onStart?: (interrupt: () => void) => void;
    /** Hears everything that is written to stdout. */
    readonly onOut?: (text: string) => void;
  },
): Promise<Ended> {
  const { folder, env = {}, isTty = false, world = (real) => real, onStart, onOut } = options;
  let out = '';
  let err = '';
  const code = await run({
    argv,
    version: '1.2.3',
    io: {
      out: {
        isTty,
        write(text) {
          out += text;
          onOut?.(text);
        },
      },
      err: { isTty, write: (text) => (err += text) },
      env,
      onInterrupt: (listener) => onStart?.(listener),
    },
    createPorts: () => world(createPorts({ folder })),
  });
  return { code, out, err };
}
