import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isMac, isWindows } from '../settings.ts';
import { program } from './program.ts';

let name = program.name;
const overrides = new Map<string, string>();

export function getName(): string {
  return name;
}

export function setName(value: string): void {
  name = value;
}

/** Where Electron keeps things on this system; XDG variables are honoured, which is how tests get a place of their own. */
export function getPath(key: string): string {
  const path = overrides.get(key) ?? defaults[key]?.();
  if (path === undefined) throw new Error(`Failed to get '${key}' path`);
  return path;
}

export function setPath(key: string, path: string): void {
  if (!isAbsolute(path)) throw new Error('Path must be absolute');
  if (!(key in defaults) || !existsSync(path)) throw new Error(`Failed to set path`);
  overrides.set(key, path);
}

const home = homedir();

const defaults: Readonly<Record<string, () => string>> = {
  home: () => home,
  appData,
  userData: () => join(getPath('appData'), name),
  sessionData: () => getPath('userData'),
  logs: () => join(getPath('userData'), 'logs'),
  crashDumps: () => join(getPath('userData'), 'Crashpad'),
  temp: () => tmpdir(),
  exe: () => process.execPath,
  module: () => process.execPath,
  desktop: () => join(home, 'Desktop'),
  documents: () => join(home, 'Documents'),
  downloads: () => join(home, 'Downloads'),
  music: () => join(home, 'Music'),
  pictures: () => join(home, 'Pictures'),
  videos: () => join(home, 'Videos'),
};

function appData(): string {
  if (isMac()) return join(home, 'Library', 'Application Support');
  if (isWindows()) return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
}
