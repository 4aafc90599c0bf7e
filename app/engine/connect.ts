import type { Api } from '../contract.ts';
import { planLaunch } from '../launch/plan.ts';
import type { Ports } from '../ports.ts';
import { fail } from '../result.ts';
import type { Store } from './store.ts';

/** Knock if needed, wait for the service, start the program: with the address that was seen open, never another one. */
export function connectCommands({
  store,
  ports,
  knock,
  onConnect,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly knock: Api['knock'];
  /** The service is open, and a program is started for it. */
  readonly onConnect: (hostId: string) => void;
}): Pick<Api, 'connect'> {
  return {
    async connect({ hostId }) {
      const loaded = await ports.hosts.load();
      if (!loaded.ok) return loaded;
      const host = loaded.value.find(({ id }) => id === hostId);
      if (host === undefined) return fail({ code: 'host-not-found', name: hostId, similar: [] });
      if (host.connect === undefined) return fail({ code: 'nothing-to-start', name: host.name });

      const options = { cause: 'connect', always: false, force: false, ifRunning: 'join' } as const;
      const knocked = await knock({ subject: { hostId }, options });
      if (!knocked.ok) return knocked;
      const { verdict, address } = knocked.value;
      // Where nothing can be checked the program itself is the check; after a failure there is nothing to start.
      const mayStart = verdict === 'opened' || verdict === 'already-open' || verdict === 'sent';
      const launch = mayStart && address !== null ? planLaunch(host, address) : null;
      if (launch === null) return knocked;
      onConnect(hostId);
      const started = await ports.launch.launch(launch, { terminal: store.get().settings.terminal });
      return started.ok ? knocked : started;
    },
  };
}
