import type { Obstacle } from '../errors.ts';
import type { PlannedPacket } from '../knock/plan.ts';
import type { Known } from '../knock/policy.ts';
import type { ResolvedAddress } from '../resolve/ports.ts';
import type { Result } from '../result.ts';
import type { Moving } from '../run.ts';

/** What one try sends. */
export interface Attempt {
  readonly plan: readonly PlannedPacket[];
  /** Hits of one sequence. */
  readonly steps: number;
  /** Between hits; 0 for a single packet. */
  readonly gapMs: number;
  /** From the first hit of one sequence to its last. */
  readonly spanMs: number;
  /** The gap whose success is worth remembering; null if it was given, or says nothing. */
  readonly learntGapMs: number | null;
  readonly moving: Moving | null;
}

/**
 * What became of an attempt. `unsent`: nothing left. `opened` and `closed` were observed. `unseen`: all of it left and
 * nothing could be checked. `unknown`: some of it left, and nobody looked to the end.
 */
export type AttemptEnd = 'unsent' | 'opened' | 'closed' | 'unseen' | 'unknown';

/** One way of knocking in the course of one run: it holds the run's secrets, and what was used up by it. */
export interface Method {
  /** Where the service is seen, if the packet decides that; null: where the host's check says. */
  readonly servicePort: number | null;
  /** What to send now; null when another try would only repeat what was seen to fail. May take its time. */
  next(request: TryRequest): Promise<Result<Attempt | null, Obstacle>>;
  ended(attempt: Attempt, end: AttemptEnd): Promise<void>;
  /** Wipes the secrets and gives back what was not used up. */
  close(): Promise<void>;
}

export interface TryRequest {
  /** From 1. */
  readonly number: number;
  readonly at: ResolvedAddress;
  readonly known: Known;
  readonly signal: AbortSignal;
  /** Tells that the start is held back. */
  readonly onHeld: (forMs: number) => void;
}
