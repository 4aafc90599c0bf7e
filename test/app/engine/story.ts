import { cleanLink, type LinkQuality } from '../../../app/fake/link.ts';
import {
  fakeKnockd,
  type Arrival,
  type Door,
  type FakeServer,
  type Reply,
} from '../../../app/fake/servers.ts';
import { createWorld, type World } from '../../../app/fake/world.ts';
import { openMethod } from '../../../app/engine/methods/open.ts';
import { runKnock } from '../../../app/engine/run.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import type { KnockResult, RunEvent } from '../../../app/run.ts';
import type { SecretEdits } from '../../../app/secrets/input.ts';
import { host as makeHost } from '../hosts/host.ts';

export const home = '198.51.100.7';
export const home6 = '2001:db8::7';

export const door: Door = {
  steps: [7000, 8000, 9000].map((port): Arrival => ({ proto: 'tcp', port })),
  servicePort: 22,
  openForMs: 30_000,
};

/** A host whose sequence opens `door`. */
export function nas(change: Partial<Host> = {}): Host {
  return makeHost({
    name: 'nas',
    address: home,
    knock: {
      method: 'sequence',
      steps: [7000, 8000, 9000].map((port) => ({ proto: 'tcp', port })),
      tcp: 'syn',
      seqTimeoutMs: 10_000,
    },
    check: { port: 22 },
    ...change,
  });
}

export function knockd(): FakeServer {
  return fakeKnockd({ doors: [door], seqTimeoutMs: 10_000, latencyMs: () => 40 });
}

/** A server that only answers SYNs to its service port, as `reply` says. */
export function service(reply: (atMs: number) => Reply): FakeServer {
  return { receive: ({ proto, port }, atMs) => (proto === 'tcp' && port === 22 ? reply(atMs) : 'drop') };
}

/** The path that the benchmark calls bad. */
export const badLink: LinkQuality = { delayMs: 120, jitterMs: 60, loss: 0.08, reorder: 0.05, duplicate: 0 };
export const slowLink: LinkQuality = { ...cleanLink, delayMs: 150 };

export interface Story {
  readonly result: KnockResult;
  readonly events: readonly RunEvent[];
  readonly world: World;
}

/** One knock in a fresh world, from the first event to the result. */
export async function tell(request: {
  readonly host: Host;
  readonly world: World;
  readonly always?: boolean;
  readonly force?: boolean;
  /** Stand in for the stored secrets. */
  readonly edits?: SecretEdits;
  /** See Settings.clockSource. */
  readonly clockSource?: string;
  /** Stops the run after this time. */
  readonly cancelAfterMs?: number;
}): Promise<Story> {
  const { host, world, cancelAfterMs } = request;
  const events: RunEvent[] = [];
  const cancel = new AbortController();
  if (cancelAfterMs !== undefined) world.clock.after(cancelAfterMs, () => cancel.abort());
  const opened = await openMethod({ host, edits: request.edits, ports: world.ports });
  if (!opened.ok) throw new Error(opened.error.code);
  const method = opened.value;
  const knocking = async () => {
    try {
      return await runKnock({
        host,
        method,
        ports: world.ports,
        emit: (event) => events.push(event),
        signal: cancel.signal,
        always: request.always ?? false,
        force: request.force ?? false,
        clockSource: request.clockSource ?? '',
      });
    } finally {
      await method.close();
    }
  };
  const result = await world.clock.run(knocking());
  return { result, events, world };
}

export function at(address: string, server: FakeServer, link: LinkQuality = cleanLink): World {
  return createWorld({ servers: { [address]: server }, link });
}
