import { useCallback } from 'react';
import { dayMs } from '../../../app/clock.ts';
import type { Filter } from '../../../app/history/entry.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { usePages } from './use-pages.ts';

export type Period = 'always' | 'day' | 'week' | 'month';

/** Which knocks are wanted. */
export interface Wanted {
  readonly hostId: string | null;
  readonly outcome: 'all' | 'open' | 'failed';
  readonly period: Period;
}

const days = { day: 1, week: 7, month: 30 } as const;

/** The knocks that are wanted, read again whenever the activity changes. */
export function useEntries({ hostId, outcome, period }: Wanted) {
  const api = useApi();
  const activity = useSnapshot((snapshot) => snapshot.activity);
  const readPage = useCallback(
    (from: { readonly beforeId: number | null; readonly count: number }) => {
      const filter: Filter = {
        ...(hostId !== null && { hostId }),
        ...(outcome !== 'all' && { outcome }),
        ...(period !== 'always' && { sinceMs: Date.now() - days[period] * dayMs }),
      };
      return api.readActivity({ filter, ...from });
    },
    [api, hostId, outcome, period],
  );
  return usePages(readPage, activity);
}
