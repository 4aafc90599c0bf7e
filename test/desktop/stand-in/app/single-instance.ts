import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What a second launch tells the first one. */
export interface Launch {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

export interface SingleInstance {
  release(): void;
}

/**
 * One running app per folder: a lock file that names its process, and an inbox that its holder watches. null when another
 * process holds it; that one has then been told of this launch.
 */
export function claimSingleInstance(options: {
  readonly folder: string;
  readonly launch: Launch;
  readonly onLaunch: (launch: Launch) => void;
}): SingleInstance | null {
  const place = join(options.folder, 'stand-in');
  const inbox = join(place, 'inbox');
  const lock = join(place, 'lock');
  mkdirSync(inbox, { recursive: true });
  if (!claim(lock)) {
    deliver(inbox, options.launch);
    return null;
  }

  const watcher = watch(inbox, () => collect(inbox, options.onLaunch));
  watcher.unref();
  // Whoever came between the claim and the watch.
  collect(inbox, options.onLaunch);
  const release = () => {
    watcher.close();
    rmSync(lock, { force: true });
  };
  process.once('exit', release);
  return { release };
}

/** A link, not a write: the lock appears with its content or not at all. */
function claim(lock: string): boolean {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, lock);
    return true;
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return false;
    rmSync(lock, { force: true });
    linkSync(draft, lock);
    return true;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Renamed into place, so that nobody reads half a message. */
function deliver(inbox: string, launch: Launch): void {
  const name = `${Date.now()}-${process.pid}`;
  const draft = join(inbox, `${name}.draft`);
  writeFileSync(draft, JSON.stringify(launch));
  renameSync(draft, join(inbox, `${name}.json`));
}

function collect(inbox: string, onLaunch: (launch: Launch) => void): void {
  const messages = readdirSync(inbox).filter((file) => file.endsWith('.json'));
  for (const file of messages.toSorted()) {
    const path = join(inbox, file);
    const launch = JSON.parse(readFileSync(path, 'utf8')) as Launch;
    rmSync(path);
    onLaunch(launch);
  }
}

/** Chromium's order: its switches first, one of its own among them, then the rest. */
export function reorderArguments([program = '', ...rest]: readonly string[]): string[] {
  const isSwitch = (argument: string) => argument.startsWith('-');
  return [
    program,
    ...rest.filter(isSwitch),
    '--allow-file-access-from-files',
    ...rest.filter((argument) => !isSwitch(argument)),
  ];
}
