import type { Obstacle } from './errors.ts';
import type { Answer } from './knock/ports.ts';
import type { ProbeOutcome } from './probe/outcome.ts';
import type { Verdict } from './probe/verdict.ts';
import type { ResolvedAddress } from './resolve/ports.ts';
import type { ClockOffset } from './time/ports.ts';

/**
 * Everything that happened in one knock of one host, in order. `atMs` counts from the start of the run.
 * `try` counts from 1; `step` counts from 1 and is 0 for the clearing hit in front of a retry (knock/plan.ts).
 */
export type RunEvent =
  /** Another knock of this host is under way here or in another process; ours follows when it has ended. */
  | { readonly type: 'queued'; readonly atMs: number }
  | {
      readonly type: 'resolved';
      readonly atMs: number;
      readonly try: number;
      readonly name: string;
      readonly addresses: readonly ResolvedAddress[];
      readonly tookMs: number;
    }
  | {
      readonly type: 'probe';
      readonly atMs: number;
      readonly try: number;
      readonly phase: 'before' | 'after';
      readonly address: string;
      readonly port: number;
      readonly outcome: ProbeOutcome;
    }
  | {
      readonly type: 'try';
      readonly atMs: number;
      readonly try: number;
      readonly address: string;
      readonly family: 4 | 6;
      readonly gapMs: number;
      readonly packets: number;
      /** Hits of one sequence, clearing hits and repetitions not counted. */
      readonly steps: number;
      /** What the ports of this try were derived from; null where they are fixed. */
      readonly moving: Moving | null;
    }
  /** The start of a sequence was held back, because it would have lasted into the next time step. */
  | { readonly type: 'held'; readonly atMs: number; readonly try: number; readonly forMs: number }
  /** This computer's clock was compared with another one, because a code that depends on it failed. */
  | { readonly type: 'clock'; readonly atMs: number; readonly source: string; readonly offset: ClockOffset }
  | {
      readonly type: 'packet';
      /** When it was handed to the system. */
      readonly atMs: number;
      /** When it should have been. */
      readonly plannedMs: number;
      readonly try: number;
      readonly step: number;
      /** How many steps there are. */
      readonly of: number;
      readonly address: string;
      readonly proto: 'tcp' | 'udp' | 'icmp';
      /** Null for ICMP. */
      readonly port: number | null;
      /** Data bytes. */
      readonly bytes: number;
      readonly localAddress: string | null;
      readonly localPort: number | null;
    }
  | {
      readonly type: 'answer';
      readonly atMs: number;
      readonly try: number;
      readonly step: number;
      readonly address: string;
      readonly answer: Answer;
      /** Since the packet was handed to the system. */
      readonly rttMs: number;
    }
  | {
      readonly type: 'not-sent';
      readonly atMs: number;
      readonly try: number;
      readonly step: number;
      readonly address: string;
      readonly obstacle: Obstacle;
    };

/** The moving factor of RFC 4226 and 6238, or the line of a one-time list (from 1). */
export interface Moving {
  readonly kind: 'time' | 'counter' | 'line';
  readonly number: number;
  /** How many steps away from the one of this computer's clock; 0 for counters and lines. */
  readonly offBy: number;
}

/** What is known about one address at the end of a run. */
export interface AddressResult {
  readonly address: string;
  readonly family: 4 | 6;
  readonly verdict: Verdict;
  readonly obstacle: Obstacle | null;
  /** How "closed" looked in the last probe; null when nothing was probed or the service answered. */
  readonly closedBy: 'silence' | 'refusal' | 'unreachable' | null;
  /** What a wrong service said first, at most 80 printable characters. */
  readonly saw: string | null;
  readonly tries: number;
  readonly packets: number;
  readonly rttMs: number | null;
  /** From the first packet handed to the system to the first connection that stood. */
  readonly openAfterMs: number | null;
}

/** The end of a run. `address`, `family` and the figures are those of the address that decided the verdict. */
export interface KnockResult {
  readonly verdict: Verdict;
  readonly obstacle: Obstacle | null;
  readonly address: string | null;
  readonly family: 4 | 6 | null;
  /** Where the service was looked for; null if nothing was to be checked. */
  readonly port: number | null;
  /** Age of the name's resolution when the verdict was reached; null for literals. */
  readonly resolvedAgoMs: number | null;
  readonly closedBy: AddressResult['closedBy'];
  readonly saw: string | null;
  readonly tries: number;
  readonly packets: number;
  readonly rttMs: number | null;
  readonly openAfterMs: number | null;
  readonly tookMs: number;
  /** How far this computer's clock was found to be off after a failure; null if it was not compared. */
  readonly clock: ClockOffset | null;
  /** Only with the verdict `rate-limited`: when the next knock is allowed. */
  readonly waitMs: number | null;
  /** Every address that was knocked or checked; two with family `both`. */
  readonly addresses: readonly AddressResult[];
}
