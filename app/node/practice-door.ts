import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HostInput } from '../hosts/schema.ts';
import { firstDynamicPort, firstUserPort } from '../knock/explain.ts';
import { generateSequence } from '../knock/generate.ts';
import {
  closedDoor,
  hitDoor,
  nextDueMs,
  passTime,
  type DoorChange,
  type DoorEvent,
  type DoorStep,
} from '../practice/door.ts';

/** The log of the door, or that another program took the port of the service while it was closed. */
export type PracticeEvent =
  DoorEvent | { readonly type: 'service-blocked'; readonly atMs: number; readonly port: number };

/** A knock server on the loopback. Times of its log are those of performance.now(). */
export interface PracticeDoor {
  readonly servicePort: number;
  readonly steps: readonly DoorStep[];
  /** How to knock it, in the form of a saved host without its name. */
  readonly host: Required<Pick<HostInput, 'address' | 'knock' | 'check' | 'openForMs'>>;
  /** Tells every event from now on, after it took effect: at `opened` the service listens. Returns the way to stop. */
  readonly watch: (listener: (event: PracticeEvent) => void) => () => void;
  /** Ends all connections and frees every port. */
  readonly close: () => Promise<void>;
}

const address = '127.0.0.1';

/** RFC 4253 §4.2: the software version holds no hyphen. */
const banner = 'SSH-2.0-Postern_practice\r\n';

/**
 * Which hit came first is known only from the order in which the kernel names the sockets. On Linux that is the order
 * in which they became ready (60 of 60 knocks without any gap, TCP, UDP and mixed), but a socket served in the last
 * turn of the event loop keeps its old place for one turn: a second knock within that turn is seen as 1 2 3 even if it
 * was 3 2 1. A gap longer than a turn gives every hit a turn of its own.
 */
const gapMs = 20;

/**
 * Opens a door with free ports and a new sequence. The service port is really closed until the sequence came: nothing
 * listens on it, so that connecting is refused.
 */
export async function openPracticeDoor(options: {
  /** The protocols of the steps, at least three. */
  readonly steps: readonly ('tcp' | 'udp')[];
  readonly seqTimeoutMs: number;
  readonly openForMs: number;
}): Promise<PracticeDoor> {
  const { seqTimeoutMs, openForMs } = options;
  const listeners = new Set<(event: PracticeEvent) => void>();
  let isReady = false;
  const { steps, closers } = await listenToKnocks(options.steps, onHit);
  const servicePort = await findClosedPort(steps);
  const settings = { steps, seqTimeoutMs, openForMs };
  const service = practiceService(servicePort);
  let door = closedDoor;
  let timer: NodeJS.Timeout | undefined;
  let effects = Promise.resolve();
  let closing: Promise<void> | null = null;

  function onHit(step: DoorStep, client: string): void {
    if (!isReady) return;
    apply(hitDoor(door, settings, { ...step, client, atMs: performance.now() }));
  }

  function apply(change: DoorChange): void {
    door = change.door;
    // One after the other, so that the log has the order of the facts.
    effects = effects.then(() => carryOut(change.events));
    clearTimeout(timer);
    const dueMs = nextDueMs(door, settings);
    if (dueMs === null) return;
    timer = setTimeout(() => apply(passTime(door, settings, performance.now())), dueMs - performance.now());
  }

  async function carryOut(events: readonly DoorEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type === 'closed') service.close();
      const isBlocked = event.type === 'opened' && !(await service.open());
      tell(isBlocked ? { type: 'service-blocked', atMs: event.atMs, port: servicePort } : event);
    }
  }

  function tell(event: PracticeEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function end(): Promise<void> {
    await Promise.all(closers.map((close) => close()));
    clearTimeout(timer);
    await effects;
    await service.end();
  }

  await untilPolled();
  isReady = true;

  return {
    servicePort,
    steps,
    host: {
      address,
      knock: {
        method: 'sequence',
        steps: steps.map(({ proto, port }) => ({ proto, port })),
        gapMs,
        seqTimeoutMs,
      },
      check: { port: servicePort, expect: { kind: 'ssh' } },
      openForMs,
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => (closing ??= end()),
  };
}

type Closer = () => Promise<void>;

/** Draws sequences until all ports of one are free. */
async function listenToKnocks(
  protocols: readonly ('tcp' | 'udp')[],
  onHit: (step: DoorStep, client: string) => void,
): Promise<{ readonly steps: readonly DoorStep[]; readonly closers: readonly Closer[] }> {
  const drawn = generateSequence({ steps: protocols.length, random: randomBytes });
  if (!drawn.ok) throw new Error(`a practice door of ${protocols.length} steps`);
  const steps = drawn.value.steps.flatMap((step, index): readonly DoorStep[] => {
    const proto = protocols[index];
    return step.proto === 'icmp' || proto === undefined ? [] : [{ proto, port: step.port }];
  });
  const listen = (step: DoorStep) =>
    (step.proto === 'tcp' ? listenTcp : listenUdp)(step.port, (client) => onHit(step, client));
  const closers = await Promise.all(steps.map(listen));
  const bound = closers.filter((close) => close !== null);
  if (bound.length === steps.length) return { steps, closers: bound };
  await Promise.all(bound.map((close) => close()));
  return listenToKnocks(protocols, onHit);
}

/** The kernel completes the handshake before anybody asks, so a hit counts when it is accepted. Null: port taken. */
async function listenTcp(port: number, onHit: (client: string) => void): Promise<Closer | null> {
  const server = createServer((socket) => {
    socket.on('error', ignore);
    onHit(socket.remoteAddress ?? address);
    socket.destroy();
  });
  if (!(await isListening(server, port))) return null;
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

async function listenUdp(port: number, onHit: (client: string) => void): Promise<Closer | null> {
  const socket = createSocket('udp4');
  socket.on('message', (_, from) => onHit(from.address));
  try {
    socket.bind({ port, address, exclusive: true });
    await once(socket, 'listening');
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    return null;
  }
  return async () => {
    socket.close();
    await once(socket, 'close');
  };
}

/**
 * A port that nothing listens on. It lies below those that computers take for their own connections: none of them
 * occupies it while the door is closed, and no connect to it can meet itself (TCP's simultaneous open).
 */
async function findClosedPort(steps: readonly DoorStep[]): Promise<number> {
  const port = randomInt(firstUserPort, firstDynamicPort);
  const server = createServer();
  if (steps.some((step) => step.port === port) || !(await isListening(server, port)))
    return findClosedPort(steps);
  server.close();
  await once(server, 'close');
  return port;
}

function practiceService(port: number) {
  const connections = new Set<Socket>();
  let server: Server | null = null;

  function close(): void {
    // As with a firewall that lets established connections live on, only new ones are refused.
    server?.close();
    server = null;
  }

  return {
    /** Whether the service listens now. */
    async open(): Promise<boolean> {
      if (server !== null) return true;
      const opening = createServer((socket) => {
        connections.add(socket);
        socket.on('error', ignore);
        socket.on('close', () => connections.delete(socket));
        socket.resume();
        socket.write(banner);
      });
      if (!(await isListening(opening, port))) return false;
      server = opening;
      return true;
    },
    close,
    /** Also ends what is connected. */
    async end(): Promise<void> {
      close();
      const ended = [...connections].map((socket) => once(socket, 'close'));
      for (const socket of connections) socket.destroy();
      await Promise.all(ended);
    },
  };
}

/** Begins to listen on the loopback; false if the port is taken. */
async function isListening(server: Server, port: number): Promise<boolean> {
  try {
    server.listen({ port, host: address, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    return false;
  }
}

/**
 * Resolves when the kernel watches every socket opened so far. Before that, hits on them are told in the order in which
 * the sockets were opened. The first turn ends without a look at new sockets, the second one begins with it.
 */
async function untilPolled(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

/** Windows answers EACCES for ports that it keeps for itself. */
function isPortTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}

/** A client that goes away early is no concern of the door. */
function ignore(): void {}
