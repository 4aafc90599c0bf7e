import { useEffect, useState } from 'react';
import type { Failure } from '../../../app/errors.ts';
import type { Result } from '../../../app/result.ts';

const pageSize = 50;
/** More than one page is read in pages of this size, the most that the contract allows. */
const largestPage = 200;

interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly total: number;
}

/**
 * The newest entries, one page more whenever it is asked for. Everything is read again when there is news, or when
 * `readPage` becomes another function. Null until the first page is there.
 */
export function usePages<Entry extends { readonly id: number }>(
  readPage: (from: {
    readonly beforeId: number | null;
    readonly count: number;
  }) => Promise<Result<Page<Entry>, Failure>>,
  news: unknown,
) {
  const [wanted, setWanted] = useState(pageSize);
  const [shown, setShown] = useState<Page<Entry> | null>(null);

  // The entries are in another process, and only asked for while somebody looks at them.
  useEffect(() => {
    let isStale = false;
    const read = async (): Promise<void> => {
      let entries: readonly Entry[] = [];
      for (;;) {
        const count = Math.min(largestPage, wanted - entries.length);
        const page = await readPage({ beforeId: entries.at(-1)?.id ?? null, count });
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
  }, [readPage, news, wanted]);

  return {
    entries: shown?.entries ?? null,
    total: shown?.total ?? 0,
    showOlder: () => setWanted((count) => count + pageSize),
  };
}
