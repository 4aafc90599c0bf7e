import { EventEmitter } from 'node:events';
import { strictClass } from '../strict.ts';

/** Quiet unless a test emits `suspend`, `resume` and so on, as it would on Electron's own. */
class PowerMonitor extends EventEmitter {
  getSystemIdleState(idleThreshold: number): 'active' | 'idle' | 'locked' | 'unknown' {
    return idleThreshold > 0 ? 'active' : 'idle';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  isOnBatteryPower(): boolean {
    return false;
  }

  get onBatteryPower(): boolean {
    return false;
  }
}
strictClass('powerMonitor', PowerMonitor);

export const powerMonitor = new PowerMonitor();
