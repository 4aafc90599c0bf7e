import type { Api } from '../contract.ts';
import { serve, type Wire } from '../wire.ts';

/** A process boundary without a process: everything is copied on its way, as IPC does it. */
export function localWire(api: Api): Wire {
  const wire = serve(api);
  return {
    call: async (name, input) => structuredClone(await wire.call(name, structuredClone(input))),
    watch: (listener) => wire.watch((patch) => listener(structuredClone(patch))),
  };
}
