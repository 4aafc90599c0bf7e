import type { Obstacle } from '../errors.ts';
import type { Result } from '../result.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface ResolvePorts {
  /** All addresses of a name in the system's order of preference; a literal yields itself. At least one on success. */
  readonly resolve: (
    name: string,
    signal: AbortSignal,
  ) => Promise<Result<readonly ResolvedAddress[], Obstacle>>;
}
