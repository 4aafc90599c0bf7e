import type { Expectation } from '../hosts/schema.ts';
import type { ProbeOutcome } from './outcome.ts';

/** One TCP connection to the service. */
export interface ProbeRequest {
  readonly address: string;
  readonly family: 4 | 6;
  readonly source: string | null;
  readonly port: number;
  readonly expect: Expectation | null;
  /** Given up as `silent` after this long. */
  readonly timeoutMs: number;
}

export interface ProbePorts {
  /** Connects, looks at the answer and closes. An abort closes at once and yields what was seen: `silent` if nothing. */
  readonly connect: (request: ProbeRequest, signal: AbortSignal) => Promise<ProbeOutcome>;
}
