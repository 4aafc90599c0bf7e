import { execFile } from 'node:child_process';
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Answer, Packet, Shot, Target } from '../../../app/knock/ports.ts';
import { prepare } from '../../../app/node/hits.ts';
import { openSilentPort } from './silent-port.ts';

const four: Target = { address: '127.0.0.1', family: 4, source: null };
const six: Target = { address: '::1', family: 6, source: null };
const closers: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const tcp = (port: number, mode: 'syn' | 'connect' = 'syn'): Packet => ({ proto: 'tcp', port, mode });
const stream = (port: number, data: Uint8Array): Packet => ({ proto: 'tcp', port, mode: 'send', data });
const udp = (port: number, data: Uint8Array = Uint8Array.of(0)): Packet => ({ proto: 'udp', port, data });

/** A listening TCP port, with the connections it had. */
async function listenTcp({ address } = four, onHit = (): void => {}) {
  const connections: {
    readonly from: string;
    readonly port: number | undefined;
    readonly ended: Promise<unknown>;
  }[] = [];
  const server = createServer((socket: Socket) => {
    const { remoteAddress = '', remotePort } = socket;
    socket.on('error', () => {});
    connections.push({ from: remoteAddress, port: remotePort, ended: once(socket.resume(), 'close') });
    onHit();
  });
  server.listen(0, address);
  await once(server, 'listening');
  closers.push(() => new Promise((done) => server.close(done)));
  return { port: (server.address() as AddressInfo).port, connections };
}

/** A listening UDP port, with the datagrams it got. */
async function listenUdp(
  { address, family } = four,
  onHit: (from: RemoteInfo, socket: UdpSocket) => void = () => {},
) {
  const datagrams: { readonly data: Uint8Array; readonly from: string; readonly port: number }[] = [];
  const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
  socket.on('message', (data, from) => {
    datagrams.push({ data: Uint8Array.from(data), from: from.address, port: from.port });
    onHit(from, socket);
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { port: socket.address().port, datagrams };
}

/** A port that nothing listens on. */
async function closedPort(proto: 'tcp' | 'udp'): Promise<number> {
  const { port } = proto === 'tcp' ? await listenTcp() : await listenUdp();
  await closers.pop()?.();
  return port;
}

async function ready(packet: Packet, to: Target = four): Promise<Shot> {
  const prepared = await prepare(packet, to);
  if (!prepared.ok) throw new Error(`not prepared: ${prepared.error.code}`);
  closers.push(() => prepared.value.close());
  return prepared.value;
}

/** Sends one hit. Tells in which order it was reported and answered. */
async function hit(packet: Packet, to: Target = four) {
  const answers: Answer[] = [];
  let hear = (): void => {};
  const answered = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const shot = await ready(packet, to);
  const sent = await shot.send((answer) => {
    answers.push(answer);
    hear();
  });
  const answersBefore = [...answers];
  return { shot, sent, answers, answersBefore, answered };
}

const port = expect.any(Number) as number;

describe('a TCP hit', () => {
  test.each([four, six])('is one connection attempt, told with the local port: %j', async (to) => {
    const { port: listening, connections } = await listenTcp(to);
    const { sent, answers, answersBefore, answered } = await hit(tcp(listening), to);
    expect(sent).toEqual({ ok: true, value: { localAddress: to.address, localPort: port } });
    expect(answersBefore).toEqual([]);
    await answered;
    expect(answers).toEqual(['accepted']);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    await connections[0]?.ended;
    expect(connections.map((each) => each.port)).toEqual([sent.ok ? sent.value.localPort : null]);
  });

  test.each([
    ['syn', four],
    ['connect', four],
    ['syn', six],
  ] as const)(
    'that is reset was sent all the same, and the reset is its answer: %s to %j',
    async (mode, to) => {
      const { sent, answers, answersBefore, answered } = await hit(tcp(await closedPort('tcp'), mode), to);
      expect(sent).toEqual({ ok: true, value: { localAddress: to.address, localPort: port } });
      expect(answersBefore).toEqual([]);
      await answered;
      expect(answers).toEqual(['reset']);
    },
  );

  test('in connect mode completes the handshake and closes', async () => {
    const { port: listening, connections } = await listenTcp();
    const { answers, answered } = await hit(tcp(listening, 'connect'));
    await answered;
    expect(answers).toEqual(['accepted']);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    await connections[0]?.ended;
  });

  test('that nobody answers was sent, without an answer', async () => {
    const silent = await openSilentPort();
    closers.push(silent.close);
    const { sent, answers } = await hit(tcp(silent.port));
    expect(sent).toEqual({ ok: true, value: { localAddress: '127.0.0.1', localPort: port } });
    await pause(600);
    expect(answers).toEqual([]);
  });
});

describe('a UDP hit', () => {
  test.each([
    ['no byte', 0],
    ['one byte', 1],
    ['1,200 bytes', 1_200],
  ])('of %s arrives as it is', async (_, length) => {
    const data = Uint8Array.from({ length }, (__, index) => index * 7);
    const { port: listening, datagrams } = await listenUdp();
    const { sent } = await hit(udp(listening, data));
    await vi.waitFor(() => expect(datagrams).toHaveLength(1));
    expect(sent).toEqual({ ok: true, value: { localAddress: '127.0.0.1', localPort: datagrams[0]?.port } });
    expect(datagrams.map((datagram) => datagram.data)).toEqual([data]);
  });

  test('goes over IPv6 too', async () => {
    const { port: listening, datagrams } = await listenUdp(six);
    const { sent } = await hit(udp(listening), six);
    await vi.waitFor(() => expect(datagrams).toHaveLength(1));
    expect(sent).toEqual({ ok: true, value: { localAddress: '::1', localPort: datagrams[0]?.port } });
  });

  test.each([four, six])(
    'to a port that nothing listens on was sent, and found unreachable: %j',
    async (to) => {
      const { sent, answersBefore, answers, answered } = await hit(udp(await closedPort('udp')), to);
      expect(sent).toEqual({ ok: true, value: { localAddress: to.address, localPort: port } });
      expect(answersBefore).toEqual([]);
      await answered;
      expect(answers).toEqual(['unreachable']);
    },
  );

  test('that is answered tells so once, however much comes', async () => {
    const { port: listening } = await listenUdp(four, (from, socket) => {
      for (let count = 0; count < 3; count += 1) socket.send('!', from.port, from.address);
    });
    const { answers, answered } = await hit(udp(listening));
    await answered;
    await pause(50);
    expect(answers).toEqual(['data']);
  });
});

describe('a connection that says one thing', () => {
  /** Listens, and keeps what each connection said until its end. */
  async function listenWhole(onConnection: (socket: Socket) => void = () => {}, { address } = four) {
    const said: { readonly data: Uint8Array; readonly port: number | undefined }[] = [];
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      const { remotePort } = socket;
      const parts: Uint8Array[] = [];
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
      socket.on('data', (part) => parts.push(part));
      socket.on('end', () => said.push({ data: Uint8Array.from(Buffer.concat(parts)), port: remotePort }));
      onConnection(socket);
    });
    server.listen(0, address);
    await once(server, 'listening');
    closers.push(() => {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(done));
    });
    return { port: (server.address() as AddressInfo).port, said };
  }

  test.each([
    [four, 300],
    [six, 300],
    [four, 200_000],
  ])('arrives whole and ends: %j, %i bytes', async (to, length) => {
    const data = Uint8Array.from({ length }, (_, index) => index * 7);
    const { port: listening, said } = await listenWhole(() => {}, to);
    const { sent, answers } = await hit(stream(listening, data), to);
    expect(sent).toEqual({ ok: true, value: { localAddress: to.address, localPort: port } });
    expect(answers).toEqual(['accepted']);
    await vi.waitFor(() => expect(said).toHaveLength(1));
    expect(said).toEqual([{ data, port: sent.ok ? sent.value.localPort : null }]);
  });

  test('arrives at a server that talks first and longer', async () => {
    const { port: listening, said } = await listenWhole((socket) => socket.write('x'.repeat(100_000)));
    const { sent } = await hit(stream(listening, Uint8Array.of(1, 2, 3)));
    expect(sent.ok).toBe(true);
    await vi.waitFor(() => expect(said.map(({ data }) => [...data])).toEqual([[1, 2, 3]]));
  });

  test.each([four, six])('that nobody takes was refused, and nothing left: %j', async (to) => {
    const closed = await closedPort('tcp');
    const { sent, answers } = await hit(stream(closed, Uint8Array.of(1)), to);
    expect(sent).toEqual({ ok: false, error: { code: 'transport-refused', port: closed } });
    expect(answers).toEqual([]);
  });

  // No connection can be made to all (tcp(7)), so nothing leaves.
  test('without a way there was refused by nobody', async () => {
    const address = '255.255.255.255';
    const { sent } = await hit(stream(9, Uint8Array.of(1)), { ...four, address });
    expect(sent).toEqual({ ok: false, error: { code: 'no-route', address } });
  });

  test('that nobody answers is given up after three seconds', async () => {
    const silent = await openSilentPort();
    closers.push(silent.close);
    const { sent, answers } = await hit(stream(silent.port, Uint8Array.of(1)));
    expect(sent).toEqual({ ok: false, error: { code: 'transport-refused', port: silent.port } });
    expect(answers).toEqual([]);
  });

  test('ends at once when it is closed, however long the other side is silent', async () => {
    const silent = await openSilentPort();
    closers.push(silent.close);
    const shot = await ready(stream(silent.port, Uint8Array.of(1)));
    const sending = shot.send(() => {});
    await pause(50);
    shot.close();
    // Sooner than it would be given up.
    expect(await Promise.race([sending, pause(1_000, 'waits')])).toMatchObject({ ok: false });
  });

  test('that was closed before does not begin', async () => {
    const { port: listening, connections } = await listenTcp();
    const shot = await ready(stream(listening, Uint8Array.of(1)));
    shot.close();
    expect(await shot.send(() => {})).toMatchObject({ ok: false });
    await pause(50);
    expect(connections).toEqual([]);
  });

  test('leaves from the source address of the host', async () => {
    const from: (string | undefined)[] = [];
    const { port: listening } = await listenWhole((socket) => from.push(socket.remoteAddress));
    await hit(stream(listening, Uint8Array.of(1)), { ...four, source: '127.0.0.2' });
    expect(from).toEqual(['127.0.0.2']);
  });
});

test('nothing leaves before the sending', async () => {
  const tcpServer = await listenTcp();
  const udpServer = await listenUdp();
  const tcpShot = await ready(tcp(tcpServer.port));
  const udpShot = await ready(udp(udpServer.port, Uint8Array.of(1)));
  const closed = [await ready(tcp(tcpServer.port)), await ready(udp(udpServer.port, Uint8Array.of(2)))];
  for (const shot of closed) shot.close();
  await pause(50);
  expect([tcpServer.connections, udpServer.datagrams]).toEqual([[], []]);
  await tcpShot.send(() => {});
  await udpShot.send(() => {});
  await vi.waitFor(() => expect([tcpServer.connections.length, udpServer.datagrams.length]).toEqual([1, 1]));
  expect(udpServer.datagrams[0]?.data).toEqual(Uint8Array.of(1));
});

test('no answer is told after the close', async () => {
  const asked: RemoteInfo[] = [];
  const sockets: UdpSocket[] = [];
  const { port: listening } = await listenUdp(four, (from, socket) => {
    asked.push(from);
    sockets.push(socket);
  });
  const { shot, answers } = await hit(udp(listening));
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  shot.close();
  sockets[0]?.send('!', asked[0]?.port ?? 0, '127.0.0.1');
  await pause(50);
  expect(answers).toEqual([]);
});

test('hits without a gap arrive in their order, whatever the protocols', async () => {
  const arrived: number[] = [];
  const servers = [
    await listenTcp(four, () => arrived.push(0)),
    await listenUdp(four, () => arrived.push(1)),
    await listenTcp(four, () => arrived.push(2)),
    await listenUdp(four, () => arrived.push(3)),
  ];
  const packets = servers.map((server, index) => (index % 2 === 0 ? tcp(server.port) : udp(server.port)));
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
    [1, 3, 0, 2],
    [0, 2, 1, 3],
  ];
  for (const order of orders) {
    const shots = await Promise.all(order.map(async (index) => ready(packets[index] ?? tcp(0))));
    // The kernel names ready sockets in order once they had a turn to rest.
    await pause(20);
    await nextTurn();
    for (const shot of shots) await shot.send(() => {});
    await vi.waitFor(() => expect(arrived).toHaveLength(4));
    expect(arrived.splice(0)).toEqual(order);
  }
});

describe('a source address', () => {
  const from = { ...four, source: '127.0.0.2' };

  test('is the one that the server sees', async () => {
    const tcpServer = await listenTcp();
    const udpServer = await listenUdp();
    const sent = [(await hit(tcp(tcpServer.port), from)).sent, (await hit(udp(udpServer.port), from)).sent];
    await vi.waitFor(() =>
      expect([tcpServer.connections.length, udpServer.datagrams.length]).toEqual([1, 1]),
    );
    expect(tcpServer.connections[0]?.from).toBe('127.0.0.2');
    expect(udpServer.datagrams[0]?.from).toBe('127.0.0.2');
    const local = { ok: true, value: { localAddress: '127.0.0.2', localPort: port } };
    expect(sent).toEqual([local, local]);
  });

  const icmp: Packet = { proto: 'icmp', bytes: 8 };
  test.each([
    [tcp(9), four, '::1'],
    [stream(9, Uint8Array.of(1)), four, '::1'],
    [udp(9), four, '::1'],
    [icmp, four, '::1'],
    [tcp(9), six, '127.0.0.1'],
    [udp(9), six, '127.0.0.1'],
    [icmp, six, '127.0.0.1'],
    [tcp(9), four, '192.0.2.7'],
    [stream(9, Uint8Array.of(1)), four, '192.0.2.7'],
    [udp(9), four, '192.0.2.7'],
  ] as const)('that cannot be used is named: %j to %j from %s', async (packet, to, source) => {
    const prepared = await prepare(packet, { ...to, source });
    const outcome = prepared.ok ? await prepared.value.send(() => {}) : prepared;
    expect(outcome).toEqual({ ok: false, error: { code: 'source-unavailable', source } });
  });
});

test.each([tcp(9), udp(9), { proto: 'icmp', bytes: 8 } as const])(
  'a link that is not there is no way, not the first one there is: %j',
  async (packet) => {
    const address = 'fe80::7%no-such-link';
    const prepared = await prepare(packet, { address, family: 6, source: null });
    expect(prepared).toEqual({ ok: false, error: { code: 'no-route', address } });
  },
);

// 255.255.255.255 needs a right that nobody asks for (SO_BROADCAST in socket(7)), so nothing leaves.
test('a datagram that may not leave is known before anything is sent', async () => {
  const address = '255.255.255.255';
  const prepared = await prepare(udp(9), { address, family: 4, source: '127.0.0.1' });
  expect(prepared).toEqual({ ok: false, error: { code: 'blocked-here', what: address } });
});

describe('as a process', () => {
  const run = promisify(execFile);
  const script = (name: string) => new URL(name, import.meta.url).pathname;

  test('closed shots leave nothing to wait for', async () => {
    const silent = await openSilentPort();
    closers.push(silent.close);
    const { stdout } = await run(process.execPath, [script('leaves-nothing.ts'), String(silent.port)]);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('without file descriptors every hit and probe says so', async () => {
    const limited = 'ulimit -n 64 && exec "$0" "$1"';
    const { stdout } = await run('sh', ['-c', limited, process.execPath, script('without-sockets.ts')]);
    const obstacle = { code: 'no-sockets' };
    const refused = { ok: false, error: obstacle };
    expect(JSON.parse(stdout)).toEqual({
      tcp: refused,
      udp: refused,
      icmp: refused,
      probe: { kind: 'not-sent', obstacle },
    });
  });
});
