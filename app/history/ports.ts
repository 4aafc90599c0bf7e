import type { Entry } from './entry.ts';

export interface HistoryPorts {
  /** All kept entries, oldest first. What cannot be read is left out. */
  readonly load: () => Promise<readonly Entry[]>;
  /** Adds one entry at the end. Best effort: a full disk must not stop a knock. */
  readonly add: (entry: Entry) => Promise<void>;
  /** Replaces everything, after old entries were let go of or the user cleared them. */
  readonly replace: (entries: readonly Entry[]) => Promise<void>;
}
