#!/usr/bin/env node
import { homedir } from 'node:os';
import { isatty } from 'node:tty';
import packageJson from '../../package.json' with { type: 'json' };
import { configFolder } from '../node/paths.ts';
import { platform } from '../node/platform.ts';
import { createPorts } from '../node/ports.ts';
import { attach } from '../node/socket/attach.ts';
import { listen } from '../node/socket/listen.ts';
import { socketPath } from '../node/socket/path.ts';
import { serve } from '../wire.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io, Sink } from './io.ts';
import { reportBug, run } from './main.ts';
import { createOutput } from './output.ts';
import { askOnTerminal } from './question.ts';
import { secretInput } from './terminal.ts';

const { argv, env, stdout, stderr } = process;
const words = argv.slice(2);
let isOutputLost = false;

const io: Io = {
  out: sink(stdout, isatty(1)),
  err: sink(stderr, isatty(2)),
  env,
  secretInput,
  ask: askOnTerminal,
  onInterrupt(listener) {
    let isSecond = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        // Whoever asks twice does not want to wait for an orderly end.
        if (isSecond) process.exit(exitCodes.stopped);
        isSecond = true;
        listener();
      });
    }
  },
};

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.exit(reportBug(error, { output: createOutput({ io, argv: words }), io }));
  });
}

const { version } = packageJson;
const folder = configFolder({ platform, env, home: homedir(), cwd: process.cwd() });
const path = socketPath({ folder, platform, env });

const exitCode = await run({
  argv: words,
  io,
  version,
  createPorts: () => createPorts({ folder }),
  peer: {
    attach: () => attach(path),
    listen: (api) => listen({ path, wire: serve(api), version, onBug: tellBug }),
  },
});
// On Windows pipes are written later, and everywhere an error of the last write is told in a turn of its own.
stdout.write('', () => setImmediate(leave));

/** Of what others asked us for: we go on. */
function tellBug(error: unknown): void {
  if (env['POSTERN_DEBUG'] && error instanceof Error) stderr.write(`${error.stack}\n`);
}

function leave(): void {
  stderr.write('', () =>
    process.exit(isOutputLost && exitCode === exitCodes.open ? exitCodes.usage : exitCode),
  );
}

function sink(stream: NodeJS.WriteStream, isTty: boolean): Sink {
  let isGone = false;
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Somebody closed the pipe (| head): the knock goes on, and its exit code still tells how it went.
    if (!isGone && code !== 'EPIPE') {
      isOutputLost = true;
      if (stream === stdout)
        stderr.write(`postern: Can't write the output (${code}). Make room where it goes.\n`);
    }
    isGone = true;
  });
  return {
    write(text) {
      if (!isGone) stream.write(text);
    },
    isTty,
  };
}
