import { useEffect, useState } from 'react';
import { dayMs } from '../../../app/clock.ts';
import type { Entry, Filter } from '../../../app/history/entry.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';

export type Period = 'always' | 'day' | 'week' | 'month';

/** Which knocks are wanted. */
export interface Wanted {
  readonly hostId: string | null;
  readonly outcome: 'all' | 'open' | 'failed';
  readonly period: Period;
}

const pageSize = 50;
/** More than one page is read in pages of this size, the most that the contract allows. */
const largestPage = 200;

const days = { day: 1, week: 7, month: 30 } as const;

/** The knocks that are wanted, read again whenever the activity changes. Null until the first page is there. */
export function useEntries({ hostId, outcome, period }: Wanted) {
  const api = useApi();
  const activity = useSnapshot((snapshot) => snapshot.activity);
  const [shown, setShown] = useState<{
    readonly entries: readonly Entry[];
    readonly total: number;
  } | null>(null);
  const [wanted, setWanted] = useState(pageSize);

  // The entries are in another process, and only asked for while somebody looks at them.
  useEffect(() => {
    let isStale = false;
    const filter: Filter = {
      ...(hostId !== null && { hostId }),
      ...(outcome !== 'all' && { outcome }),
      ...(period !== 'always' && { sinceMs: Date.now() - days[period] * dayMs }),
    };
    const read = async (): Promise<void> => {
      let entries: readonly Entry[] = [];
      for (;;) {
        const count = Math.min(largestPage, wanted - entries.length);
        const page = await api.readActivity({ filter, beforeId: entries.at(-1)?.id ?? null, count });
        if (isStale || !page.ok) return;
        entries = [...entries, ...page.value.entries];
        const isAll = entries.length >= Math.min(wanted, page.value.total) || page.value.entries.length === 0;
        if (isAll) return setShown({ entries, total: page.value.total });
      }
    };
    void read();
    return () => {
      isStale = true;
    };
  }, [api, activity, hostId, outcome, period, wanted]);

  return {
    entries: shown?.entries ?? null,
    total: shown?.total ?? 0,
    showOlder: () => setWanted((count) => count + pageSize),
  };
}
