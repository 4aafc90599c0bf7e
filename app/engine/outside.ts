import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import { fail, ok } from '../result.ts';
import type { Store } from './store.ts';

/** What other programs and clocks tell. */
export function outsideCommands({
  store,
  ports,
}: {
  readonly store: Store;
  readonly ports: Ports;
}): Pick<Api, 'gpgKeys' | 'checkClock'> {
  return {
    async gpgKeys({ home }) {
      const keys = await ports.spa.gpgKeys(home ?? undefined);
      return keys.ok ? keys : fail({ code: 'gpg', problem: keys.error });
    },
    async checkClock() {
      const { clockSource: source } = store.get().settings;
      if (source === '') return fail({ code: 'clock-unknown', source, problem: 'not-set' });
      const offset = await ports.time.compare(source, new AbortController().signal);
      return offset.ok ? ok(offset.value) : fail({ code: 'clock-unknown', source, problem: offset.error });
    },
  };
}
