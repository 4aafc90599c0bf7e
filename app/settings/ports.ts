import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';
import type { Settings } from './schema.ts';

export interface SettingsPorts {
  /** Settings as they are on disk; defaults without a file. */
  readonly load: () => Promise<Settings>;
  readonly save: (settings: Settings) => Promise<Result<void, Failure>>;
}
