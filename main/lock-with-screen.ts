import type { PowerMonitor } from 'electron';
import type { Api } from '../app/contract.ts';
import type { Settings } from '../app/settings/schema.ts';

interface ScreenLockOptions {
  /** Linux tells of neither of these but `suspend`. */
  readonly powerMonitor: Pick<PowerMonitor, 'on'>;
  readonly api: Pick<Api, 'lockVault'>;
  readonly settings: () => Settings;
  readonly onBug: (error: unknown) => void;
}

/** Locks the vault when the screen is locked or the computer falls asleep, if the user wants that. */
export function lockWithScreen({ powerMonitor, api, settings, onBug }: ScreenLockOptions): void {
  const lock = (): void => {
    if (settings().lockVault === 'screen-lock') api.lockVault({}).catch(onBug);
  };
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
}
