import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import type { HostFacts } from '../rules/decide.ts';
import type { Occasion } from '../rules/decision.ts';
import { slotsOf } from '../secrets/slots.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Keeper } from './keeper.ts';

/** A door that was seen open longer ago may be shut: the knock looks again before it sends anything. */
const freshMs = 60_000;

/** What rules look at of a host, at one moment. */
export async function hostFacts(request: {
  readonly host: Host;
  readonly occasion: Occasion;
  readonly snapshot: Snapshot;
  /** Since when this computer is where it is; what was seen before tells nothing. */
  readonly since: number;
  readonly keeper: Pick<Keeper, 'addressOf' | 'openForMs'>;
  readonly ports: Pick<Ports, 'clock' | 'network'>;
}): Promise<HostFacts> {
  const { host, occasion, snapshot, since, keeper, ports } = request;
  const { reach, vault } = snapshot;
  const seen = reach[host.id];
  const now = ports.clock.now();
  const isOpen =
    seen?.state === 'open' &&
    seen.checkedAt >= Math.max(since, now - freshMs) &&
    (seen.closesAt === null || seen.closesAt > now);
  const isVaultOpen = vault.state !== 'ready' || vault.look.state !== 'locked';
  const address = keeper.addressOf(host.id);
  const isAsked = 'hostId' in occasion && occasion.hostId === host.id;
  return {
    id: host.id,
    tags: host.tags,
    isOpen,
    openForMs: await keeper.openForMs(host),
    hasCheck: host.check !== undefined && !host.admitsOne,
    canClose: host.close !== undefined,
    isLocked: !isVaultOpen && slotsOf(host.knock).length > 0,
    isConnected:
      isAsked && address !== null && host.check !== undefined
        ? await ports.network.isConnectedTo(address, host.check.port)
        : null,
  };
}
