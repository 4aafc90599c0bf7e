import type { Memory } from './schema.ts';

export interface MemoryPorts {
  /** `key` names a host: its id, or a digest of an unsaved one. Missing or damaged memory is empty memory. */
  readonly recall: (key: string) => Promise<Memory>;
  /** Best effort: a memory that cannot be kept must not stop a knock. */
  readonly remember: (key: string, memory: Memory) => Promise<void>;
  /** The network this computer would reach `address` from, as a prefix; sends nothing. Null if there is no route. */
  readonly networkTowards: (address: string, family: 4 | 6) => Promise<string | null>;
  /**
   * One knock at a time for a host, also across processes. Resolves with the function that ends the turn, or null
   * when the signal aborted first.
   */
  readonly takeTurn: (key: string, signal: AbortSignal) => Promise<(() => Promise<void>) | null>;
}
