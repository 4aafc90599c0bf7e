import { useEffect } from 'react';
import { go } from '../use-route.ts';
import { moveToRegion } from './regions.ts';

const isMac = /mac/i.test(navigator.platform);

/** "Ctrl K", or "⌘ K" where that is the key. */
export function keyNames(keys: string): string {
  return isMac ? keys.replace('Ctrl', '⌘').replace('Shift', '⇧') : keys;
}

/** Whether the event is this key with Ctrl (⌘ on macOS), and Shift only where it is asked for. */
export function isCommand(event: KeyboardEvent, key: string, { shift = false } = {}): boolean {
  const modifier = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  return (
    modifier && !event.altKey && event.shiftKey === shift && event.key.toLowerCase() === key.toLowerCase()
  );
}

/** The keys that work in every screen. Those of one screen are bound there. */
export function useShortcuts(): void {
  // Keys are caught at the document, whatever has the focus.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (isCommand(event, '1')) go({ view: 'hosts', hostId: null });
      else if (isCommand(event, '2')) go({ view: 'activity', hostId: null });
      else if (isCommand(event, '3')) go({ view: 'rules' });
      else if (isCommand(event, ',')) go({ view: 'settings' });
      else if (isCommand(event, 'n')) go({ view: 'editor', hostId: null });
      else if (isCommand(event, 'i')) go({ view: 'import' });
      else if (event.key === 'F6') moveToRegion(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
