import { dayMs } from '../clock.ts';
import type { Api } from '../contract.ts';
import type { DecisionEntry, NamedDecision } from '../history/decision-entry.ts';
import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { ok } from '../result.ts';
import type { Decision, Occasion } from '../rules/decision.ts';
import type { Recorded } from '../rules/dry-run.ts';
import { endsKeeping } from '../rules/keep-open.ts';
import { findKnown } from '../rules/match.ts';
import type { Rulebook } from '../rules/schema.ts';
import type { Store } from './store.ts';

/** What was decided, kept as long as the activity. */
export interface Decisions {
  readonly commands: Pick<Api, 'readDecisions'>;
  readonly all: () => Promise<readonly DecisionEntry[]>;
  /** Keeps what was asked and what was decided, with the names that all had then; if it tells anything. */
  note(
    question: Recorded,
    about: {
      readonly asked: readonly Decision[];
      readonly hosts: readonly Host[];
      readonly book: Rulebook;
    },
  ): Promise<void>;
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
    async note(question, { asked, hosts, book }) {
      if (!isWorthNoting(question.occasion, asked)) return;
      const { network } = question;
      const names = new Map(hosts.map(({ id, name }) => [id, name]));
      const rules = new Map(book.rules.map((rule) => [rule.id, rule]));
      const entry = {
        ...question,
        networkName: network === null ? null : (findKnown(network, book.networks)?.name ?? null),
        decisions: asked.map((decision): NamedDecision => ({
          ...decision,
          rule: rules.get(decision.ruleId) ?? null,
          hostName: names.get(decision.hostId) ?? decision.hostId,
        })),
      };
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

/** What no rule was asked about tells nothing, and neither does waiting on for what passes by itself. */
function isWorthNoting({ kind }: Occasion, asked: readonly Decision[]): boolean {
  if (kind === 'retry') return asked.some(({ act, because }) => act !== 'skip' || endsKeeping(because));
  return asked.length > 0 || (kind !== 'schedule' && kind !== 'renewal');
}
