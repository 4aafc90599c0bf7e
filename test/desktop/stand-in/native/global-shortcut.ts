import { app } from '../app/app.ts';
import { strictObject } from '../strict.ts';

const shortcuts = new Map<string, () => void>();
/** Taken by another program: registering them fails. */
const taken = new Set<string>();
let isSuspended = false;

const modifiers = /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/;

export const globalShortcut = strictObject('globalShortcut', {
  register(accelerator: string, callback: () => void): boolean {
    check(accelerator);
    if (taken.has(accelerator) || shortcuts.has(accelerator)) return false;
    shortcuts.set(accelerator, callback);
    return true;
  },
  isRegistered(accelerator: string): boolean {
    check(accelerator);
    return shortcuts.has(accelerator);
  },
  unregister(accelerator: string): void {
    check(accelerator);
    shortcuts.delete(accelerator);
  },
  unregisterAll(): void {
    shortcuts.clear();
  },
  setSuspended(suspended: boolean): void {
    isSuspended = suspended;
  },
  isSuspended(): boolean {
    return isSuspended;
  },
});

export function pressShortcut(accelerator: string): void {
  if (!isSuspended) shortcuts.get(accelerator)?.();
}

export function takeShortcut(accelerator: string): void {
  taken.add(accelerator);
}

function check(accelerator: string): void {
  if (!app.isReady()) throw new Error('globalShortcut cannot be used before the app is ready');
  const keys = accelerator.split('+');
  const ends = keys.filter((key) => !modifiers.test(key));
  if (ends.length !== 1 || ends[0] !== keys.at(-1) || ends[0] === '') {
    throw new TypeError('Error processing argument at index 0, conversion failure from ' + accelerator);
  }
}
