import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import { hostCommands } from './hosts.ts';
import { knockCommands } from './knock.ts';
import { createStore } from './store.ts';

/** The whole application without a window: commands in, snapshots out. */
export function createEngine(ports: Ports): Api {
  const store = createStore({ hosts: { state: 'loading' }, runs: {} });
  return {
    ...hostCommands({ store, ports }),
    ...knockCommands({ store, ports }),
    watch: (listener) => store.watch(listener),
  };
}
