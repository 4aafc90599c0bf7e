/** Loaded into the app before its own code (`--import`): prints when it was ready and had its tray icon, and quits. */
import { app } from '../desktop/stand-in/app/app.ts';
import { standIn } from '../desktop/stand-in/controls.ts';

/** Milliseconds since the process began. */
export interface StartTimes {
  readonly readyMs: number;
  readonly trayMs: number;
}

void app.whenReady().then(() => {
  const readyMs = performance.now();
  const look = (): void => {
    if (standIn.tray()?.menu === undefined) {
      setImmediate(look);
      return;
    }
    const times: StartTimes = { readyMs, trayMs: performance.now() };
    console.log(JSON.stringify(times));
    app.quit();
  };
  look();
});
