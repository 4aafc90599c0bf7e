import { posix, win32 } from 'node:path';

/** What decides where Postern keeps its files. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** The folder a relative POSTERN_HOME starts from. */
  readonly cwd: string;
}

/** The folder of everything that Postern keeps; the desktop app and the CLI share it. */
export function configFolder({ platform, env, home, cwd }: Surroundings): string {
  const { resolve, join, isAbsolute } = platform === 'win32' ? win32 : posix;
  if (env.POSTERN_HOME) return resolve(cwd, env.POSTERN_HOME);

  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'postern');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'postern');
  // XDG Base Directory Specification 0.8: a relative path in the variable is invalid and to be ignored.
  const xdg = env.XDG_CONFIG_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.config'), 'postern');
}
