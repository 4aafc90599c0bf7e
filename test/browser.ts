import { accessSync, constants } from 'node:fs';

/** The browser of this computer, or the one that POSTERN_CHROMIUM names. */
export const browserPath = process.env['POSTERN_CHROMIUM'] ?? '/usr/bin/chromium';

/** Started as root, without a screen, and without a word to anybody outside. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether the tests that need a browser can run here. They must where nothing may be skipped. */
export const hasBrowser = process.env['POSTERN_LAB'] === 'required' || isExecutable(browserPath);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
