import { hourMs } from '../clock.ts';
import { egressOf } from '../network/identity.ts';
import type { NetworkIdentity } from '../network/reading.ts';
import type { Attempt } from './attempts.ts';
import { decide, type Conditions, type HostFacts } from './decide.ts';
import type { Decision, Occasion } from './decision.ts';
import { nextTimes } from './schedule.ts';
import type { Rule, Rulebook } from './schema.ts';
import type { OffsetAt } from './zone.ts';

/** Something that rules were asked about, as it is kept. */
export interface Recorded {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly occasion: Occasion;
  /** Where this computer was; null: offline. */
  readonly network: NetworkIdentity | null;
  readonly conditions: Conditions;
  /** The hosts that were known to be open from there. */
  readonly openIds: readonly string[];
}

export interface Example {
  readonly at: number;
  readonly network: NetworkIdentity | null;
  readonly decision: Decision;
}

export interface DryRun {
  /** How often the rule would have done each, and how often it would have been asked in vain (`skip`). */
  readonly counts: Readonly<Record<Decision['act'], number>>;
  /** The newest of each act and reason, newest first. */
  readonly examples: readonly Example[];
}

/**
 * What one rule would have done, had it been there alone and on, and every knock of it opened. Other occasions than its
 * own are not counted: nobody would have asked it. Doors that it would have kept open count once.
 */
export function dryRun({
  rule,
  recorded,
  networks,
  hosts,
  until,
  offsetAt,
}: {
  readonly rule: Rule;
  /** Ascending. */
  readonly recorded: readonly Recorded[];
  readonly networks: Rulebook['networks'];
  readonly hosts: readonly Omit<HostFacts, 'isOpen'>[];
  readonly until: number;
  readonly offsetAt: OffsetAt;
}): DryRun {
  const rulebook: Rulebook = { rules: [{ ...rule, enabled: true }], networks, pausedUntil: null };
  const counts = { knock: 0, 'keep-open': 0, close: 0, skip: 0 };
  const newest = new Map<string, Example>();
  let recent: readonly Attempt[] = [];
  for (const { at, occasion, network, conditions, openIds } of withSchedule(
    rule,
    recorded,
    until,
    offsetAt,
  )) {
    const decisions = decide({
      occasion,
      rulebook,
      network,
      hosts: hosts.map((host) => ({ ...host, isOpen: openIds.includes(host.id) })),
      keeping: [],
      recent,
      conditions,
      now: at,
      offsetAt,
    });
    const done: Attempt[] = [];
    for (const decision of decisions) {
      const { act, because, hostId, ruleId } = decision;
      if (because.code === 'other-occasion') continue;
      counts[act] += 1;
      const sort = `${act} ${because.code}`;
      newest.delete(sort);
      newest.set(sort, { at, network, decision });
      if (act === 'skip' || network === null) continue;
      const kind = act === 'close' ? 'close' : 'knock';
      done.push({ hostId, ruleId, egress: egressOf(network), act: kind, at, result: 'opened' });
    }
    recent = [...recent.filter((attempt) => attempt.at > at - hourMs), ...done];
  }
  return { counts, examples: [...newest.values()].toReversed() };
}

/** A rule that is new or changed had other times than those recorded. In between, all was as it was recorded last. */
function withSchedule(
  { when }: Rule,
  recorded: readonly Recorded[],
  until: number,
  offsetAt: OffsetAt,
): readonly Recorded[] {
  // Retries and renewals would not have been the same ones.
  const happened = recorded.filter(
    ({ occasion }) => occasion.kind !== 'retry' && occasion.kind !== 'renewal',
  );
  const first = happened[0];
  if (when.kind !== 'schedule' || first === undefined) return happened;
  const scheduled: Recorded[] = [];
  let from = first.at;
  for (;;) {
    const [at] = nextTimes({ schedule: when, from, count: 1, offsetAt });
    if (at === undefined || at > until) return scheduled;
    const last = happened.findLast((entry) => entry.at <= at) ?? first;
    scheduled.push({ ...last, at, occasion: { kind: 'schedule', at } });
    from = at;
  }
}
