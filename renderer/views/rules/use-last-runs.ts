import { useEffect, useState } from 'react';
import type { Entry } from '../../../app/history/entry.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';

/** As far back as the contract lets one page reach. */
const lookedThrough = 200;

/** The latest knock of each rule, by rule id. */
export function useLastRuns(): ReadonlyMap<string, Entry> {
  const api = useApi();
  const newestId = useSnapshot(({ activity }) => activity.newestId);
  const [runs, setRuns] = useState<ReadonlyMap<string, Entry>>(new Map());
  // The entries are in another process, and only asked for while somebody looks at them.
  useEffect(() => {
    let isWanted = true;
    void api.readActivity({ filter: {}, beforeId: null, count: lookedThrough }).then((read) => {
      if (!isWanted || !read.ok) return;
      const byRule = new Map<string, Entry>();
      for (const entry of read.value.entries) {
        if (entry.ruleId !== null && !byRule.has(entry.ruleId)) byRule.set(entry.ruleId, entry);
      }
      setRuns(byRule);
    });
    return () => {
      isWanted = false;
    };
  }, [api, newestId]);
  return runs;
}
