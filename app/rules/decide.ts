import { egressOf } from '../network/identity.ts';
import type { NetworkIdentity } from '../network/reading.ts';
import { backOff, isJustDone, isRunning, isUsedUp, type Attempt } from './attempts.ts';
import { happeningOf, type Because, type Decision, type Happening, type Occasion } from './decision.ts';
import { whyOver, type Keeping } from './keep-open.ts';
import { findMatch, matchName } from './match.ts';
import { pauseAt } from './pause.ts';
import { isDue } from './schedule.ts';
import type { Rule, Rulebook } from './schema.ts';
import type { OffsetAt } from './zone.ts';

/** What rules look at of a host. */
export interface HostFacts {
  readonly id: string;
  readonly tags: readonly string[];
  /** It was seen open, from where this computer is now. */
  readonly isOpen: boolean;
  /** Known or learnt; null: neither. */
  readonly openForMs: number | null;
  readonly hasCheck: boolean;
  /** There is a knock that closes it. */
  readonly canClose: boolean;
  /** Its knock needs secrets that cannot be read now. */
  readonly isLocked: boolean;
  /** Whether a program of this computer is connected to its service; null where the system does not tell. */
  readonly isConnected: boolean | null;
}

export interface Question {
  readonly occasion: Occasion;
  readonly rulebook: Rulebook;
  /** Where this computer is now; null: offline. */
  readonly network: NetworkIdentity | null;
  readonly hosts: readonly HostFacts[];
  /** The doors that are kept open. */
  readonly keeping: readonly Keeping[];
  /** Those of the last hour, in any order. */
  readonly recent: readonly Attempt[];
  readonly conditions: Conditions;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly offsetAt: OffsetAt;
}

export interface Conditions {
  /** A page asks for a login before anything gets through. */
  readonly isCaptive: boolean;
  /** Null where the system does not tell: then it does not count. */
  readonly isMetered: boolean | null;
  readonly onBattery: boolean | null;
}

/**
 * What every rule does about every host it is for, with its reason. No host is knocked for two rules: one rule acts,
 * that which keeps open before that which only knocks, otherwise the first.
 */
export function decide(question: Question): readonly Decision[] {
  const { occasion, rulebook } = question;
  const happening = happeningOf(occasion);
  const chosenId = 'hostId' in occasion ? occasion.hostId : null;
  const hosts = indexHosts(question.hosts);
  const attempts = grouped(question.recent, ({ hostId }) => [hostId]);
  const kept = question.keeping.find(({ hostId }) => hostId === chosenId);

  const decisions = rulebook.rules.flatMap((rule) => {
    const ids = hostIdsOf(rule, hosts).filter((id) => chosenId === null || id === chosenId);
    const reason = ids.length > 0 ? whyNotNow(rule, happening, question) : null;
    return ids.map((hostId): Decision => {
      const host = hosts.byId.get(hostId);
      if (reason !== null) return skip(rule.id, hostId, reason);
      if (host === undefined) return skip(rule.id, hostId, { code: 'no-such-host' });
      return judge({ rule, host, happening, question, attempts: attempts.get(hostId) ?? [] });
    });
  });

  // A rule that was removed, or is not for this host any more, keeps no door open.
  const isOrphan = happening.kind === 'renewal' && kept && !decisions.some((d) => d.ruleId === kept.ruleId);
  if (isOrphan) decisions.push(skip(kept.ruleId, kept.hostId, { code: 'keep-open-over' }));
  return oncePerHost(decisions);
}

/** Why a rule does nothing at all now; null: it may act. */
function whyNotNow(rule: Rule, happening: Happening, question: Question): Because | null {
  const { rulebook, network, conditions, now } = question;
  if (!rule.enabled) return { code: 'disabled' };
  if (!isFor(rule, happening, question)) return { code: 'other-occasion' };
  const pause = pauseAt(rulebook, now);
  if (pause !== null) return { code: 'paused', ...pause };

  // A rule about leaving a network means the one that was left. All others mean the one that packets would leave from.
  const where = happening.kind === 'left' ? happening.network : network;
  if (where === null) return { code: 'offline' };
  const elsewhere = whyNotThere(rule, where, rulebook);
  if (elsewhere !== null) return elsewhere;

  if (network === null) return { code: 'offline' };
  if (conditions.isCaptive) return { code: 'captive' };
  if (rule.unless.metered && conditions.isMetered === true) return { code: 'metered' };
  if (rule.unless.battery && conditions.onBattery === true) return { code: 'on-battery' };
  return null;
}

function isFor(rule: Rule, happening: Happening, { keeping, offsetAt }: Question): boolean {
  switch (happening.kind) {
    case 'schedule':
      return rule.when.kind === 'schedule' && isDue(rule.when, happening.at, offsetAt);
    case 'renewal':
      return (
        rule.do.kind === 'keep-open' &&
        keeping.some(({ hostId, ruleId }) => hostId === happening.hostId && ruleId === rule.id)
      );
    default:
      return rule.when.kind === happening.kind;
  }
}

function whyNotThere({ on }: Rule, where: NetworkIdentity, { networks }: Rulebook): Because | null {
  if (on.kind === 'any') return null;
  const matched = findMatch(where, on.networks, networks);
  if (on.kind === 'only') {
    if (matched !== null) return null;
    const [alone, ...others] = on.networks;
    const name = alone !== undefined && others.length === 0 ? matchName(alone, networks) : null;
    return { code: 'network-not-named', name };
  }
  if (matched !== null) return { code: 'network-excluded', name: matched.name };
  // This may be the network that the user did not want to be knocked from: only he can tell now.
  const isIncomplete = on.networks.some((match) => matchName(match, networks) === null);
  return isIncomplete ? { code: 'network-removed' } : null;
}

/** What a rule that may act does about one host. */
function judge(request: {
  readonly rule: Rule;
  readonly host: HostFacts;
  readonly happening: Happening;
  readonly question: Question;
  readonly attempts: readonly Attempt[];
}): Decision {
  const { rule, host, happening, question, attempts } = request;
  const { network, now, offsetAt } = question;
  if (network === null) throw new Error('a rule that acts offline');
  const egress = egressOf(network);
  const no = (because: Because) => skip(rule.id, host.id, because);
  const yes = (act: Decision['act'], because: Because = { code: 'occasion' }): Decision => ({
    ruleId: rule.id,
    hostId: host.id,
    act,
    because,
  });

  if (isRunning(attempts, egress)) return no({ code: 'done-here' });
  const isOverLimit = isUsedUp(attempts, { ruleId: rule.id, limit: rule.atMostAnHour, now });
  if (rule.do.kind === 'close') {
    if (!host.canClose) return no({ code: 'nothing-to-close' });
    return isOverLimit ? no({ code: 'hourly-limit', limit: rule.atMostAnHour }) : yes('close');
  }

  const isRenewal = happening.kind === 'renewal';
  if (isRenewal) {
    const kept = question.keeping.find((keeping) => keeping.hostId === host.id && keeping.ruleId === rule.id);
    const over = kept ? whyOver(kept, { now, isConnected: host.isConnected, offsetAt }) : null;
    if (over !== null) return no(over);
  } else if (rule.unless.open && host.isOpen) {
    // What is open need not be knocked to be kept open.
    return rule.do.kind === 'keep-open'
      ? yes('keep-open', { code: 'already-open' })
      : no({ code: 'already-open' });
  }

  if (host.isLocked) return no({ code: 'secrets-locked' });
  // A person who connects is not made to wait for what failed before.
  const pause = happening.kind === 'connect' ? null : backOff(attempts, { egress, now });
  if (pause !== null) return no({ code: 'backing-off', ...pause });
  if (joins(happening) && isJustDone(attempts, { egress, openForMs: host.openForMs, now })) {
    return no({ code: 'done-here' });
  }
  if (isOverLimit && !isRenewal) return no({ code: 'hourly-limit', limit: rule.atMostAnHour });
  if (rule.do.kind === 'knock') return yes('knock');
  const canKeep = host.openForMs !== null || host.hasCheck;
  return canKeep ? yes('keep-open') : yes('knock', { code: 'open-time-unknown' });
}

/** Occasions that may come together for one door. */
function joins({ kind }: Happening): boolean {
  return kind === 'joined' || kind === 'woke' || kind === 'started';
}

function oncePerHost(decisions: readonly Decision[]): readonly Decision[] {
  const acting = new Map<string, Decision>();
  for (const decision of decisions) {
    if (decision.act === 'skip') continue;
    const first = acting.get(decision.hostId);
    const isMore = decision.act === 'keep-open' && first?.act === 'knock';
    if (first === undefined || isMore) acting.set(decision.hostId, decision);
  }
  return decisions.map((decision) =>
    decision.act === 'skip' || acting.get(decision.hostId) === decision
      ? decision
      : skip(decision.ruleId, decision.hostId, { code: 'done-here' }),
  );
}

interface HostIndex {
  readonly byId: ReadonlyMap<string, HostFacts>;
  readonly byTag: ReadonlyMap<string, readonly HostFacts[]>;
}

function indexHosts(hosts: readonly HostFacts[]): HostIndex {
  return {
    byId: new Map(hosts.map((host) => [host.id, host])),
    byTag: grouped(hosts, ({ tags }) => tags),
  };
}

function hostIdsOf({ hosts }: Rule, { byTag }: HostIndex): readonly string[] {
  return [
    ...new Set([...hosts.ids, ...hosts.tags.flatMap((tag) => (byTag.get(tag) ?? []).map(({ id }) => id))]),
  ];
}

function skip(ruleId: string, hostId: string, because: Because): Decision {
  return { ruleId, hostId, act: 'skip', because };
}

function grouped<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
