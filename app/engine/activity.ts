import { dayMs } from '../clock.ts';
import type { Api } from '../contract.ts';
import { append, matches, type Entry } from '../history/entry.ts';
import type { Ports } from '../ports.ts';
import { ok } from '../result.ts';
import type { Store } from './store.ts';

/** Every knock, kept as long as the settings say. */
export interface Activity {
  readonly commands: Pick<Api, 'readActivity' | 'clearActivity'>;
  /** Notes a finished knock. */
  note(entry: Omit<Entry, 'id'>): Promise<void>;
}

export function createActivity({ store, ports }: { readonly store: Store; readonly ports: Ports }): Activity {
  // Read when it is first needed: a program that only knocks never waits for its history.
  let loading: Promise<readonly Entry[]> | null = null;
  const entries = (): Promise<readonly Entry[]> => (loading ??= load());

  const load = (): Promise<readonly Entry[]> => {
    const read: Promise<readonly Entry[]> = ports.history.load().then((kept) => {
      // What was cleared meanwhile is gone.
      if (loading === read) tell(kept);
      return kept;
    });
    return read;
  };

  const tell = (kept: readonly Entry[]): void =>
    store.update(() => ({ activity: { total: kept.length, newestId: kept.at(-1)?.id ?? 0 } }));

  const keep = (kept: readonly Entry[]): void => {
    loading = Promise.resolve(kept);
    tell(kept);
  };

  return {
    commands: {
      async readActivity({ filter, beforeId, count }) {
        const matching = (await entries()).filter((entry) => matches(entry, filter));
        const older = matching.filter(({ id }) => beforeId === null || id < beforeId);
        return ok({ entries: older.slice(-count).toReversed(), total: matching.length });
      },
      async clearActivity() {
        await ports.history.replace([]);
        keep([]);
        return ok(undefined);
      },
    },
    async note(entry) {
      const before = await entries();
      const { activityRows, activityDays } = store.get().settings;
      const noted = { ...entry, id: (before.at(-1)?.id ?? 0) + 1 };
      const after = append(before, noted, {
        rows: activityRows,
        sinceMs: ports.clock.now() - activityDays * dayMs,
      });
      // What was let go of leaves the disk too, in one rewrite for many rows.
      if (after.length <= before.length - activityRows / 10) await ports.history.replace(after);
      else await ports.history.add(noted);
      keep(after);
    },
  };
}
