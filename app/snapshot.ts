import type { Failure } from './errors.ts';
import type { Host } from './hosts/schema.ts';
import type { KnockResult, RunEvent } from './run.ts';

/** The knock of one host, running or ended. */
export type Run =
  | { readonly state: 'running'; readonly startedAt: number; readonly events: readonly RunEvent[] }
  | {
      readonly state: 'done';
      readonly startedAt: number;
      readonly events: readonly RunEvent[];
      readonly result: KnockResult;
    };

/** Everything a front end may show. Replaced, never edited; free of secrets. */
export interface Snapshot {
  /** Grows by one with each change. */
  readonly revision: number;
  /** The saved hosts, or why they cannot be shown. */
  readonly hosts:
    | { readonly state: 'loading' }
    | { readonly state: 'ready'; readonly list: readonly Host[] }
    | { readonly state: 'failed'; readonly failure: Failure };
  /** The latest run of each host that was knocked or checked since the start, by host id. */
  readonly runs: Readonly<Record<string, Run>>;
}
