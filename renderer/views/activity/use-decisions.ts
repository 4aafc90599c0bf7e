import { useEffect, useState } from 'react';
import type { DecisionEntry } from '../../../app/history/decision-entry.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';

const pageSize = 50;
/** More than one page is read in pages of this size, the most that the contract allows. */
const largestPage = 200;

/** The decisions that are wanted, read again whenever there are new ones. Null until the first page is there. */
export function useDecisions(acted: boolean) {
  const api = useApi();
  const newestId = useSnapshot(({ automation }) => automation.newestDecisionId);
  const [wanted, setWanted] = useState(pageSize);
  const [shown, setShown] = useState<{
    readonly entries: readonly DecisionEntry[];
    readonly total: number;
  } | null>(null);

  // The entries are in another process, and only asked for while somebody looks at them.
  useEffect(() => {
    let isStale = false;
    const read = async (): Promise<void> => {
      let entries: readonly DecisionEntry[] = [];
      for (;;) {
        const count = Math.min(largestPage, wanted - entries.length);
        const page = await api.readDecisions({ acted, beforeId: entries.at(-1)?.id ?? null, count });
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
  }, [api, newestId, acted, wanted]);

  return {
    entries: shown?.entries ?? null,
    total: shown?.total ?? 0,
    showOlder: () => setWanted((count) => count + pageSize),
  };
}
