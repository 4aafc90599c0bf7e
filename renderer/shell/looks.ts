import { useEffect } from 'react';
import type { Host } from '../../app/hosts/schema.ts';
import { hostsOf } from '../../app/present/status.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { useApi, useWatchSnapshot } from '../use-snapshot.tsx';

/** A server that closes its door does it a moment later than we count. */
const afterClosingMs = 500;

/**
 * Looks at open doors again while the window shows them, as often as the settings say, and once when their time is
 * over: what is shown as open was seen open. One timer, for the door that is due next; none while nothing is open or
 * the window is hidden.
 */
export function useLooks(): void {
  const api = useApi();
  const watch = useWatchSnapshot();
  // Time and the visibility of the window are outside of React.
  useEffect(() => {
    let timer: number | undefined;
    const plan = (snapshot: Snapshot): void => {
      clearTimeout(timer);
      const next = document.hidden ? null : nextLook(snapshot);
      if (next === null) return;
      timer = window.setTimeout(
        () => void api.check({ subject: { hostId: next.hostId } }),
        next.at - Date.now(),
      );
    };
    let latest: Snapshot | null = null;
    const unwatch = watch((snapshot) => {
      latest = snapshot;
      plan(snapshot);
    });
    const onVisibility = (): void => {
      if (latest !== null) plan(latest);
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearTimeout(timer);
      unwatch();
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [api, watch]);
}

/** Which open door to look at next, and when; null: none. A door that is being looked at or knocked is left alone. */
export function nextLook(
  snapshot: Pick<Snapshot, 'hosts' | 'reach' | 'runs' | 'settings'>,
): { readonly hostId: string; readonly at: number } | null {
  const everyMs = snapshot.settings.lookEveryS * 1_000;
  const mayLook = (host: Host): boolean =>
    host.check !== undefined && !host.admitsOne && snapshot.runs[host.id]?.state !== 'running';
  return hostsOf(snapshot).reduce<{ readonly hostId: string; readonly at: number } | null>(
    (soonest, host) => {
      const reach = snapshot.reach[host.id];
      if (reach?.state !== 'open' || !mayLook(host)) return soonest;
      const again = everyMs === 0 ? Infinity : reach.checkedAt + everyMs;
      const over = reach.closesAt === null ? Infinity : reach.closesAt + afterClosingMs;
      const at = Math.min(again, over);
      return at < (soonest?.at ?? Infinity) ? { hostId: host.id, at } : soonest;
    },
    null,
  );
}
