import { strictObject } from '../strict.ts';

let isVisible = true;
let badge = '';

/** Exists on macOS only. Remembers what it was told. */
export const dock = strictObject('app.dock', {
  show(): Promise<void> {
    isVisible = true;
    return Promise.resolve();
  },
  hide(): void {
    isVisible = false;
  },
  isVisible(): boolean {
    return isVisible;
  },
  setBadge(text: string): void {
    badge = text;
  },
  getBadge(): string {
    return badge;
  },
});
