import type { DecisionEntry } from './decision-entry.ts';
import type { Entry as RunEntry } from './entry.ts';

export interface HistoryPorts extends Log<RunEntry> {
  /** What rules decided: a log of its own, because most of it is about nothing that happened. */
  readonly decisions: Log<DecisionEntry>;
}

/** A list that grows at its end. */
export interface Log<Entry> {
  /** All kept entries, oldest first. What cannot be read is left out. */
  readonly load: () => Promise<readonly Entry[]>;
  /** Adds one entry at the end. Best effort: a full disk must not stop a knock. */
  readonly add: (entry: Entry) => Promise<void>;
  /** Replaces everything, after old entries were let go of or the user cleared them. */
  readonly replace: (entries: readonly Entry[]) => Promise<void>;
}
