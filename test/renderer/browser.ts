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
