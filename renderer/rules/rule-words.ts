import type { TFunction } from 'i18next';
import { hourMs } from '../../app/clock.ts';
import { matchName } from '../../app/rules/match.ts';
import type { KnownNetwork, Match, Rule } from '../../app/rules/schema.ts';
import type { Format } from '../format.ts';

/** What a rule is about, by name. */
export interface RuleNames {
  readonly t: TFunction;
  readonly language: string;
  readonly format: Format;
  /** Null: there is no such host. */
  readonly hostName: (id: string) => string | null;
  readonly networks: readonly KnownNetwork[];
}

/** A rule as one sentence: When this computer wakes on any network except "Home", knock nas, at most 6 times an hour. */
export function describeRule(rule: Rule, names: RuleNames): string {
  const { t, language } = names;
  const rest = [
    describeAct(rule, names),
    ...describeUnless(rule, names),
    t('rules.limit', { count: rule.atMostAnHour }),
  ];
  const sentence = t('rules.sentence', { when: describeWhen(rule, names), rest: rest.join(', ') });
  return sentence.charAt(0).toLocaleUpperCase(language) + sentence.slice(1);
}

/** The rule without its occasion and limits: "knock nas". */
function describeAct({ do: act, hosts }: Rule, names: RuleNames): string {
  const { t, language, format, hostName } = names;
  // German knocks "bei allen Hosts", and closes "alle Hosts".
  const role = act.kind === 'knock' ? 'at' : 'object';
  const all = [
    ...hosts.ids.map((id) => hostName(id) ?? t(`rules.hosts.${role}.gone`)),
    ...hosts.tags.map((tag) => t(`rules.hosts.${role}.tagged`, { tag })),
  ];
  const named = all.length > 0 ? listed(all, language) : t(`rules.hosts.${role}.none`);
  switch (act.kind) {
    case 'knock':
    case 'close':
      return t(`rules.act.${act.kind}`, { hosts: named });
    case 'keep-open': {
      const condition = act.while;
      const how =
        condition.kind === 'hours'
          ? t('rules.while.hours', { time: format.duration(condition.hours * hourMs) })
          : t(`rules.while.${condition.kind}`, condition.kind === 'until' ? { at: condition.at } : {});
      return t('rules.act.keep-open', { hosts: named, while: how });
    }
    default:
      return act satisfies never;
  }
}

/** "When this computer wakes on any network except Home". */
function describeWhen({ when, on }: Pick<Rule, 'when' | 'on'>, names: RuleNames): string {
  const { t, language } = names;
  const where = describeWhere(on, names);
  switch (when.kind) {
    case 'joined':
    case 'left':
    case 'changed':
      return t(`rules.when.${when.kind}`, { where });
    case 'woke':
    case 'started':
    case 'connect':
    case 'schedule': {
      const what =
        when.kind === 'schedule'
          ? t('rules.when.schedule', { days: describeDays(when.days, t, language), at: when.at })
          : t(`rules.when.${when.kind}`);
      return on.kind === 'any' ? what : t('rules.whenOn', { when: what, where });
    }
    default:
      return when satisfies never;
  }
}

/** How a network is recognised, as a rule says it. */
export function describeMatch(t: TFunction, match: Match, networks: readonly KnownNetwork[]): string {
  switch (match.kind) {
    case 'known': {
      const name = matchName(match, networks);
      return name === null ? t('rules.match.lost') : t('rules.match.known', { name });
    }
    case 'gateway':
      return t('rules.match.gateway', { address: match.address });
    case 'subnet':
      return t('rules.match.subnet', { subnet: match.subnet });
    case 'ssid':
      return t('rules.match.ssid', { pattern: match.pattern });
    case 'link':
      return t(`rules.match.${match.link}`);
    default:
      return match satisfies never;
  }
}

/** "a, b and c", as the language says it. */
export function listed(
  parts: readonly string[],
  language: string,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type }).format(parts);
}

/** Day 1 is Monday. */
export function dayName(day: number, language: string): string {
  // 2024-01-01 was a Monday.
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, day),
  );
}

function describeWhere(on: Rule['on'], { t, language, networks }: RuleNames): string {
  if (on.kind === 'any') return t('rules.where.any');
  const names = on.networks.map((match) => describeMatch(t, match, networks));
  if (on.kind === 'only') return listed(names, language, 'disjunction');
  return t('rules.where.except', { networks: listed(names, language) });
}

function describeDays(days: readonly number[], t: TFunction, language: string): string {
  const chosen = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.includes(day));
  if (chosen.length === 7) return t('rules.days.every');
  if (chosen.join('') === '12345') return t('rules.days.weekdays');
  const names = chosen.map((day) => dayName(day, language));
  return t('rules.days.on', { days: listed(names, language) });
}

function describeUnless({ do: act, unless }: Rule, { t, language }: RuleNames): readonly string[] {
  const reasons = [
    // Neither closing nor keeping open is put off by an open door.
    ...(unless.open && act.kind === 'knock' ? [t('rules.unless.open')] : []),
    ...(unless.metered ? [t('rules.unless.metered')] : []),
    ...(unless.battery ? [t('rules.unless.battery')] : []),
  ];
  if (reasons.length === 0) return [];
  return [t('rules.unless.sentence', { reasons: listed(reasons, language, 'disjunction') })];
}
