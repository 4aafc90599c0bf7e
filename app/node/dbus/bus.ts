import { connect, type Socket } from 'node:net';
import { decodeMessage, encodeCall, type Call, type Message } from './message.ts';

/** A connection to a bus, for a question now and then. No package: those that exist bring native code. */
export interface Bus {
  /** Resolves with what was answered. Rejects when the answer is an error, or the bus is gone. */
  call(call: Call): Promise<Message['args']>;
  onSignal(listener: (signal: Message) => void): void;
  /** Calls back once, when the bus is gone or the connection was ended. */
  onEnd(listener: () => void): void;
  end(): void;
}

/** A bus answers within milliseconds. */
const loginMs = 5_000;

/** Connects to the first address that answers. Rejects if none does, or it does not let us in. */
export async function connectBus({ addresses }: { readonly addresses: string }): Promise<Bus> {
  for (const path of socketPaths(addresses)) {
    const socket = await openSocket(path);
    if (socket !== null) return handshake(socket);
  }
  throw new Error('no bus');
}

/** D-Bus Specification, "Server Addresses": "unix:path=/run/user/1000/bus,guid=…;unix:abstract=…". */
export function socketPaths(addresses: string): readonly string[] {
  return addresses.split(';').flatMap((address) => {
    const [transport, pairs = ''] = address.split(/:(.*)/s);
    if (transport !== 'unix') return [];
    const values = new Map(pairs.split(',').map((pair) => [pair.split('=')[0], unescape(pair)]));
    const [path, name] = [values.get('path'), values.get('abstract')];
    if (path !== undefined) return [path];
    return name === undefined ? [] : [`\0${name}`];
  });

  function unescape(pair: string): string {
    const value = pair.slice(pair.indexOf('=') + 1);
    return value.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }
}

function openSocket(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

const busName = 'org.freedesktop.DBus';

/** Logs in as the user who runs us: the kernel tells the bus who that is (EXTERNAL, RFC 4422 appendix A). */
async function handshake(socket: Socket): Promise<Bus> {
  const waiting = new Map<number, { resolve(args: Message['args']): void; reject(error: Error): void }>();
  const listeners: ((signal: Message) => void)[] = [];
  const endListeners: (() => void)[] = [];
  let received = Buffer.alloc(0);
  let isLoggedIn = false;
  let serial = 0;

  const end = (): void => {
    socket.destroy();
    for (const { reject } of waiting.values()) reject(new Error('the bus is gone'));
    waiting.clear();
    for (const listener of endListeners.splice(0)) listener();
  };

  const call: Bus['call'] = (request) =>
    new Promise((resolve, reject) => {
      serial += 1;
      waiting.set(serial, { resolve, reject });
      if (socket.destroyed) return end();
      socket.write(encodeCall(request, serial));
    });

  function take(message: Message): void {
    if (message.type === 'signal') for (const listener of listeners) listener(message);
    const caller = message.replyTo === null ? undefined : waiting.get(message.replyTo);
    if (message.replyTo !== null) waiting.delete(message.replyTo);
    if (message.type === 'return') caller?.resolve(message.args);
    if (message.type === 'error') caller?.reject(new Error(String(message.args[0] ?? 'refused by the bus')));
  }

  const tooLate = setTimeout(end, loginMs);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', end);
    socket.on('close', () => {
      clearTimeout(tooLate);
      end();
      reject(new Error('the bus is gone'));
    });
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        if (!isLoggedIn) {
          const lineEnd = received.indexOf('\r\n');
          if (lineEnd === -1) return;
          if (!received.toString('latin1', 0, lineEnd).startsWith('OK ')) throw new Error('not let in');
          received = received.subarray(lineEnd + 2);
          isLoggedIn = true;
          socket.write('BEGIN\r\n');
          resolve();
        }
        for (let next = decodeMessage(received); next !== null; next = decodeMessage(received)) {
          received = received.subarray(next.length);
          take(next.message);
        }
      } catch {
        // Whoever speaks so is no bus.
        end();
      }
    });
    const userId = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${userId}\r\n`);
  });

  await call({
    destination: busName,
    path: '/org/freedesktop/DBus',
    interface: busName,
    member: 'Hello',
    args: [],
  });
  clearTimeout(tooLate);
  return {
    call,
    end,
    onSignal: (listener) => void listeners.push(listener),
    onEnd(listener) {
      if (socket.destroyed) listener();
      else endListeners.push(listener);
    },
  };
}
