import { setMaxListeners } from 'node:events';

/** Calls back once when the signal aborts. Returns the way to stop listening. */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  // One signal ends all probes and pauses of a knock. Node 20 warns of a leak at the eleventh.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', call, { once: true });
  return () => signal.removeEventListener('abort', call);
}
