import { strictObject } from '../strict.ts';

/** What would have left the app, as `openExternal https://…`. */
export const shellCalls: string[] = [];

export const shell = strictObject('shell', {
  openExternal(url: string): Promise<void> {
    if (!URL.canParse(url)) return Promise.reject(new Error('Invalid URL'));
    shellCalls.push(`openExternal ${url}`);
    return Promise.resolve();
  },
  /** Resolves with what went wrong: nothing. */
  openPath(path: string): Promise<string> {
    shellCalls.push(`openPath ${path}`);
    return Promise.resolve('');
  },
  showItemInFolder(path: string): void {
    shellCalls.push(`showItemInFolder ${path}`);
  },
  trashItem(path: string): Promise<void> {
    shellCalls.push(`trashItem ${path}`);
    return Promise.resolve();
  },
  beep(): void {
    shellCalls.push('beep');
  },
});
