import type { Clock } from '../../clock.ts';
import type { NetworkPorts, SourceState } from '../../network/ports.ts';
import { keepListening, type Source } from './sources/source.ts';

/** All sources of hints of one system. */
export interface Sources {
  /** Of changes, the best first: each is used only while those before it are not to be had. */
  readonly changes: readonly Source[];
  /** Used all the time. */
  readonly always: readonly Source[];
}

export function watchWith({
  changes,
  always,
  clock,
}: Sources & { readonly clock: Clock }): NetworkPorts['watch'] {
  return ({ onHint, onSources }) => {
    const stop = new AbortController();
    const order = [...changes, ...always].map(({ name }) => name);
    const states = new Map<string, SourceState['state']>();

    let told = '';

    const tell = (): void => {
      const known = order.flatMap((name) => {
        const state = states.get(name);
        return state === undefined ? [] : [{ name, state }];
      });
      // One that is tried again and is still missing is no news.
      if (JSON.stringify(known) === told) return;
      told = JSON.stringify(known);
      onSources(known);
    };

    const listen = (
      source: Source,
      signal: AbortSignal,
      onState: (state: SourceState['state']) => void,
    ): void => {
      const hear = {
        clock,
        onHint,
        // One that is no longer needed may just be starting.
        onState: (state: SourceState['state']) => {
          if (!signal.aborted) onState(state);
        },
      };
      void keepListening(source, hear, signal);
    };

    /** Listens to the first source, and to the others while it is not active. */
    const listenInTurn = ([first, ...others]: readonly Source[], signal: AbortSignal): void => {
      if (first === undefined) return;
      let standIn: AbortController | null = null;
      listen(first, signal, (state) => {
        states.set(first.name, state);
        if (state === 'active') {
          standIn?.abort();
          standIn = null;
          for (const { name } of others) states.delete(name);
        } else if (standIn === null) {
          standIn = new AbortController();
          listenInTurn(others, AbortSignal.any([signal, standIn.signal]));
        }
        tell();
      });
    };

    listenInTurn(changes, stop.signal);
    for (const source of always) {
      listen(source, stop.signal, (state) => {
        states.set(source.name, state);
        tell();
      });
    }
    return () => stop.abort();
  };
}
