import type { Api } from '../contract.ts';
import type { DecisionEntry } from '../history/decision-entry.ts';
import type { Ports } from '../ports.ts';
import { ok } from '../result.ts';
import type { Store } from './store.ts';

const dayMs = 24 * 3_600_000;

/** What was decided, kept as long as the activity. */
export interface Decisions {
  readonly commands: Pick<Api, 'readDecisions'>;
  readonly all: () => Promise<readonly DecisionEntry[]>;
  note(entry: Omit<DecisionEntry, 'id'>): Promise<void>;
}

export function createDecisions({
  store,
  ports,
}: {
  readonly store: Store;
  readonly ports: Ports;
}): Decisions {
  const log = ports.history.decisions;
  let kept: Promise<readonly DecisionEntry[]> | null = null;
  const all = (): Promise<readonly DecisionEntry[]> => (kept ??= log.load());

  return {
    all,
    commands: {
      async readDecisions({ acted, beforeId, count }) {
        const matching = (await all()).filter((entry) => !acted || hasActed(entry));
        const older = matching.filter(({ id }) => beforeId === null || id < beforeId);
        return ok({ entries: older.slice(-count).toReversed(), total: matching.length });
      },
    },
    async note(entry) {
      const before = await all();
      const { activityRows, activityDays } = store.get().settings;
      const noted = { ...entry, id: (before.at(-1)?.id ?? 0) + 1 };
      const since = ports.clock.now() - activityDays * dayMs;
      const after = [...before, noted].filter(({ at }) => at >= since).slice(-activityRows);
      // What was let go of leaves the disk too, in one rewrite for many rows.
      if (after.length <= before.length - activityRows / 10) await log.replace(after);
      else await log.add(noted);
      kept = Promise.resolve(after);
      store.update(({ automation }) => ({ automation: { ...automation, newestDecisionId: noted.id } }));
    },
  };
}

function hasActed({ decisions }: DecisionEntry): boolean {
  return decisions.some(({ act }) => act !== 'skip');
}
