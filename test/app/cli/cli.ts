import { createPorts } from '../../../app/node/ports.ts';
import type { Ports } from '../../../app/ports.ts';
import type { SecretInput } from '../../../app/cli/io.ts';
import { run } from '../../../app/cli/main.ts';
import type { Peer } from '../../../app/cli/peer.ts';
import { readPrivateLine } from '../../../app/cli/terminal.ts';

export const ctrlC = '\u0003';

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
    /** What somebody types at each question, or Ctrl-C; none: there is no terminal. */
    readonly typed?: readonly string[];
    /** What is piped in; none: a terminal is there instead. */
    readonly piped?: string;
    /** What somebody answers to questions whose answer may be seen; none: nobody is there. */
    readonly answers?: readonly string[];
    /** Hears every question. */
    readonly onAsk?: (question: string) => void;
    /** Puts other ports in place of the real ones. */
    readonly world?: (real: Ports) => Ports;
    /** Gets the function that asks the command to stop. */
    readonly onStart?: (interrupt: () => void) => void;
    /** Hears everything that is written to stdout. */
    readonly onOut?: (text: string) => void;
    /** The Postern that stays, if one does. */
    readonly peer?: Peer;
  },
): Promise<Ended> {
  const { folder, env = {}, isTty = false, world = (real) => real, onStart, onOut } = options;
  const { typed, piped, onAsk } = options;
  const secrets = [...(typed ?? [])];
  const answers = [...(options.answers ?? [])];
  const secretInput: SecretInput = {
    async ask(question) {
      onAsk?.(question);
      const answer = secrets.shift();
      if (answer === undefined) return typed === undefined ? 'no-terminal' : 'stopped';
      return answer === ctrlC ? 'stopped' : new TextEncoder().encode(answer);
    },
    readAll: async () => (piped === undefined ? null : new TextEncoder().encode(piped)),
    readFile: readPrivateLine,
  };
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
      secretInput,
      async ask(question) {
        onAsk?.(question);
        return answers.shift() ?? null;
      },
      onInterrupt: (listener) => onStart?.(listener),
    },
    createPorts: () => world(createPorts({ folder })),
    ...(options.peer !== undefined && { peer: options.peer }),
  });
  return { code, out, err };
}
