import type { Clock } from '../clock.ts';
import type { Obstacle } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import type { PlannedPacket } from './plan.ts';
import type { Answer, KnockPorts, Sent, Shot, Target } from './ports.ts';

/** What a sender tells while it works. Times are `clock.elapsed()`. */
export interface SendListener {
  sent(
    planned: PlannedPacket,
    at: { readonly plannedAt: number; readonly sentAt: number },
    local: Sent,
  ): void;
  answered(
    planned: PlannedPacket,
    answer: Answer,
    at: { readonly answeredAt: number; readonly rttMs: number },
  ): void;
  blocked(planned: PlannedPacket, obstacle: Obstacle): void;
}

export interface Sending {
  /** How many packets were handed to the system, and when the first and the last of them. */
  readonly packets: number;
  readonly firstAt: number | null;
  readonly lastAt: number;
  readonly obstacle: Obstacle | null;
  /** Ends listening for answers. Until then each one is told, however late. */
  readonly release: () => void;
}

/**
 * Sends a plan on time and in order: each packet was handed to the system before the next one's time is looked at.
 * Answers are never waited for. Stops at the first packet that cannot be sent, because the rest is worth nothing,
 * and at once when the signal aborts.
 */
export async function sendPlan(request: {
  readonly plan: readonly PlannedPacket[];
  readonly target: Target;
  readonly prepare: KnockPorts['prepare'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly listener: SendListener;
}): Promise<Sending> {
  const { target, clock, signal, listener } = request;
  const prepared = await prepareAll(request);
  if (!prepared.ok) {
    listener.blocked(prepared.error.planned, prepared.error.obstacle);
    return {
      packets: 0,
      firstAt: null,
      lastAt: clock.elapsed(),
      obstacle: prepared.error.obstacle,
      release: nothing,
    };
  }
  const shots = prepared.value;
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    for (const { shot } of shots) shot.close();
  };

  // A connection that nobody answers would otherwise be waited for.
  signal.addEventListener('abort', release, { once: true });
  const startedAt = clock.elapsed();
  let packets = 0;
  let firstAt: number | null = null;
  let lastAt = startedAt;
  for (const { planned, shot } of shots) {
    const plannedAt = startedAt + planned.offsetMs;
    const early = plannedAt - clock.elapsed();
    if (early > 0) await clock.sleep(early, signal);
    if (signal.aborted) break;
    const sentAt = clock.elapsed();
    // On the loopback the answer may be here before the sending is told.
    let tellAnswers = nothing;
    const isTold = new Promise<void>((resolve) => {
      tellAnswers = resolve;
    });
    const sent = await shot.send((answer) => {
      const answeredAt = clock.elapsed();
      void isTold.then(() => {
        if (!released) listener.answered(planned, answer, { answeredAt, rttMs: answeredAt - sentAt });
      });
    });
    if (!sent.ok) {
      // Closed by us.
      if (signal.aborted) break;
      const obstacle = nameBlocked(sent.error, planned, target);
      listener.blocked(planned, obstacle);
      return { packets, firstAt, lastAt, obstacle, release };
    }
    packets += 1;
    firstAt ??= sentAt;
    lastAt = sentAt;
    listener.sent(planned, { plannedAt, sentAt }, sent.value);
    tellAnswers();
  }
  return { packets, firstAt, lastAt, obstacle: null, release };
}

type Prepared = Result<
  readonly { readonly planned: PlannedPacket; readonly shot: Shot }[],
  { readonly planned: PlannedPacket; readonly obstacle: Obstacle }
>;

async function prepareAll(request: {
  readonly plan: readonly PlannedPacket[];
  readonly target: Target;
  readonly prepare: KnockPorts['prepare'];
}): Promise<Prepared> {
  const shots: { readonly planned: PlannedPacket; readonly shot: Shot }[] = [];
  for (const planned of request.plan) {
    const prepared = await request.prepare(planned.packet, request.target);
    if (!prepared.ok) {
      for (const { shot } of shots) shot.close();
      return fail({ planned, obstacle: prepared.error });
    }
    shots.push({ planned, shot: prepared.value });
  }
  return ok(shots);
}

/** A socket knows that it was blocked, the plan knows which packet that was. */
function nameBlocked(obstacle: Obstacle, planned: PlannedPacket, target: Target): Obstacle {
  if (obstacle.code !== 'blocked-here' || obstacle.what !== target.address) return obstacle;
  const { packet } = planned;
  return { code: 'blocked-here', what: packet.proto === 'icmp' ? 'icmp' : `${packet.port}/${packet.proto}` };
}

function nothing(): void {}
