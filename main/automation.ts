import type { Engine } from '../app/engine/engine.ts';
import type { Attached } from '../app/node/socket/attach.ts';
import type { Listening } from '../app/node/socket/listen.ts';

export interface Automation {
  /** Ends it, and shuts the doors that are to be shut when Postern quits. */
  end(): Promise<void>;
}

/**
 * Acts on the rules, and lets the command line attach to us. While another Postern of this user does that already, such
 * as `postern watch`, it waits for the end of that one: two would knock twice.
 */
export function beginAutomation(request: {
  readonly api: Pick<Engine, 'loadRules' | 'automate' | 'closeOnQuit'>;
  /** The Postern that runs; null: none does. */
  readonly attach: () => Promise<Pick<Attached, 'ended' | 'close'> | null>;
  /** Null: another one does it, or the system does not let us. */
  readonly listen: () => Promise<Listening | null>;
  readonly onBug: (error: unknown) => void;
}): Automation {
  const { api, attach, listen, onBug } = request;
  const stop = new AbortController();

  async function run(): Promise<void> {
    await api.loadRules({});
    for (;;) {
      await othersEnd();
      if (stop.signal.aborted) return;
      const listening = await listen();
      // Somebody may have been faster.
      const isLate = listening === null && (await othersEnd());
      if (isLate) continue;
      await api.automate(stop.signal);
      return listening?.close();
    }
  }

  /** Waits until no other Postern runs. Whether one did. */
  async function othersEnd(): Promise<boolean> {
    const other = await attach();
    if (other === null) return false;
    const close = (): void => other.close();
    stop.signal.addEventListener('abort', close, { once: true });
    if (stop.signal.aborted) close();
    await other.ended;
    stop.signal.removeEventListener('abort', close);
    return true;
  }

  const done = run().catch(onBug);
  return {
    async end() {
      stop.abort();
      await done;
      await api.closeOnQuit();
    },
  };
}
