import type { Clock } from '../../clock.ts';
import type { TotpKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import type { KnockPorts } from '../../knock/ports.ts';
import { spanMs } from '../../knock/plan.ts';
import { gapMs } from '../../knock/policy.ts';
import { deriveHits, schemes } from '../../otp/derive.ts';
import { holdMs, stepForTry, windowAt } from '../../otp/time.ts';
import { fail, ok } from '../../result.ts';
import type { Method } from '../method.ts';
import { attemptOf, sequenceOf } from './attempt.ts';

/** How a host counts its time steps. */
export function stepsOf({ derivation, stepS, epochS, clockOffsetS }: TotpKnock) {
  return { stepS: stepS ?? schemes[derivation.scheme].usualStepS, epochS, clockOffsetS };
}

/** Ports that change with the time: those of now, and near a change those of the neighbour when the first try failed. */
export function timedMethod({
  host,
  knock,
  secret,
  clock,
  random,
}: {
  readonly host: Host;
  readonly knock: TotpKnock;
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly random: KnockPorts['random'];
}): Method {
  const steps = stepsOf(knock);
  const hitsOf = (factor: number) => deriveHits({ derivation: knock.derivation, secret, factor, ...steps });
  const spanOf = (hits: readonly Step[], number: number, known: Parameters<typeof gapMs>[2]): number => {
    const sequence = sequenceOf(knock, hits);
    return spanMs(sequence, gapMs({ ...host, knock: sequence }, number, known));
  };

  /** By family: what failed on one way says nothing about the other. */
  const tried = { 4: [] as number[], 6: [] as number[] };
  return {
    servicePort: null,
    async next({ number, at, known, signal, onHeld }) {
      const first = hitsOf(windowAt({ nowMs: clock.now(), ...steps }).step);
      const span = first.ok ? spanOf(first.value, number, known) : 0;
      const forMs = holdMs({ nowMs: clock.now(), spanMs: span, skew: knock.skew, ...steps });
      if (forMs > 0) {
        onHeld(forMs);
        await clock.sleep(forMs, signal);
      }
      const nowMs = clock.now();
      const step = stepForTry({ tried: tried[at.family], nowMs, ...steps });
      tried[at.family].push(step);
      const hits = hitsOf(step);
      if (!hits.ok) return fail({ code: 'no-sequence', problem: hits.error.code });
      const moving = {
        kind: 'time',
        number: step,
        offBy: step - windowAt({ nowMs, ...steps }).step,
      } as const;
      // A server that counts guesses counts a clearing hit as one.
      const clears = number > 1 && knock.server === 'knockd';
      return ok(
        attemptOf({ host, knock: sequenceOf(knock, hits.value), number, known, random, clears, moving }),
      );
    },
    ended: async () => {},
    async close() {
      secret.fill(0);
    },
  };
}
