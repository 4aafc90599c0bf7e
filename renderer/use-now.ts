import { useSyncExternalStore } from 'react';

const secondMs = 1_000;
const listeners = new Set<() => void>();
let timer: number | null = null;

/**
 * The time, rounded down to whole steps of `everyMs`; whoever asks redraws when that changes. One timer serves them
 * all, and it rests while nobody asks and while the window is hidden. Null: the time of the last look, for what does
 * not age.
 */
export function useNow(everyMs: number | null): number {
  const read = (): number => (everyMs === null ? 0 : Math.floor(Date.now() / everyMs) * everyMs);
  useSyncExternalStore(everyMs === null ? never : subscribe, read);
  return Date.now();
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) rest();
  else if (listeners.size > 0) tick();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null && !document.hidden) schedule();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) rest();
  };
}

function never(): () => void {
  return () => {};
}

function tick(): void {
  for (const listener of listeners) listener();
  schedule();
}

/** At the beginning of the next second, so that all countdowns step together. */
function schedule(): void {
  rest();
  timer = window.setTimeout(tick, secondMs - (Date.now() % secondMs));
}

function rest(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
}
