import type { SequenceKnock } from '../hosts/knock-schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { payloadBytes } from './payload.ts';
import type { KnockPorts, Packet } from './ports.ts';

/** One hit with its time. `step` counts from 1; 0 is the clearing hit. */
export interface PlannedPacket {
  readonly step: number;
  /** From the start of the sequence, milliseconds. */
  readonly offsetMs: number;
  readonly packet: Packet;
}

/**
 * From a host to packets with offsets. A step's own wait is kept; the gap fills in where it has none.
 *
 * A retry begins with a clearing hit: knockd still holds an attempt that lost its last packets, takes the first hit of
 * a retry for its wrong continuation and swallows the whole retry (measured with knockd 0.8: partial, then full:
 * closed). One hit of the sequence that cannot begin it ends that attempt, or completes it. Lenient servers do not mind
 * it, and strict `recent` chains were put back by the probes before. `copies` of the sequence follow each other, each
 * behind a clearing hit.
 */
export function planKnock(request: {
  readonly knock: SequenceKnock;
  readonly gapMs: number;
  /** Begin with a clearing hit: another try was made before. */
  readonly isRetry: boolean;
  /** How often the sequence is sent, at least once. */
  readonly copies: number;
  readonly random: KnockPorts['random'];
}): readonly PlannedPacket[] {
  const { knock, gapMs, isRetry, copies, random } = request;
  const sequence = knock.steps.map((step, index) => ({ step, number: index + 1 }));
  const clearing = clearingStep(knock.steps);
  const cleared = clearing === null ? sequence : [{ step: withoutWait(clearing), number: 0 }, ...sequence];
  const hits = Array.from({ length: copies }, (_, copy) => (copy > 0 || isRetry ? cleared : sequence)).flat();
  let offsetMs = 0;
  return hits.map(({ step, number }, index) => {
    offsetMs += step.waitMs ?? (index === 0 ? 0 : gapMs);
    return { step: number, offsetMs, packet: toPacket(step, knock.tcp, random) };
  });
}

/** From the first hit to the last, milliseconds, for a sequence without clearing hit. */
export function spanMs(knock: SequenceKnock, gapMs: number): number {
  return knock.steps.slice(1).reduce((sum, step) => sum + (step.waitMs ?? gapMs), 0);
}

/** How many pauses of a sequence the gap decides. */
export function freeGaps(knock: SequenceKnock): number {
  return knock.steps.slice(1).filter((step) => step.waitMs === undefined).length;
}

/** The last step, or the one nearest to it, that differs from the first; null if all are alike. */
function clearingStep(steps: readonly Step[]): Step | null {
  const first = steps[0];
  return steps.findLast((step) => first !== undefined && !sameDoor(step, first)) ?? null;
}

function withoutWait({ waitMs: _, ...step }: Step): Step {
  return step;
}

function sameDoor(a: Step, b: Step): boolean {
  if (a.proto === 'icmp' || b.proto === 'icmp') return a.proto === b.proto;
  return a.proto === b.proto && a.port === b.port;
}

function toPacket(step: Step, mode: 'syn' | 'connect', random: KnockPorts['random']): Packet {
  switch (step.proto) {
    case 'tcp':
      return { proto: 'tcp', port: step.port, mode };
    case 'udp':
      return { proto: 'udp', port: step.port, data: payloadBytes(step.payload, random) };
    case 'icmp':
      return { proto: 'icmp', bytes: step.bytes };
    default:
      return step satisfies never;
  }
}
