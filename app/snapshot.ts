import type { Automation } from './automation.ts';
import type { Failure } from './errors.ts';
import type { Cause } from './history/entry.ts';
import type { Host } from './hosts/schema.ts';
import type { Reach } from './reach/reach.ts';
import type { KnockResult, RunEvent } from './run.ts';
import type { Counter } from './otp/counter.ts';
import type { VaultLook } from './secrets/look.ts';
import type { Settings } from './settings/schema.ts';

/** The knock of one host, or a look at its service, running or ended. */
export type Run = RunSoFar &
  ({ readonly state: 'running' } | { readonly state: 'done'; readonly result: KnockResult });

interface RunSoFar {
  /** A check sends no knock: what is known of the host stays true until it ends. */
  readonly kind: 'knock' | 'check' | 'close';
  /** Who asked; null for a check. */
  readonly cause: Cause | null;
  readonly startedAt: number;
  readonly events: readonly RunEvent[];
}

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
  /** What is known of each host's service, by host id. A host without a record was not looked at. */
  readonly reach: Readonly<Record<string, Reach>>;
  readonly settings: Settings;
  /** What may be known of the secrets, or why not even that. */
  readonly vault:
    | { readonly state: 'loading' }
    | { readonly state: 'ready'; readonly look: VaultLook }
    | { readonly state: 'failed'; readonly failure: Failure };
  /** Where counters and one-time lists stand, by host id. A host without an entry begins at the start. */
  readonly counters: Readonly<Record<string, Counter>>;
  readonly automation: Automation;
  /** Tells that the activity changed; its entries are asked for by the page (`readActivity`). */
  readonly activity: { readonly total: number; readonly newestId: number };
}
