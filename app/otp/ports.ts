import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { Counter } from './counter.ts';

/** Where the counters and one-time lists of the hosts stand. Unlike memory, losing it locks the user out. */
export interface CounterPorts {
  /** By host id. A missing file is no counters. */
  readonly load: () => Promise<Result<Readonly<Record<string, Counter>>, Failure>>;
  /**
   * Reads, changes and writes one counter under a lock that other processes honour; `null` is a host without one, and
   * removes it. Resolves when the change is on disk and would survive a power cut: a packet may leave after that.
   */
  readonly change: (
    hostId: string,
    edit: (counter: Counter | null) => Counter | null,
  ) => Promise<Result<Counter | null, Failure>>;
}
