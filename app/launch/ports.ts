import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { Launch } from './plan.ts';

export interface LaunchPorts {
  /** Starts it and lets go: what it does afterwards is its own affair. */
  readonly launch: (launch: Launch, options: { readonly terminal: string }) => Promise<Result<void, Failure>>;
}
