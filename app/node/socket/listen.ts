import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import * as v from 'valibot';
import type { Wire } from '../../wire.ts';
import { makeFolder } from '../files.ts';
import { readFrames, writeFrame } from './frames.ts';
import { protocolVersion, requestSchema } from './protocol.ts';

export interface Listening {
  /** Ends every connection and takes the socket away. */
  close(): Promise<void>;
}

/**
 * Lets other processes of this user use the engine behind `wire`. Null if another Postern listens there already, or the
 * system does not let us: everything works without it, only twice.
 */
export async function listen(request: {
  readonly path: string;
  readonly wire: Wire;
  readonly version: string;
  readonly onBug: (error: unknown) => void;
}): Promise<Listening | null> {
  const { path } = request;
  const isPipe = path.startsWith('\\\\.\\pipe\\');
  if (!isPipe) {
    const made = await makeFolder(dirname(path));
    if (!made.ok) return null;
    // What is there belongs to somebody who listens, or to one who was killed.
    if (await isAnswered(path)) return null;
    await rm(path, { force: true }).catch(() => undefined);
  }
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveOne(socket, request);
  });
  if (!(await isListening(server, path))) return null;
  // The folder is ours alone already; this is for those who put the socket elsewhere.
  if (!isPipe) await chmod(path, 0o600).catch(() => undefined);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serveOne(socket: Socket, { wire, version, onBug }: Parameters<typeof listen>[0]): void {
  // A client that is killed is no news.
  socket.on('error', () => undefined);
  const watches = new Map<number, () => void>();
  socket.once('close', () => {
    for (const stop of watches.values()) stop();
  });
  writeFrame(socket, { postern: protocolVersion, version });
  readFrames(socket, {
    onFrame(frame) {
      const asked = v.safeParse(requestSchema, frame);
      if (!asked.success) {
        socket.destroy();
        return;
      }
      const { id } = asked.output;
      if ('watch' in asked.output) {
        watches.get(id)?.();
        if (asked.output.watch)
          watches.set(
            id,
            wire.watch((update) => writeFrame(socket, { id, update })),
          );
        else watches.delete(id);
        return;
      }
      const { call, input } = asked.output;
      wire.call(call, input).then(
        (result) => writeFrame(socket, { id, result }),
        (error: unknown) => {
          onBug(error);
          writeFrame(socket, { id, bug: error instanceof Error ? error.message : 'unknown' });
        },
      );
    },
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function isListening(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });
}
