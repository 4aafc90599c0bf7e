import type { SequenceKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import { planKnock, spanMs } from '../../knock/plan.ts';
import { copies, gapMs, type Known } from '../../knock/policy.ts';
import type { KnockPorts } from '../../knock/ports.ts';
import type { Moving } from '../../run.ts';
import type { Attempt } from '../method.ts';

/** A sequence as the next try sends it. */
export function attemptOf(request: {
  readonly host: Pick<Host, 'tries' | 'deadlineMs'>;
  readonly knock: SequenceKnock;
  readonly number: number;
  readonly known: Known;
  readonly random: KnockPorts['random'];
  /** Begin with a clearing hit (knock/plan.ts). */
  readonly clears: boolean;
  readonly moving: Moving | null;
}): Attempt {
  const { host, knock, number, known, random, clears, moving } = request;
  const { tries, deadlineMs } = host;
  const gap = gapMs({ knock, tries, deadlineMs }, number, known);
  const sequences = copies(knock, number, known);
  return {
    plan: planKnock({ knock, gapMs: gap, isRetry: clears, copies: sequences, random }),
    steps: knock.steps.length,
    gapMs: gap,
    spanMs: spanMs(knock, gap),
    learntGapMs: sequences === 1 && knock.gapMs === undefined ? gap : null,
    moving,
  };
}

/** How the hits of derived ports are sent: `server` is left out, so that nothing is repeated that counts as a guess. */
export function sequenceOf(
  knock: Pick<SequenceKnock, 'gapMs' | 'tcp' | 'seqTimeoutMs'>,
  steps: readonly Step[],
): SequenceKnock {
  const { gapMs: gap, tcp, seqTimeoutMs } = knock;
  return {
    method: 'sequence',
    steps: [...steps],
    tcp,
    seqTimeoutMs,
    ...(gap !== undefined && { gapMs: gap }),
  };
}
