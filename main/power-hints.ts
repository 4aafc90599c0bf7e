import type { PowerMonitor } from 'electron';
import type { Source } from '../app/node/network/sources/source.ts';

/**
 * What Electron tells of waking. Linux tells of `resume` alone, and not on every machine, so this is never the only
 * source. An unlocked screen is one more chance to notice, after a sleep that nobody told of.
 */
export function powerHints(powerMonitor: Pick<PowerMonitor, 'on' | 'off'>): Source {
  return {
    name: 'power monitor',
    listen({ onActive, onHint }, signal) {
      const onResume = (): void => onHint('woke');
      const onUnlock = (): void => onHint('changed');
      powerMonitor.on('resume', onResume);
      powerMonitor.on('unlock-screen', onUnlock);
      onActive();
      return new Promise((resolve) => {
        signal.addEventListener(
          'abort',
          () => {
            powerMonitor.off('resume', onResume);
            powerMonitor.off('unlock-screen', onUnlock);
            resolve('died');
          },
          { once: true },
        );
      });
    },
  };
}
