const variables = process.env;

/** How the stand-in behaves, from ELECTRON_STANDIN_… variables (README). */
export const settings = {
  chromium: variables['POSTERN_CHROMIUM'] ?? '/usr/bin/chromium',
  /** A real window needs a display; without one Chromium draws in memory. */
  headed: variables['ELECTRON_STANDIN_HEADED'] === '1',
  /** Set by a packed directory: its own executable, beside which `resources` lies. */
  executable: variables['ELECTRON_STANDIN_EXECUTABLE'],
  keyring: variables['ELECTRON_STANDIN_KEYRING'] ?? 'gnome_libsecret',
  /** Chromium's own messages on standard error. */
  verbose: variables['ELECTRON_STANDIN_VERBOSE'] === '1',
} as const;

/** macOS and Windows are only pretended: their branches run, their systems do not. */
export function isMac(): boolean {
  return process.platform === 'darwin';
}

export function isWindows(): boolean {
  return process.platform === 'win32';
}

export function isLinux(): boolean {
  return !isMac() && !isWindows();
}
