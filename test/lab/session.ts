/** A service that answers every byte, and a program of the user that talks to it all the time. */
import { once } from 'node:events';
import type { Namespace } from './namespaces.ts';
import { guardedPort } from './servers/door.ts';

const echo = `require('node:net').createServer((socket) => { socket.on('error', () => {}); socket.pipe(socket); })
  .listen(${guardedPort}, '0.0.0.0', () => console.log('listening'));`;

/** Sends a byte four times a second and prints how long each answer took, in milliseconds. */
const talk = (address: string) => `
const socket = require('node:net').connect(${guardedPort}, '${address}');
const sent = [];
socket.on('error', (error) => { console.log('lost ' + error.code); process.exit(1); });
socket.on('connect', () => { console.log('connected'); setInterval(() => { sent.push(performance.now()); socket.write('.'); }, 250); });
socket.on('data', (data) => { for (const _ of data) console.log(Math.round(performance.now() - sent.shift())); });`;

export interface Session {
  /** How long the answers took, in milliseconds. */
  answersMs(): readonly number[];
  /** Null while it stands. */
  lost(): string | null;
  end(): Promise<void>;
}

export async function startEcho(server: Namespace): Promise<void> {
  const child = server.start(process.execPath, ['-e', echo]);
  if (child.stdout !== null) await once(child.stdout, 'data');
}

/** Resolves when the connection stands. */
export async function startSession(client: Namespace, address: string): Promise<Session> {
  const child = client.start(process.execPath, ['-e', talk(address)]);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  if (child.stdout !== null) await once(child.stdout, 'data');
  return {
    answersMs: () => [...said.matchAll(/^\d+$/gm)].map(([text]) => Number(text)),
    lost: () => /^lost.*$/m.exec(said)?.[0] ?? null,
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
