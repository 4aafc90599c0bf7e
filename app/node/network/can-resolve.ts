import type { NetworkPorts } from '../../network/ports.ts';
import { onAbort } from '../on-abort.ts';

const limitMs = 2_000;

/**
 * Whether a name is resolved in time. A question that the system still works on is not asked again: it cannot be stopped,
 * and Node has four threads for these.
 */
export function canResolveWith(
  lookup: (name: string) => Promise<unknown>,
  { waitMs = limitMs }: { readonly waitMs?: number } = {},
): NetworkPorts['canResolve'] {
  const asked = new Map<string, Promise<boolean>>();

  function ask(name: string): Promise<boolean> {
    const answer = lookup(name)
      .then(
        () => true,
        () => false,
      )
      .finally(() => asked.delete(name));
    asked.set(name, answer);
    return answer;
  }

  return (name, signal) =>
    new Promise((resolve) => {
      const end = (isResolved: boolean): void => {
        clearTimeout(timer);
        forget();
        resolve(isResolved);
      };
      const timer = setTimeout(end, waitMs, false);
      const forget = onAbort(signal, () => end(false));
      if (signal.aborted) return end(false);
      void (asked.get(name) ?? ask(name)).then(end);
    });
}
