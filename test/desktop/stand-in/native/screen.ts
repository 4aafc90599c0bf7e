import type { Display } from 'electron';
import { EventEmitter } from 'node:events';
import { app } from '../app/app.ts';
import { strictClass } from '../strict.ts';

const area = { x: 0, y: 0, width: 1920, height: 1080 };

const display: Display = {
  id: 1,
  label: 'Stand-in',
  bounds: area,
  // A panel of 32 points at the top.
  workArea: { x: 0, y: 32, width: 1920, height: 1048 },
  size: { width: area.width, height: area.height },
  workAreaSize: { width: 1920, height: 1048 },
  scaleFactor: 1,
  rotation: 0,
  internal: true,
  detected: true,
  nativeOrigin: { x: 0, y: 0 },
  maximumCursorSize: { width: 64, height: 64 },
  accelerometerSupport: 'unknown',
  touchSupport: 'unknown',
  colorDepth: 24,
  colorSpace: '',
  depthPerComponent: 8,
  displayFrequency: 60,
  monochrome: false,
};

/** One display, and a pointer that rests in its corner. */
class Screen extends EventEmitter {
  getPrimaryDisplay(): Display {
    assertReady();
    return structuredClone(display);
  }

  getAllDisplays(): Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): { x: number; y: number } {
    assertReady();
    return { x: 0, y: 0 };
  }
}
strictClass('screen', Screen);

export const screen = new Screen();

function assertReady(): void {
  if (!app.isReady()) throw new Error("The 'screen' module can't be used before the app 'ready' event");
}
