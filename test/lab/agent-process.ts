/** The process behind agent.ts. It runs inside a namespace and ends when its parent does. */
import { createSocket } from 'node:dgram';
import { connect, createServer, type Server } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** One hit. A TCP socket is kept for `holdMs` (0: until the SYN has left) before the next hit follows. */
export type Hit =
  | { readonly proto: 'tcp'; readonly port: number; readonly holdMs?: number }
  | { readonly proto: 'udp'; readonly port: number };

export type Seen = 'open' | 'refused' | 'closed' | 'done';

export type AgentCall =
  | { readonly do: 'knock'; readonly to: string; readonly hits: readonly Hit[] }
  | { readonly do: 'probe'; readonly to: string; readonly port: number; readonly timeoutMs: number }
  | { readonly do: 'listen'; readonly port: number; readonly says: string }
  | { readonly do: 'unlisten'; readonly port: number }
  | { readonly do: 'send'; readonly to: string; readonly port: number; readonly hex: string };

export interface AgentReply {
  readonly id: number;
  readonly seen: Seen;
  readonly error?: string;
}

const services = new Map<number, Server>();

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  const { id, ...call } = message as AgentCall & { id: number };
  answer(call).then(
    (seen) => reply({ id, seen }),
    (error: unknown) => reply({ id, seen: 'done', error: String(error) }),
  );
});
reply({ id: 0, seen: 'done' });

function reply(message: AgentReply): void {
  process.send?.(message);
}

async function answer(call: AgentCall): Promise<Seen> {
  switch (call.do) {
    case 'knock':
      for (const hit of call.hits) {
        if (hit.proto === 'udp') await sendDatagram(call.to, hit.port, Buffer.of(0));
        else await sendSyn(call.to, hit.port, hit.holdMs ?? 0);
      }
      return 'done';
    case 'probe':
      return probe(call.to, call.port, call.timeoutMs);
    case 'listen':
      await listen(call.port, call.says);
      return 'done';
    case 'unlisten':
      services.get(call.port)?.close();
      services.delete(call.port);
      return 'done';
    case 'send':
      await sendDatagram(call.to, call.port, Buffer.from(call.hex, 'hex'));
      return 'done';
    default:
      return call satisfies never;
  }
}

async function sendSyn(host: string, port: number, holdMs: number): Promise<void> {
  const socket = connect({ host, port, autoSelectFamily: false });
  socket.on('error', () => {});
  // Destroyed in the same turn, the socket would never be connected and nothing would leave.
  await (holdMs === 0 ? nextTurn() : sleep(holdMs));
  socket.destroy();
}

function probe(host: string, port: number, timeoutMs: number): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: false, timeout: timeoutMs });
    const end = (seen: Seen) => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('closed'));
    socket.once('error', () => end('refused'));
  });
}

async function listen(port: number, says: string): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write(says);
  });
  services.set(port, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '::', backlog: 4096 }, resolve);
  });
}

function sendDatagram(to: string, port: number, data: Buffer): Promise<void> {
  const socket = createSocket(to.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve, reject) => {
    socket.bind(0, () => {
      if (!to.includes(':')) socket.setBroadcast(true);
      socket.send(data, port, to, (error) => {
        socket.close();
        if (error) reject(error);
        else resolve();
      });
    });
  });
}
