import type { Snapshot } from '../snapshot.ts';

/** Holds the current snapshot: the only mutable thing of the core besides running tasks. Knows no features. */
export interface Store {
  get(): Snapshot;
  /** Replaces parts of the snapshot and tells every watcher. */
  update(change: (snapshot: Snapshot) => Partial<Omit<Snapshot, 'revision'>>): void;
  /** Delivers the current snapshot at once, then every later one. Returns the function that ends it. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
}

export function createStore(initial: Omit<Snapshot, 'revision'>): Store {
  let snapshot: Snapshot = { ...initial, revision: 0 };
  const listeners = new Set<(snapshot: Snapshot) => void>();
  return {
    get: () => snapshot,
    update(change) {
      snapshot = { ...snapshot, ...change(snapshot), revision: snapshot.revision + 1 };
      for (const listener of listeners) listener(snapshot);
    },
    watch(listener) {
      listeners.add(listener);
      listener(snapshot);
      return () => listeners.delete(listener);
    },
  };
}
