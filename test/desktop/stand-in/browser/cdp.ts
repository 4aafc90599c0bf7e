import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './protocol.ts';

type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;
type Events = Protocol.Events;

/** One target, or the browser itself. */
export interface CdpSession {
  send<Name extends keyof Commands>(name: Name, parameters?: Commands[Name]): Promise<Answers[Name]>;
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
}

export interface Cdp {
  readonly browser: CdpSession;
  session(sessionId: string): CdpSession;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Pending {
  readonly name: string;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The browser did not do what it was told, as a rule because the page or the browser has gone meanwhile. */
class CdpError extends Error {}

/** For commands that need no answer: who has gone is left alone, everything else is a bug. */
export function unlessGone(error: unknown): void {
  if (!(error instanceof CdpError)) throw error;
}

/** Speaks CDP over Chromium's pipe (--remote-debugging-pipe): JSON, one message per NUL byte. */
export function connectCdp({ input, output }: { input: Writable; output: Readable }): Cdp {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, EventEmitter>();
  let lastId = 0;
  let rest = Buffer.alloc(0);

  output.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(JSON.parse(rest.toString('utf8', 0, end)) as Message);
      rest = rest.subarray(end + 1);
    }
  });
  output.on('close', () => {
    for (const { name, reject } of pending.values()) reject(new CdpError(`${name}: the browser has gone`));
    pending.clear();
  });
  // Writing to a browser that has just gone: its commands are refused above.
  input.on('error', () => undefined);

  function receive({ id, method, params, sessionId = '', result, error }: Message): void {
    if (id === undefined) {
      if (method !== undefined) listeners.get(sessionId)?.emit(method, params);
      return;
    }
    const command = pending.get(id);
    pending.delete(id);
    if (error === undefined) command?.resolve(result);
    else command?.reject(new CdpError(`${command.name}: ${error.message}`));
  }

  function session(sessionId: string): CdpSession {
    const events = new EventEmitter().setMaxListeners(0);
    listeners.set(sessionId, events);
    return {
      send(name, params) {
        lastId += 1;
        const id = lastId;
        const address = sessionId === '' ? {} : { sessionId };
        return new Promise((resolve, reject) => {
          pending.set(id, { name, resolve: resolve as (answer: unknown) => void, reject });
          input.write(`${JSON.stringify({ id, method: name, params, ...address })}\0`);
        });
      },
      on(name, listener) {
        events.on(name, listener);
      },
    };
  }

  return { browser: session(''), session };
}
