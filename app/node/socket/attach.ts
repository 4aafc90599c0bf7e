import { connect, type Socket } from 'node:net';
import * as v from 'valibot';
import type { Update, Wire } from '../../wire.ts';
import { readFrames, writeFrame } from './frames.ts';
import { greetingSchema, protocolVersion, replySchema } from './protocol.ts';

/** The other process ended before it answered. */
export class PeerGone extends Error {}

/** The engine of another process of this user. */
export interface Attached extends Wire {
  /** Version of that Postern. */
  readonly version: string;
  /** Resolves when the other process has gone, or `close` was called. */
  readonly ended: Promise<void>;
  close(): void;
}

/** A Postern that runs answers at once; one that is stopped or wedged must not keep us. */
const patienceMs = 500;

/** Attaches to the Postern that listens at `path`; null if there is none, or it speaks another protocol. */
export async function attach(path: string): Promise<Attached | null> {
  const socket = await open(path);
  if (socket === null) return null;
  const calls = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const watchers = new Map<number, (update: Update) => void>();
  let greet: (version: string | null) => void = () => undefined;
  const greeting = new Promise<string | null>((resolve) => {
    greet = resolve;
  });
  const late = setTimeout(() => greet(null), patienceMs);

  readFrames(socket, {
    onFrame(frame) {
      const greeted = v.safeParse(greetingSchema, frame);
      if (greeted.success)
        return greet(greeted.output.postern === protocolVersion ? greeted.output.version : null);
      const reply = v.safeParse(replySchema, frame);
      if (!reply.success) return void socket.destroy();
      const { id } = reply.output;
      if ('update' in reply.output) {
        // The one place where types are taken on trust: the other end is `listen`, which was checked against them.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        watchers.get(id)?.(reply.output.update as Update);
        return;
      }
      const call = calls.get(id);
      calls.delete(id);
      if ('bug' in reply.output) call?.reject(new Error(reply.output.bug));
      else call?.resolve(reply.output.result);
    },
  });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  socket.on('close', () => {
    greet(null);
    end();
    for (const { reject } of calls.values()) reject(new PeerGone('the running Postern has gone'));
    calls.clear();
  });

  const version = await greeting;
  clearTimeout(late);
  if (version === null) {
    socket.destroy();
    return null;
  }
  let lastId = 0;
  return {
    version,
    ended,
    call: (name, input) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        calls.set(lastId, { resolve, reject });
        if (writeFrame(socket, { id: lastId, call: name, input })) return;
        calls.delete(lastId);
        reject(new PeerGone('the running Postern has gone'));
      }),
    watch(listener) {
      lastId += 1;
      const id = lastId;
      watchers.set(id, listener);
      writeFrame(socket, { id, watch: true });
      return () => {
        watchers.delete(id);
        writeFrame(socket, { id, watch: false });
      };
    },
    close: () => socket.destroy(),
  };
}

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const late = setTimeout(() => socket.destroy(), patienceMs);
    socket.once('connect', () => {
      clearTimeout(late);
      resolve(socket);
    });
    socket.on('error', () => resolve(null));
    socket.once('close', () => resolve(null));
  });
}
