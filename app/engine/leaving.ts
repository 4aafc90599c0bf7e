import type { Host } from '../hosts/schema.ts';
import type { NetworkIdentity } from '../network/reading.ts';
import type { Happening } from '../rules/decision.ts';
import type { Snapshot } from '../snapshot.ts';

/** Doors that are to be shut because their network was left. */
export interface Leaving {
  /** Hears of everything that happens; returns the hosts to be closed now. */
  hear(request: {
    readonly happening: Happening;
    readonly network: NetworkIdentity | null;
    readonly hosts: readonly Host[];
    readonly reach: Snapshot['reach'];
    /** Hosts that a rule opens on this occasion. */
    readonly opening: ReadonlySet<string>;
  }): readonly Host[];
}

/** Nothing can be sent without a network, so a door is shut from the next one; on coming back it stays as it is. */
export function createLeaving(): Leaving {
  const owed = new Set<string>();
  let left: string | null = null;
  return {
    hear({ happening, network, hosts, reach, opening }) {
      if (happening.kind === 'left') {
        left = happening.network.key;
        for (const { id, close, closeOn } of hosts) {
          const state = reach[id]?.state;
          const mayBeOpen = state === 'open' || state === 'sent';
          if (mayBeOpen && close !== undefined && closeOn.includes('left')) owed.add(id);
        }
        return [];
      }
      if (happening.kind !== 'joined' || network === null) return [];
      const closing = hosts.filter(({ id }) => owed.has(id) && !opening.has(id) && network.key !== left);
      owed.clear();
      return closing;
    },
  };
}
