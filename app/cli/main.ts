import { CommanderError, type Command } from 'commander';
import { createEngine, type Engine } from '../engine/engine.ts';
import { PeerGone, type Attached } from '../node/socket/attach.ts';
import type { Ports } from '../ports.ts';
import { connect } from '../wire.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createOutput, type Output } from './output.ts';
import { noPeer, type Peer } from './peer.ts';
import { createProgram } from './program.ts';
import { refuse, type Session, type Work } from './session.ts';

/** Carries out one command line. Never rejects: a bug becomes a sentence and exit code 1. */
export async function run(request: {
  /** The words behind "postern". */
  readonly argv: readonly string[];
  readonly io: Io;
  readonly version: string;
  readonly createPorts: () => Ports;
  readonly peer?: Peer;
}): Promise<ExitCode> {
  const { argv, io, version, createPorts, peer = noPeer } = request;
  const output = createOutput({ io, argv });
  let cancel: (() => void) | null = null;

  const interrupted = new Promise<ExitCode>((resolve) => {
    io.onInterrupt(() => {
      if (cancel !== null) cancel();
      else resolve(refuse(output, { code: 'cancelled', message: 'Stopped.' }));
    });
  });

  async function carryOut(): Promise<ExitCode> {
    const asked = parse({ argv, io, output, version });
    if (typeof asked === 'number') return asked;
    const ports = createPorts();
    const engine = createEngine(ports, await ports.settings.load());
    const others = asked.isAlone ? noPeer : peer;
    const running = asked.attaches ? await others.attach() : null;
    try {
      return await asked.work({ ...sessionOf(ports, engine, running), peer: others });
    } finally {
      running?.close();
    }
  }

  function sessionOf(ports: Ports, engine: Engine, running: Attached | null): Omit<Session, 'peer'> {
    return {
      output,
      version,
      ports,
      engine,
      api: running === null ? engine : connect(running),
      isAttached: running !== null,
      env: io.env,
      secretInput: io.secretInput,
      ask: io.ask,
      async cancellable(stop, task) {
        cancel = stop;
        try {
          return await task();
        } finally {
          cancel = null;
        }
      },
    };
  }

  try {
    return await Promise.race([carryOut(), interrupted]);
  } catch (error) {
    if (error instanceof PeerGone) {
      return refuse(output, {
        code: 'gone',
        message: 'The running Postern ended before it answered. Try again.',
      });
    }
    return reportBug(error, { output, io });
  }
}

/** Tells of a bug in one sentence; the stack is for those who ask for it. */
export function reportBug(
  error: unknown,
  { output, io }: { readonly output: Output; readonly io: Io },
): ExitCode {
  const text = error instanceof Error ? error.message : String(error);
  const details = io.env['POSTERN_DEBUG'] ? '' : ' POSTERN_DEBUG=1 shows the details.';
  const code = refuse(output, {
    code: 'bug',
    message: `This is a bug in Postern (${text}): please report it, with the command that led to it.${details}`,
  });
  if (io.env['POSTERN_DEBUG'] && error instanceof Error) io.err.write(`${error.stack}\n`);
  return code;
}

interface Asked {
  readonly work: Work;
  readonly attaches: boolean;
  readonly isAlone: boolean;
}

/** What to do, or the exit code of a command line that says nothing to do. */
function parse(request: {
  readonly argv: readonly string[];
  readonly io: Io;
  readonly output: Output;
  readonly version: string;
}): Asked | ExitCode {
  const { argv, io, output } = request;
  let asked: Asked | null = null;
  const program = createProgram({
    version: request.version,
    act: (work, how) => {
      asked = { work, attaches: how === 'attach', isAlone: program.opts()['attach'] === false };
    },
  });
  quietly(program, io);
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for.
    if (error.exitCode === 0) return exitCodes.open;
    return refuse(output, { code: 'usage', message: sentenceOf(error) });
  }
  return asked ?? refuse(output, { code: 'usage', message: 'Give a command. See: postern help' });
}

/** Errors are told by us, in one sentence; help that nobody asked for is not shown. */
function quietly(command: Command, io: Io): void {
  command.configureOutput({
    writeOut: (text) => io.out.write(text),
    writeErr: () => {},
    outputError: () => {},
  });
  for (const child of command.commands) quietly(child, io);
}

/** Commander's message as one sentence: "Unknown option '--foo' (did you mean --force?)." */
function sentenceOf({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Give a command. See: postern help';
  const invalid =
    /^error: (?:option|command-argument value) '(?:-\w, )?(--?[\w-]+).*?' argument '.*' is invalid\. (.*)$/s.exec(
      message,
    );
  if (invalid) return `${invalid[1]}: ${invalid[2]}`;
  const text = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)');
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
