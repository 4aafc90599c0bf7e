import type { TimeProblem } from '../errors.ts';
import type { Result } from '../result.ts';

/** How far this computer's clock is from another. */
export interface ClockOffset {
  /** What to add to our clock to get the other one, milliseconds. */
  readonly offsetMs: number;
  /** It may be wrong by this much either way, milliseconds. */
  readonly errorMs: number;
}

export interface TimePorts {
  /** Asks a clock that the user chose: "ntp://host", "ntp://host:port" or a web address. */
  readonly compare: (source: string, signal: AbortSignal) => Promise<Result<ClockOffset, TimeProblem>>;
}
