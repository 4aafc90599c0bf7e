import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { Rulebook } from './schema.ts';

export interface RulePorts {
  /** The saved rules and networks. A missing file is an empty book. */
  readonly load: () => Promise<Result<Rulebook, Failure>>;
  /** Reads, changes and writes under a lock that other processes honour. */
  readonly change: (
    edit: (book: Rulebook) => Result<Rulebook, Failure>,
  ) => Promise<Result<Rulebook, Failure>>;
}
