import type { Obstacle } from '../errors.ts';
import { isSinglePacket } from '../hosts/method.ts';
import type { Host } from '../hosts/schema.ts';
import { lookBeforeMs, mayTryAgain, waitMs } from '../knock/policy.ts';
import { sendPlan } from '../knock/send.ts';
import type { Ports } from '../ports.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import { decideVerdict, describeClosed } from '../probe/verdict.ts';
import type { ResolvedAddress } from '../resolve/ports.ts';
import type { AddressResult } from '../run.ts';
import type { Experience } from './experience.ts';
import type { AttemptEnd, Method } from './method.ts';
import type { Recorder } from './recorder.ts';
import type { Route } from './route.ts';
import { createSight, type Sight } from './sight.ts';
import type { Turns } from './turns.ts';

/** What a lane shares with the run it is part of. */
export interface LaneContext {
  readonly host: Host;
  readonly ports: Ports;
  readonly method: Method;
  readonly route: Route;
  readonly experience: Experience;
  readonly recorder: Recorder;
  /**
   * One sequence of the run at a time on the wire: knockd 0.8 forgets every unfinished attempt, of whatever sender,
   * when another one ends, so two families that knock side by side keep each other out.
   */
  readonly inTurn: Turns;
  readonly signal: AbortSignal;
  /** The start of a try is held back: the time that passes is not the server's. */
  readonly onHeld: (forMs: number) => void;
  /** Until the deadline of the run, milliseconds. */
  readonly leftMs: () => number;
  /** Knock even if the service is open. */
  readonly always: boolean;
}

export interface LaneResult extends AddressResult {
  readonly resolvedAgoMs: number | null;
}

/** What a lane has done so far. */
interface Progress {
  at: ResolvedAddress | null;
  obstacle: Obstacle | null;
  limited: boolean;
  tries: number;
  packets: number;
  firstAt: number | null;
  openAt: number | null;
}

/** How a try ended: with something to report, or with the wish for another one. */
type Step = 'done' | 'again';

/**
 * Knocks until the service is open, the tries are used up or the time is over. A host with addresses of both families
 * gets them in turn: a knock over one family does nothing for a server that listens on the other.
 *
 *   resolve ─► look before ─► send ─► watch ──open──► done
 *      ▲                                │
 *      └──────────── not open ──────────┘
 */
export async function runLane(context: LaneContext): Promise<LaneResult> {
  const { host, route, signal } = context;
  const sights = new Map<string, Sight | null>();
  const progress: Progress = {
    at: null,
    obstacle: null,
    limited: false,
    tries: 0,
    packets: 0,
    firstAt: null,
    openAt: null,
  };
  const mostTries = canSee(host) ? host.tries : 1;

  let step: Step = 'again';
  while (step === 'again' && progress.tries < mostTries && !signal.aborted) {
    const number = progress.tries + 1;
    const next = await route.next(number);
    if (signal.aborted) break;
    if (!next.ok) {
      progress.obstacle = withoutAddress(host, next.error);
      break;
    }
    progress.at = next.value;
    step = await runTry({ number, triesLeft: mostTries - number, at: next.value, sights, progress, context });
  }
  for (const sight of sights.values()) sight?.end();
  return conclude(context, progress, sights.get(progress.at?.address ?? '') ?? null);
}

async function runTry(request: {
  readonly number: number;
  /** Tries that the host allows after this one. */
  readonly triesLeft: number;
  readonly at: ResolvedAddress;
  readonly sights: Map<string, Sight | null>;
  readonly progress: Progress;
  readonly context: LaneContext;
}): Promise<Step> {
  const { number, at, sights, progress, context } = request;
  const { host, ports, experience, recorder, signal, leftMs } = context;
  const { clock } = ports;
  const target = { ...at, source: host.source ?? null };
  const known = await experience.of(at);

  let sight = sights.get(at.address);
  if (sight === undefined) {
    sight = createSight({ host, target, clock, connect: ports.probe.connect, recorder, signal });
    sights.set(at.address, sight);
    await sight?.lookBefore(lookBeforeMs(known));
    if (signal.aborted) return 'done';
    if (sight?.before?.kind === 'open' && !context.always) return 'done';
    if (sight?.before?.kind === 'not-sent') return stopFor(sight.before.obstacle);
  }
  if (!(await experience.spend())) {
    progress.limited = progress.tries === 0;
    return 'done';
  }

  const made = await context.method.next({
    number,
    at,
    known,
    signal,
    onHeld(forMs) {
      recorder.held(number, forMs);
      context.onHeld(forMs);
    },
  });
  if (signal.aborted) return 'done';
  if (!made.ok) return blocked(made.error);
  const attempt = made.value;
  if (attempt === null) return 'done';
  const { plan } = attempt;

  progress.tries = number;
  recorder.trying(number, at, attempt);
  const listener = recorder.sending(number, at.address, attempt);
  const sending = await context.inTurn(() =>
    sendPlan({
      plan,
      target,
      prepare: ports.knock.prepare,
      clock,
      signal: sight === null || context.always ? signal : AbortSignal.any([signal, sight.wasOpen]),
      listener: {
        ...listener,
        answered(planned, answer, times) {
          experience.sawRoundTrip(at, times.rttMs);
          listener.answered(planned, answer, times);
        },
      },
    }),
  );
  progress.packets += sending.packets;
  progress.firstAt ??= sending.firstAt;
  if (sending.obstacle !== null) {
    sending.release();
    await context.method.ended(attempt, sending.packets === 0 ? 'unsent' : 'unknown');
    return sending.packets === 0 ? stopFor(sending.obstacle) : blocked(sending.obstacle);
  }
  if (sight === null || signal.aborted) {
    sending.release();
    await context.method.ended(attempt, endUnseen(sending.packets, signal));
    return 'done';
  }

  const span = attempt.spanMs;
  const worthAnother = (): boolean =>
    request.triesLeft > 0 && mayTryAgain({ spanMs: span, known, leftMs: leftMs() });
  const triesLeft = worthAnother() ? request.triesLeft : 0;
  const forMs = waitMs({ number, triesLeft, spanMs: span, known, leftMs: leftMs() });
  await sight.watch({ number, gapMs: attempt.gapMs, forMs, leftMs });
  sending.release();
  if (sight.after?.kind === 'open') {
    progress.openAt = clock.elapsed();
    experience.sawRoundTrip(at, sight.after.rttMs);
  }
  await experience.learn(at, {
    gapMs: attempt.learntGapMs,
    settleMs: progress.openAt === null ? null : progress.openAt - sending.lastAt,
  });
  const verdict = verdictOf(context, progress, sight);
  await context.method.ended(attempt, sending.packets === 0 ? 'unsent' : endOf(verdict));
  return verdict === 'still-closed' && worthAnother() ? 'again' : 'done';

  /** An address without a route gives way to the next one, if there is one. */
  function stopFor(obstacle: Obstacle): Step {
    return obstacle.code === 'no-route' && context.route.passOver(at.address) ? 'again' : blocked(obstacle);
  }

  function blocked(obstacle: Obstacle): Step {
    progress.obstacle = obstacle;
    return 'done';
  }
}

/** The advice to use the other family would lead nowhere with packets that know IPv4 only. */
function withoutAddress(host: Host, obstacle: Obstacle): Obstacle {
  return obstacle.code === 'no-address-in-family' && isSinglePacket(host) ? { code: 'ipv4-only' } : obstacle;
}

function endUnseen(packets: number, signal: AbortSignal): AttemptEnd {
  if (packets === 0) return 'unsent';
  return signal.aborted ? 'unknown' : 'unseen';
}

/** What a verdict says about the attempt before it: an open or half-open door was opened, a closed one was not. */
function endOf(verdict: AddressResult['verdict']): AttemptEnd {
  switch (verdict) {
    case 'opened':
    case 'service-down':
      return 'opened';
    case 'still-closed':
      return 'closed';
    default:
      return 'unknown';
  }
}

function verdictOf(
  { host, signal }: LaneContext,
  progress: Progress,
  sight: Sight | null,
): AddressResult['verdict'] {
  if (progress.limited) return 'rate-limited';
  return decideVerdict({
    checked: canSee(host),
    before: sight?.before ?? null,
    after: sight?.after ?? null,
    obstacle: progress.obstacle,
    cancelled: signal.aborted,
  });
}

function conclude(context: LaneContext, progress: Progress, sight: Sight | null): LaneResult {
  const { host, route } = context;
  const verdict = verdictOf(context, progress, sight);
  const seen = sight?.after ?? sight?.before ?? null;
  const literal = progress.obstacle !== null && 'family' in progress.obstacle ? progress.obstacle.family : 4;
  return {
    address: progress.at?.address ?? host.address,
    family: progress.at?.family ?? literal,
    verdict,
    obstacle: verdict === 'unreachable' ? (progress.obstacle ?? obstacleIn(seen)) : null,
    closedBy: describeClosed(verdict, seen),
    saw: seen?.kind === 'wrong' ? seen.saw : null,
    tries: progress.tries,
    packets: progress.packets,
    rttMs: seen !== null && 'rttMs' in seen ? seen.rttMs : null,
    openAfterMs:
      verdict === 'opened' && progress.openAt !== null && progress.firstAt !== null
        ? progress.openAt - progress.firstAt
        : null,
    resolvedAgoMs: route.ageMs(),
  };
}

/** What kept the last look from leaving. */
function obstacleIn(seen: ProbeOutcome | null): Obstacle | null {
  return seen?.kind === 'not-sent' ? seen.obstacle : null;
}

function canSee(host: Host): boolean {
  return host.check !== undefined && !host.admitsOne;
}
