import type { Clock } from '../clock.ts';
import type { Host } from '../hosts/schema.ts';
import { probePauseMs, startingServicePauseMs } from '../knock/policy.ts';
import type { Target } from '../knock/ports.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import type { ProbePorts, ProbeRequest } from '../probe/ports.ts';
import { watchService } from '../probe/run.ts';
import { letThrough } from '../probe/verdict.ts';
import type { Recorder } from './recorder.ts';

/** The service behind one address, looked at before the first hit and after each try. */
export interface Sight {
  /** The service before the first hit: null until it was looked at. A late answer corrects an assumed silence. */
  readonly before: ProbeOutcome | null;
  readonly after: ProbeOutcome | null;
  /** Looks for `forMs`; after that the service counts as silent, but an answer still to come is noted. */
  lookBefore(forMs: number): Promise<void>;
  /**
   * Aborts when the look before the knock was answered by an open service, however late. On a long path that may be
   * while we knock already; it was asked before the first hit, so the door was open all the time and the rest of the
   * sequence must not follow (strict `recent` chains close an open door at the next stray packet).
   */
  readonly wasOpen: AbortSignal;
  /** Watches the service after try `number` until it is open, for at most `forMs`, or `leftMs` if it is starting. */
  watch(request: {
    readonly number: number;
    readonly gapMs: number;
    readonly forMs: number;
    readonly leftMs: () => number;
  }): Promise<void>;
  /** Closes what is still open. */
  end(): void;
}

/** Shorter than the repetition of its SYN after 1,000 ms, which would be a stray packet between our hits. */
const lateAnswerMs = 900;

/** Null where nothing can be seen: no check, or a server whose only admission the check would use up. */
export function createSight(request: {
  readonly host: Host;
  readonly target: Target;
  readonly clock: Clock;
  readonly connect: ProbePorts['connect'];
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}): Sight | null {
  const { host, target, clock, connect, recorder, signal } = request;
  if (host.check === undefined || host.admitsOne) return null;
  const service: Omit<ProbeRequest, 'timeoutMs'> = {
    ...target,
    port: host.check.port,
    expect: host.check.expect ?? null,
  };
  const ended = new AbortController();
  const wasOpen = new AbortController();
  let before: ProbeOutcome | null = null;
  let after: ProbeOutcome | null = null;

  return {
    get before() {
      return before;
    },
    get after() {
      return after;
    },
    wasOpen: wasOpen.signal,
    async lookBefore(forMs) {
      const until = AbortSignal.any([signal, ended.signal]);
      const look = connect({ ...service, timeoutMs: Math.max(forMs, lateAnswerMs) }, until).then(
        (outcome) => {
          if (until.aborted) return;
          before = outcome;
          recorder.probed(1, 'before', service, outcome);
          if (outcome.kind === 'open') wasOpen.abort();
        },
      );
      await Promise.race([look, clock.sleep(forMs - 1, until)]);
      // A computer that was busy hears of the time before it hears of the answer: one turn more for what is there.
      if (before === null) await Promise.race([look, clock.sleep(1, until)]);
      before ??= { kind: 'silent', waitedMs: forMs };
    },
    async watch({ number, gapMs, forMs, leftMs }) {
      const watchFor = (
        ms: number,
        pauseMs: (probe: number) => number,
        isFinal: (seen: ProbeOutcome) => boolean,
      ) =>
        watchService({
          connect,
          clock,
          service,
          pauseMs,
          forMs: ms,
          signal,
          onOutcome: (outcome) => recorder.probed(number, 'after', service, outcome),
          isFinal,
        });
      after = await watchFor(
        forMs,
        (probe) => probePauseMs(probe, gapMs),
        (seen) => letThrough(before, seen),
      );
      if (after.kind === 'open' || !letThrough(before, after) || signal.aborted) return;
      // The firewall lets us through, so another knock could only shut it again: wait for the service to come up.
      after = await watchFor(
        leftMs(),
        () => startingServicePauseMs,
        () => false,
      );
    },
    end: () => ended.abort(),
  };
}
