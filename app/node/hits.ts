import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import type { Obstacle } from '../errors.ts';
import type { Answer, Packet, Sent, Shot, Target } from '../knock/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { hasLink } from './link.ts';
import { obstacleOf } from './obstacle.ts';
import { preparePing } from './ping.ts';

/**
 * How long a lone SYN's socket lives. Linux repeats the SYN after 1,000 ms, and a repeated SYN is a second knock;
 * Windows repeats it about 500 ms after a reset (Microsoft KB 175523). 400 ms leaves room for a late timer on a
 * busy computer and still hears the resets of most paths.
 */
const synHoldMs = 400;

/** How long `connect` mode waits for the handshake: as long as no repeated SYN falls between the hits that follow. */
const connectHoldMs = 900;

/** RFC 863. Any port would do. */
const discardPort = 9;

/** Sockets for one packet, made ahead of time where the system allows it. Nothing leaves before `send`. */
export async function prepare(packet: Packet, to: Target): Promise<Result<Shot, Obstacle>> {
  if (!hasLink(to.address)) return fail({ code: 'no-route', address: to.address });
  switch (packet.proto) {
    case 'tcp':
      return ok(packet.mode === 'send' ? streamShot(packet, to) : tcpShot(packet.port, packet.mode, to));
    case 'udp':
      return udpShot(packet.port, packet.data, to);
    case 'icmp': {
      // Asked first, because ping tells every reason with the same exit status.
      const way = await findWay(to);
      return way.ok ? preparePing(packet.bytes, to) : way;
    }
    default:
      return packet satisfies never;
  }
}

function tcpShot(port: number, mode: 'syn' | 'connect', to: Target): Shot {
  let socket: Socket | null = null;
  return {
    send(onAnswer) {
      return new Promise((resolve) => {
        // Happy eyeballs would add a SYN of the other family 250 ms later.
        const opened = connect({ ...aimAt(port, to), autoSelectFamily: false });
        socket = opened;
        let handedOver = false;
        opened.on('error', (error: NodeJS.ErrnoException) => {
          if (!handedOver) return resolve(fail(obstacleOf(error, to)));
          const answer = icmpOrReset(error.code);
          if (answer !== null) onAnswer(answer);
        });
        opened.once('connect', () => {
          onAnswer('accepted');
          opened.destroy();
        });
        const hold = setTimeout(() => opened.destroy(), mode === 'syn' ? synHoldMs : connectHoldMs);
        opened.once('close', () => clearTimeout(hold));
        // connect() itself runs in the next tick: our own tick behind it sees the port that the system chose.
        process.nextTick(() => {
          // The system refused; the error that says why is on its way.
          if (opened.destroyed) return;
          handedOver = true;
          resolve(ok({ localAddress: opened.localAddress ?? null, localPort: opened.localPort ?? null }));
        });
      });
    },
    close() {
      socket?.destroy();
    },
  };
}

/** How long a connection that carries a packet may take to stand: two repeats of the SYN. */
const streamHoldMs = 3_000;

/** Connects, sends, closes. The packet has left when the other side has accepted the connection and we have ended ours. */
function streamShot({ port, data }: { readonly port: number; readonly data: Uint8Array }, to: Target): Shot {
  let socket: Socket | null = null;
  let isClosed = false;
  return {
    send(onAnswer) {
      return new Promise((resolve) => {
        if (isClosed) return resolve(fail({ code: 'transport-refused', port }));
        const opened = connect({ ...aimAt(port, to), autoSelectFamily: false });
        socket = opened;
        opened.on('error', (error: NodeJS.ErrnoException) => {
          const isTheirs = icmpOrReset(error.code) === 'reset';
          resolve(fail(isTheirs ? { code: 'transport-refused', port } : obstacleOf(error, to)));
        });
        opened.once('connect', () => {
          const { localAddress = null, localPort = null } = opened;
          opened.end(data, () => {
            resolve(ok({ localAddress, localPort }));
            onAnswer('accepted');
          });
        });
        // What the server says is not read, but has to be taken for the connection to end.
        opened.resume();
        const hold = setTimeout(() => opened.destroy(), streamHoldMs);
        opened.once('close', () => {
          clearTimeout(hold);
          resolve(fail({ code: 'transport-refused', port }));
        });
      });
    },
    close() {
      isClosed = true;
      socket?.destroy();
    },
  };
}

function aimAt(port: number, { address, family, source }: Target) {
  return { host: address, port, family, ...(source !== null && { localAddress: source }) };
}

/** What came back, from the error it causes (tcp(7), ip(7)); null for an error of another kind. */
function icmpOrReset(code: string | undefined): 'reset' | 'unreachable' | null {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return 'reset';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EACCES':
      return 'unreachable';
    default:
      return null;
  }
}

function udpShot(port: number, data: Uint8Array, to: Target): Promise<Result<Shot, Obstacle>> {
  const socket = createSocket(to.family === 4 ? 'udp4' : 'udp6');
  return new Promise((resolve) => {
    let onAnswer: ((answer: Answer) => void) | null = null;
    const shot: Shot = {
      send(listener) {
        onAnswer = listener;
        return new Promise((sent) => {
          const local = socket.address();
          socket.send(data, (error) => {
            sent(
              error === null
                ? ok<Sent>({ localAddress: local.address, localPort: local.port })
                : fail(obstacleOf(error, to)),
            );
          });
        });
      },
      close: () => close(socket),
    };
    const refuse = (error: NodeJS.ErrnoException): void => {
      close(socket);
      resolve(fail(obstacleOf(error, to)));
    };
    const ready = (error?: NodeJS.ErrnoException): void => {
      if (error) return refuse(error);
      socket.off('error', refuse);
      // To a datagram socket, ICMP port unreachable looks like a reset.
      socket.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (icmpOrReset(code) !== null) onAnswer?.('unreachable');
      });
      socket.once('message', () => onAnswer?.('data'));
      resolve(ok(shot));
    };
    // A connected socket is told of ICMP errors; an unconnected one would never hear them.
    const aim = (): void => socket.connect(port, to.address, ready);
    socket.once('error', refuse);
    if (to.source === null) aim();
    else socket.bind({ address: to.source, exclusive: true }, aim);
  });
}

/** Sends nothing: a datagram socket learns from connect(2) what is in the way. */
async function findWay(to: Target): Promise<Result<null, Obstacle>> {
  const shot = await udpShot(discardPort, new Uint8Array(), to);
  if (!shot.ok) return shot;
  shot.value.close();
  return ok(null);
}

function close(socket: UdpSocket): void {
  try {
    socket.close();
  } catch {
    // Already closed: there is no way to ask.
  }
}
