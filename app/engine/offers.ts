import type { Ports } from '../ports.ts';
import { wipe, type Found } from '../transfer/found.ts';

/** Files may be read one after the other before any of them is taken over. */
const mostOffers = 16;
const keptMs = 10 * 60_000;

interface KeptOffer {
  readonly found: Found;
  readonly end: AbortController;
}

/** What was found and not yet taken over, with its secrets: in memory, and not for long. */
export interface Offers {
  /** Keeps it for ten minutes; the oldest goes when there are too many. */
  keep(id: string, found: Found): void;
  /** Null if it was taken, or is no longer there. The secrets are the caller's to wipe. */
  take(id: string): Found | null;
  /** Wipes all of them. */
  forgetAll(): void;
}

export function createOffers({ clock }: Pick<Ports, 'clock'>): Offers {
  const kept = new Map<string, KeptOffer>();

  function take(id: string): Found | null {
    const offer = kept.get(id);
    kept.delete(id);
    offer?.end.abort();
    return offer?.found ?? null;
  }

  function forget(id: string): void {
    for (const { secrets } of take(id)?.items ?? []) wipe(secrets);
  }

  return {
    keep(id, found) {
      const end = new AbortController();
      kept.set(id, { found, end });
      void clock.sleep(keptMs, end.signal).then(() => {
        if (!end.signal.aborted) forget(id);
      });
      const [oldest] = kept.keys();
      if (kept.size > mostOffers && oldest !== undefined) forget(oldest);
    },
    take,
    forgetAll() {
      // A Map may lose entries while it is walked through.
      for (const id of kept.keys()) forget(id);
    },
  };
}
