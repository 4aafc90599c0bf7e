import type { Clock } from '../clock.ts';
import type { ProbeOutcome } from './outcome.ts';
import type { ProbePorts, ProbeRequest } from './ports.ts';

/**
 * Looks at the service again and again until it is open or the time is over. Probes overlap: on a long path the next
 * one leaves before the last one was answered. Resolves with the first `open`, else with what was answered last, else
 * with the silence. All connections are closed when it resolves.
 */
export async function watchService(request: {
  readonly connect: ProbePorts['connect'];
  readonly clock: Clock;
  readonly service: Omit<ProbeRequest, 'timeoutMs'>;
  /** Pause before probe `number`, counted from 1, in milliseconds. */
  readonly pauseMs: (number: number) => number;
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** Told about each probe as it ends, the ones cut off at the end included. */
  readonly onOutcome: (outcome: ProbeOutcome) => void;
  /** Ends the watch early with that outcome. `open` always does. */
  readonly isFinal?: (outcome: ProbeOutcome) => boolean;
}): Promise<ProbeOutcome> {
  const { clock, service, forMs } = request;
  const startedAt = clock.elapsed();
  const left = (): number => startedAt + forMs - clock.elapsed();
  const end = new AbortController();
  const stop = (): void => end.abort();
  request.signal.addEventListener('abort', stop, { once: true });
  if (request.signal.aborted) stop();

  let last: ProbeOutcome | null = null;
  const probes: Promise<void>[] = [];
  for (let number = 1; !end.signal.aborted; number += 1) {
    const pause = request.pauseMs(number);
    if (pause > 0) await clock.sleep(Math.max(0, Math.min(pause, left())), end.signal);
    if (end.signal.aborted || left() <= 0) break;
    probes.push(
      request.connect({ ...service, timeoutMs: left() }, end.signal).then((outcome) => {
        if (last?.kind === 'open') return;
        request.onOutcome(outcome);
        if (isAnswer(outcome) || last === null) last = outcome;
        if (outcome.kind === 'open' || request.isFinal?.(outcome) === true) stop();
      }),
    );
  }
  stop();
  request.signal.removeEventListener('abort', stop);
  await Promise.all(probes);
  return last ?? { kind: 'silent', waitedMs: clock.elapsed() - startedAt };
}

function isAnswer({ kind }: ProbeOutcome): boolean {
  return kind !== 'silent' && kind !== 'not-sent';
}
