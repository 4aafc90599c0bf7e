#!/usr/bin/env node
import { homedir } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { configFolder } from '../node/paths.ts';
import { platform } from '../node/platform.ts';
import { createPorts } from '../node/ports.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io, Sink } from './io.ts';
import { reportBug, run } from './main.ts';
import { createOutput } from './output.ts';

const { argv, env, stdout, stderr } = process;
const words = argv.slice(2);

const io: Io = {
  out: sink(stdout),
  err: sink(stderr),
  env,
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

let exitCode: number = await run({
  argv: words,
  io,
  version: packageJson.version,
  createPorts: () =>
    createPorts({ folder: configFolder({ platform, env, home: homedir(), cwd: process.cwd() }) }),
});
// Written out before leaving: on Windows pipes are asynchronous.
stdout.write('', () => stderr.write('', () => process.exit(exitCode)));

function sink(stream: NodeJS.WriteStream): Sink {
  let isGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Somebody closed the pipe (| head): the knock goes on, and its exit code still tells how it went.
    if (!isGone && error.code !== 'EPIPE') exitCode = exitCodes.usage;
    isGone = true;
  });
  return {
    write(text) {
      if (!isGone) stream.write(text);
    },
    isTty: stream.isTTY === true,
  };
}
