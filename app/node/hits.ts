import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import type { Obstacle } from '../errors.ts';
import type { Answer, Packet, Sent, Shot, Target } from '../knock/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { obstacleOf } from './obstacle.ts';
import { preparePing } from './ping.ts';

/**
 * How long a lone SYN's socket lives. Linux repeats the SYN after 1,000 ms, and a repeated SYN is a second knock;
 * Windows repeats it about 500 ms after a reset (Microsoft KB 175523). 400 ms leaves room for a late timer on a
 * busy computer and still hears the resets of most paths.
 */
const synHoldMs = 400;

/** How long `connect` mode waits for the handshake. */
const connectHoldMs = 2_000;

/** Sockets for one packet, made ahead of time where the system allows it. Nothing leaves before `send`. */
export async function prepare(packet: Packet, to: Target): Promise<Result<Shot, Obstacle>> {
  switch (packet.proto) {
    case 'tcp':
      return ok(tcpShot(packet.port, packet.mode, to));
    case 'udp':
      return udpShot(packet.port, packet.data, to);
    case 'icmp':
      return preparePing(packet.bytes, to);
    default:
      return packet satisfies never;
  }
}

function tcpShot(port: number, mode: 'syn' | 'connect', to: Target): Shot {
  let socket: Socket | null = null;
  return {
    send(onAnswer) {
      return new Promise((resolve) => {
        let handedOver = false;
        socket = connect({
          host: to.address,
          port,
          family: to.family,
          // Happy eyeballs would add a SYN of the other family 250 ms later.
          autoSelectFamily: false,
          ...(to.source !== null && { localAddress: to.source }),
        });
        const opened = socket;
        opened.once('error', (error: NodeJS.ErrnoException) => {
          if (handedOver) {
            const answer = tcpAnswer(error.code);
            if (answer !== null) onAnswer(answer);
          } else if (tcpAnswer(error.code) === 'reset') {
            // On the loopback the reset is there before we could look.
            handedOver = true;
            resolve(ok({ localAddress: null, localPort: null }));
            onAnswer('reset');
          } else {
            resolve(fail(obstacleOf(error, to)));
          }
        });
        opened.once('connect', () => {
          onAnswer('accepted');
          opened.destroy();
        });
        const hold = setTimeout(() => opened.destroy(), mode === 'syn' ? synHoldMs : connectHoldMs);
        opened.once('close', () => clearTimeout(hold));
        // connect() itself runs in the next tick: our own tick behind it sees the port that the system chose.
        process.nextTick(() => {
          if (opened.localPort === undefined) return;
          handedOver = true;
          resolve(ok({ localAddress: opened.localAddress ?? null, localPort: opened.localPort }));
        });
      });
    },
    close() {
      socket?.destroy();
    },
  };
}

function tcpAnswer(code: string | undefined): Answer | null {
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
    const refuse = (error: NodeJS.ErrnoException): void => {
      close(socket);
      resolve(fail(obstacleOf(error, to)));
    };
    socket.once('error', refuse);
    const aim = (): void =>
      // A connected socket is told of ICMP errors; an unconnected one would never hear them.
      socket.connect(port, to.address, () => {
        socket.off('error', refuse);
        socket.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNREFUSED' || error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH') {
            onAnswer?.('unreachable');
          }
        });
        socket.on('message', () => onAnswer?.('data'));
        resolve(ok(shot));
      });
    const shot: Shot = {
      send(listener) {
        onAnswer = listener;
        return new Promise((sent) => {
          const local = socket.address();
          socket.send(data, (error) => {
            sent(
              error === null || tcpAnswer((error as NodeJS.ErrnoException).code) === 'reset'
                ? ok<Sent>({ localAddress: local.address, localPort: local.port })
                : fail(obstacleOf(error, to)),
            );
          });
        });
      },
      close: () => close(socket),
    };
    if (to.source === null) aim();
    else socket.bind({ address: to.source, exclusive: true }, aim);
  });
}

function close(socket: UdpSocket): void {
  try {
    socket.close();
  } catch {
    // Already closed: there is no way to ask.
  }
}
