import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { watchService } from '../probe/run.ts';
import { decideVerdict, describeClosed, type Verdict } from '../probe/verdict.ts';
import type { AddressResult, KnockResult, RunEvent } from '../run.ts';
import { openExperience } from './experience.ts';
import { runLane, type LaneResult } from './lane.ts';
import type { Method } from './method.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createRoute, type Route } from './route.ts';
import { createTurns } from './turns.ts';
import type { ClockOffset } from '../time/ports.ts';
import { dependsOnTime, isSinglePacket } from '../hosts/method.ts';

/** One host's run: its lanes (one for each family that is knocked), its turn, its events and its result. */
interface RunRequest {
  readonly host: Host;
  readonly ports: Ports;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** Knocks a host and watches its service. Other knocks of this host, in any process, come before or after, never between. */
export async function runKnock(
  request: RunRequest & {
    readonly method: Method;
    readonly always: boolean;
    readonly force: boolean;
    /** See Settings.clockSource. */
    readonly clockSource: string;
  },
): Promise<KnockResult> {
  const { method, ports, emit, signal } = request;
  const host = seenAt(request.host, method.servicePort);
  const { clock, memory } = ports;
  const startedAt = clock.elapsed();
  const tookMs = (): number => clock.elapsed() - startedAt;

  const turn = await takeTurn(request, startedAt);
  if (turn === null) return { ...nothingHappened, tookMs: tookMs() };
  try {
    let deadlineAt = clock.elapsed() + host.deadlineMs;
    const experience = await openExperience({ host, force: request.force, clock, memory });
    const recorder = createRecorder({ clock, startedAt, emit });
    const inTurn = createTurns();
    const lanes = await Promise.all(
      lanesOf(host).map((family) =>
        runLane({
          host,
          ports,
          method,
          route: createRoute({
            host,
            family,
            clock,
            resolve: ports.resolve.resolve,
            experience,
            recorder,
            signal,
          }),
          experience,
          recorder,
          inTurn,
          signal,
          onHeld: (forMs) => {
            deadlineAt += forMs;
          },
          leftMs: () => deadlineAt - clock.elapsed(),
          always: request.always,
        }).then((lane) => {
          if (isOpen(lane.verdict)) deadlineAt = Math.min(deadlineAt, clock.elapsed() + otherFamilyMs);
          return lane;
        }),
      ),
    );
    const result = {
      ...summarise(host, lanes, tookMs()),
      clock: await compareClock(request, lanes, recorder),
    };
    return result.verdict === 'rate-limited' ? { ...result, waitMs: experience.permittedInMs() } : result;
  } finally {
    await turn();
  }
}

/** A packet may have asked for another port than the one that the host usually checks. */
function seenAt(host: Host, port: number | null): Host {
  return port === null || host.check === undefined ? host : { ...host, check: { ...host.check, port } };
}

/** When a code that depends on the time failed, and the user named a clock: how far ours is from it. */
async function compareClock(
  { host, ports, signal, clockSource }: Parameters<typeof runKnock>[0],
  lanes: readonly LaneResult[],
  recorder: Recorder,
): Promise<ClockOffset | null> {
  const hasFailed = lanes.every(({ verdict }) => verdict === 'still-closed');
  if (!hasFailed || clockSource === '' || !dependsOnTime(host)) return null;
  const offset = await ports.time.compare(clockSource, signal);
  if (!offset.ok) return null;
  recorder.compared(clockSource, offset.value);
  return offset.value;
}

/** How long the other family may still try once one is open: the user can get in, and should not wait for the rest. */
const otherFamilyMs = 2_000;

/** How long a check looks: as long as the list's "Closed (silent)" promises. */
const checkForMs = 3_000;

/** Looks whether the service of a host is reachable. Sends no knock, waits for no turn, costs nothing of the limit. */
export async function runCheck(request: RunRequest): Promise<KnockResult> {
  const { host, ports, emit, signal } = request;
  const { clock, memory } = ports;
  const startedAt = clock.elapsed();
  const experience = await openExperience({ host, force: false, clock, memory });
  const recorder = createRecorder({ clock, startedAt, emit });
  const lanes = await Promise.all(
    lanesOf(host).map((family) => {
      const route = createRoute({
        host,
        family,
        clock,
        resolve: ports.resolve.resolve,
        experience,
        recorder,
        signal,
      });
      return lookOnce(request, route, recorder);
    }),
  );
  return summarise(host, lanes, clock.elapsed() - startedAt);
}

async function lookOnce(
  { host, ports, signal }: RunRequest,
  route: Route,
  recorder: Recorder,
): Promise<LaneResult> {
  const next = await route.next(1);
  const base = { ...untouched, address: host.address, family: 4 as const, resolvedAgoMs: route.ageMs() };
  if (signal.aborted) return { ...base, verdict: 'cancelled' };
  if (!next.ok) return { ...base, verdict: 'unreachable', obstacle: next.error };
  const { address, family } = next.value;
  const service = {
    ...next.value,
    source: host.source ?? null,
    port: host.check?.port ?? 0,
    expect: host.check?.expect ?? null,
  };
  const seen = await watchService({
    connect: ports.probe.connect,
    clock: ports.clock,
    service,
    pauseMs: (number) => (number === 1 ? 0 : checkForMs / 3),
    forMs: checkForMs,
    signal,
    onOutcome: (outcome) => recorder.probed(1, 'before', service, outcome),
    isFinal: (outcome) => outcome.kind !== 'silent',
  });
  const obstacle = seen.kind === 'not-sent' ? seen.obstacle : null;
  const verdict = decideVerdict({
    checked: true,
    before: seen,
    after: null,
    obstacle,
    cancelled: signal.aborted,
  });
  return {
    ...base,
    address,
    family,
    verdict,
    obstacle,
    closedBy: describeClosed(verdict, seen),
    saw: seen.kind === 'wrong' ? seen.saw : null,
    rttMs: 'rttMs' in seen ? seen.rttMs : null,
    resolvedAgoMs: route.ageMs(),
  };
}

function isOpen(verdict: Verdict): boolean {
  return verdict === 'opened' || verdict === 'already-open';
}

function lanesOf(host: Host): readonly ('auto' | '4' | '6')[] {
  // Single packets name the address to admit, and have room for IPv4 only.
  if (isSinglePacket(host) && host.family !== '6') return ['4'];
  return host.family === 'both' ? ['4', '6'] : [host.family];
}

/** Long enough that a turn which is free is not announced as a queue. */
const queueNoticeMs = 30;

async function takeTurn({ host, ports, emit, signal }: RunRequest, startedAt: number) {
  const { clock, memory } = ports;
  const waiting = new AbortController();
  void clock.sleep(queueNoticeMs, AbortSignal.any([signal, waiting.signal])).then(() => {
    if (!waiting.signal.aborted && !signal.aborted)
      emit({ type: 'queued', atMs: clock.elapsed() - startedAt });
  });
  const turn = await memory.takeTurn(host.id, signal);
  waiting.abort();
  return turn;
}

/** Which address speaks for the host: the first of these that one of them reached. */
const rank: readonly Verdict[] = [
  'opened',
  'already-open',
  'cancelled',
  'service-down',
  'wrong-service',
  'still-closed',
  'sent',
  'rate-limited',
  'unreachable',
];

/**
 * The verdict of a host is that of its best address: "can I get in?" is answered by one way in. Every address is in
 * the result, so that nobody takes the other one for open.
 */
function summarise(host: Host, lanes: readonly LaneResult[], tookMs: number): KnockResult {
  const best = lanes.toSorted((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict))[0];
  if (best === undefined) throw new Error('a run without lanes');
  const isKnown = best.verdict !== 'unreachable' || best.packets > 0 || best.obstacle?.code === 'no-route';
  return {
    verdict: best.verdict,
    obstacle: best.obstacle,
    address: isKnown ? best.address : null,
    family: isKnown ? best.family : null,
    port: host.check?.port ?? null,
    resolvedAgoMs: best.resolvedAgoMs,
    closedBy: best.closedBy,
    saw: best.saw,
    tries: Math.max(...lanes.map((lane) => lane.tries)),
    packets: lanes.reduce((sum, lane) => sum + lane.packets, 0),
    rttMs: best.rttMs,
    openAfterMs: best.openAfterMs,
    tookMs,
    clock: null,
    waitMs: null,
    addresses: lanes.map(({ resolvedAgoMs: _, ...address }) => address),
  };
}

/** What can be said of an address that nothing was done to. */
const untouched = {
  verdict: 'cancelled',
  obstacle: null,
  closedBy: null,
  saw: null,
  tries: 0,
  packets: 0,
  rttMs: null,
  openAfterMs: null,
} as const satisfies Omit<AddressResult, 'address' | 'family'>;

/** What can be said of a run that did not begin. */
export const nothingHappened: Omit<KnockResult, 'tookMs'> = {
  ...untouched,
  address: null,
  family: null,
  port: null,
  resolvedAgoMs: null,
  clock: null,
  waitMs: null,
  addresses: [],
};
