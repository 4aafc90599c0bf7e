import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { DamagedHost } from './file.ts';
import type { Host } from './schema.ts';

export interface HostPorts {
  /** The saved hosts as they are on disk now. A missing file is an empty list. */
  readonly load: () => Promise<Result<readonly Host[], Failure>>;
  /**
   * Reads, changes and writes under a lock that other processes honour, so that no change is lost.
   * Nothing is written when `edit` fails.
   */
  readonly change: (
    edit: (hosts: readonly Host[]) => Result<readonly Host[], Failure>,
  ) => Promise<Result<readonly Host[], Failure>>;
  /** Entries of the file that are not valid hosts. They stay in it as they are and are told when they are asked for. */
  readonly damaged: () => Promise<Result<readonly DamagedHost[], Failure>>;
  /** A new random host id (UUID version 4). */
  readonly newId: () => string;
}
