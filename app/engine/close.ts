import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import { watchService } from '../probe/run.ts';
import type { Verdict } from '../probe/verdict.ts';
import { sendPlan } from '../knock/send.ts';
import type { KnockResult, RunEvent } from '../run.ts';
import { openExperience } from './experience.ts';
import type { Method } from './method.ts';
import { createRecorder } from './recorder.ts';
import { createRoute } from './route.ts';
import { nothingHappened } from './run.ts';

/** Enough for two lost packets in a row. A door that stays open after that does not listen. */
const tries = 3;

/** How long a door may take to shut: the slowest opening that was measured, and the way there and back. */
const shutsWithinMs = 1_500;

/** How long the first look waits: for an open door to answer over a long path. */
const lookMs = 1_000;

/**
 * Sends what shuts the door, and looks whether it does. `closed` is only said of a door that was seen open and then
 * not any more. Each address of the family that was knocked last is what `host.family` says; a door is shut for the
 * address that knocks, so one of them is enough.
 */
export async function runClose(request: {
  readonly host: Host;
  readonly method: Method;
  readonly ports: Ports;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}): Promise<KnockResult> {
  const { host, method, ports, emit, signal } = request;
  const { clock, memory } = ports;
  const startedAt = clock.elapsed();
  const turn = await memory.takeTurn(host.id, signal);
  if (turn === null) return { ...nothingHappened, tookMs: clock.elapsed() - startedAt };
  try {
    const experience = await openExperience({ host, force: true, clock, memory });
    const recorder = createRecorder({ clock, startedAt, emit });
    const family = host.family === 'both' ? 'auto' : host.family;
    const { resolve } = ports.resolve;
    const route = createRoute({ host, family, clock, resolve, experience, recorder, signal });
    const next = await route.next(1);
    const base = { ...nothingHappened, resolvedAgoMs: route.ageMs(), port: host.check?.port ?? null };
    const end = (verdict: Verdict, more: Partial<KnockResult> = {}): KnockResult => ({
      ...base,
      ...more,
      verdict: signal.aborted ? 'cancelled' : verdict,
      tookMs: clock.elapsed() - startedAt,
    });
    if (!next.ok) return end('unreachable', { obstacle: next.error });
    const at = next.value;
    const known = await experience.of(at);
    const reached = { address: at.address, family: at.family };
    const target = { ...at, source: host.source ?? null };

    const look = (number: number, phase: 'before' | 'after', forMs: number): Promise<ProbeOutcome> => {
      const { check } = host;
      if (check === undefined) throw new Error('nothing to look at');
      const service = { ...target, port: check.port, expect: check.expect ?? null };
      return watchService({
        connect: ports.probe.connect,
        clock,
        service,
        pauseMs: (probe) => (probe === 1 ? 0 : forMs),
        forMs,
        signal,
        onOutcome: (outcome) => recorder.probed(number, phase, service, outcome),
        isFinal: (outcome) => outcome.kind !== 'silent',
      });
    };
    const canSee = host.check !== undefined && !host.admitsOne;
    const before = canSee ? await look(1, 'before', lookMs) : null;
    if (before !== null && !isOpen(before)) return end('already-closed', reached);

    let packets = 0;
    for (let number = 1; number <= tries && !signal.aborted; number += 1) {
      const made = await method.next({
        number,
        at,
        known,
        signal,
        onHeld: (forMs) => recorder.held(number, forMs),
      });
      if (!made.ok) return end('unreachable', { ...reached, packets, obstacle: made.error });
      if (made.value === null) break;
      recorder.trying(number, at, made.value);
      const listener = recorder.sending(number, at.address, made.value);
      const { prepare } = ports.knock;
      const sending = await sendPlan({ plan: made.value.plan, target, prepare, clock, signal, listener });
      sending.release();
      packets += sending.packets;
      const sofar = { ...reached, packets, tries: number };
      if (sending.obstacle !== null) return end('unreachable', { ...sofar, obstacle: sending.obstacle });
      if (before === null) return end('sent', sofar);
      if (await shuts(number)) return end('closed', sofar);
    }
    return end('still-open', { ...reached, packets, tries });

    /** Looks again and again until the door is shut. An answer that stays away is only believed at the end. */
    async function shuts(number: number): Promise<boolean> {
      const until = clock.elapsed() + shutsWithinMs;
      for (let pauseMs = 60; clock.elapsed() < until && !signal.aborted; pauseMs *= 2) {
        await clock.sleep(pauseMs, signal);
        const seen = await look(number, 'after', Math.max(200, 3 * (known.rttMs ?? 100)));
        if (!signal.aborted && !isOpen(seen)) return true;
      }
      return false;
    }
  } finally {
    await turn();
  }
}

function isOpen({ kind }: ProbeOutcome): boolean {
  return kind === 'open' || kind === 'wrong';
}
