import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import type { Store } from './store.ts';

/** Nobody wants to wait longer for a program that he has quit. */
const atMostMs = 5_000;

/** Closes what we may have opened and what its host wants shut when Postern quits. */
export async function closeOnQuit({
  store,
  ports,
  api,
}: {
  readonly store: Store;
  readonly ports: Pick<Ports, 'clock' | 'hosts'>;
  readonly api: Pick<Api, 'closeHost' | 'cancelKnock'>;
}): Promise<void> {
  const { reach } = store.get();
  const mayBeOpen = (hostId: string): boolean =>
    reach[hostId]?.state === 'open' || reach[hostId]?.state === 'sent';
  if (!Object.keys(reach).some(mayBeOpen)) return;
  const hosts = await ports.hosts.load();
  const closing = (hosts.ok ? hosts.value : []).filter(
    ({ id, close, closeOn }) => close !== undefined && closeOn.includes('quit') && mayBeOpen(id),
  );
  const done = new AbortController();
  const closed = Promise.all(closing.map(({ id: hostId }) => api.closeHost({ hostId, cause: 'quit' })));
  await Promise.race([closed, ports.clock.sleep(atMostMs, done.signal)]);
  done.abort();
  for (const { id: hostId } of closing) void api.cancelKnock({ hostId });
  await closed;
}
