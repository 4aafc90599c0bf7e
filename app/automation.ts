import type { Failure } from './errors.ts';
import type { SourceState } from './network/ports.ts';
import type { NetworkIdentity } from './network/reading.ts';
import type { Rulebook, While } from './rules/schema.ts';

/** What Postern does by itself, and what it knows for that. */
export interface Automation {
  /** Whether this process looks at all; a single command of the CLI does not. */
  readonly isRunning: boolean;
  readonly rulebook:
    | { readonly state: 'loading' }
    | { readonly state: 'ready'; readonly book: Rulebook }
    | { readonly state: 'failed'; readonly failure: Failure };
  /** Null: offline, or not looked at yet. */
  readonly network: NetworkIdentity | null;
  readonly isCaptive: boolean;
  /** Where hints of changes come from. */
  readonly sources: readonly SourceState[];
  /** Doors that are kept open, by host id. */
  readonly keeping: Readonly<Record<string, Keeping>>;
  /** Tells that there are new decisions; they are asked for by the page (`readDecisions`). */
  readonly newestDecisionId: number;
}

/** One door that is kept open. All times are the wall clock, milliseconds since 1970. */
export interface Keeping {
  readonly since: number;
  readonly while: While;
  /** When it ends at the latest. */
  readonly until: number;
  /** When the next knock is due; null while the open time is not known yet. */
  readonly nextAt: number | null;
  /** How long the server keeps the door open: as the host says, or as it was observed. */
  readonly openForMs: number | null;
  readonly ruleId: string;
}
