import { useSyncExternalStore, type ReactNode } from 'react';

type Manner = 'polite' | 'assertive';
type Said = Readonly<Record<Manner, string>>;

let said: Said = { polite: '', assertive: '' };
const listeners = new Set<() => void>();

/** Has a screen reader say it: politely when there is a pause, assertively for a failure of what the user started. */
export function announce(text: string, manner: Manner = 'polite'): void {
  // The same text twice is no change, and would not be said: a no-break space makes it one.
  said = { ...said, [manner]: said[manner] === text ? `${text}\u00a0` : text };
  for (const listener of listeners) listener();
}

/** The only two live regions of the window. There from the beginning: a region that appears with its text is not read. */
export function LiveRegions(): ReactNode {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <div role="status" aria-live="polite" className="visually-hidden">
        {polite}
      </div>
      <div role="alert" aria-live="assertive" className="visually-hidden">
        {assertive}
      </div>
    </>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
