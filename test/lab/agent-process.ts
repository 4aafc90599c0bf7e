/** The process behind agent.ts. It runs inside a namespace and ends when its parent does. */
import { createSocket } from 'node:dgram';
import { connect, createServer, type Server } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** One hit. A TCP socket is kept for `holdMs` (0: until the SYN has left) before the next hit follows. */
export type Hit =
  | { readonly proto: 'tcp'; readonly port: number; readonly holdMs?: number }
  | { readonly proto: 'udp'; readonly port: number };

export type Seen = 'open' | 'refused' | 'closed' | 'done';

interface Probe {
  readonly to: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly source: string | undefined;
}

interface Datagram {
  readonly to: string;
  readonly port: number;
  readonly hex: string;
  readonly source: string | undefined;
}

export type AgentCall =
  | { readonly do: 'knock'; readonly to: string; readonly hits: readonly Hit[] }
  | ({ readonly do: 'probe' } & Probe)
  | { readonly do: 'listen'; readonly port: number; readonly says: string }
  | { readonly do: 'unlisten'; readonly port: number }
  | ({ readonly do: 'send' } & Datagram);

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
        if (hit.proto === 'udp')
          await sendDatagram({ to: call.to, port: hit.port, hex: '00', source: undefined });
        else await sendSyn(call.to, hit.port, hit.holdMs ?? 0);
      }
      return 'done';
    case 'probe':
      return probe(call);
    case 'listen':
      await listen(call.port, call.says);
      return 'done';
    case 'unlisten':
      services.get(call.port)?.close();
      services.delete(call.port);
      return 'done';
    case 'send':
      await sendDatagram(call);
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

function probe({ to, port, timeoutMs, source }: Probe): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({
      host: to,
      port,
      autoSelectFamily: false,
      timeout: timeoutMs,
      ...(source === undefined ? {} : { localAddress: source }),
    });
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

function sendDatagram({ to, port, hex, source }: Datagram): Promise<void> {
  const socket = createSocket(to.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve, reject) => {
    socket.bind(0, source, () => {
      if (!to.includes(':')) socket.setBroadcast(true);
      socket.send(Buffer.from(hex, 'hex'), port, to, (error) => {
        socket.close();
        if (error) reject(error);
        else resolve();
      });
    });
  });
}
