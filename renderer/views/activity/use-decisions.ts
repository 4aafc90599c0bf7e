import { useCallback } from 'react';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { usePages } from './use-pages.ts';

/** The decisions that are wanted, read again whenever there are new ones. */
export function useDecisions(acted: boolean) {
  const api = useApi();
  const newestId = useSnapshot(({ automation }) => automation.newestDecisionId);
  const readPage = useCallback(
    (from: { readonly beforeId: number | null; readonly count: number }) =>
      api.readDecisions({ acted, ...from }),
    [api, acted],
  );
  return usePages(readPage, newestId);
}
