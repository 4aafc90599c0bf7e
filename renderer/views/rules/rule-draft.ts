import { ipFamily } from '../../../app/hosts/address.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { ruleLimits, type Match, type Rule, type When, type While } from '../../../app/rules/schema.ts';

/**
 * A rule as it is being typed. What another choice would need is kept too, so that a look at it costs nothing; text
 * where something can be typed wrongly.
 */
export interface RuleDraft {
  readonly enabled: boolean;
  readonly when: When['kind'];
  /** 1 is Monday. */
  readonly days: readonly number[];
  readonly at: string;
  readonly on: Rule['on']['kind'];
  readonly networks: readonly Match[];
  readonly act: Rule['do']['kind'];
  readonly while: While['kind'];
  readonly until: string;
  readonly hours: string;
  readonly hostIds: readonly string[];
  readonly tags: readonly string[];
  readonly open: boolean;
  readonly metered: boolean;
  readonly battery: boolean;
  readonly atMost: string;
}

/** A field that can be wrong. */
export type RuleField = 'days' | 'at' | 'networks' | 'until' | 'hours' | 'hosts' | 'atMost';

/** The most asked for: access that is there when the computer wakes. */
export const newRuleDraft: RuleDraft = {
  enabled: true,
  when: 'woke',
  days: [1, 2, 3, 4, 5],
  at: '08:55',
  on: 'any',
  networks: [],
  act: 'knock',
  while: 'connected',
  until: '18:00',
  hours: '2',
  hostIds: [],
  tags: [],
  open: true,
  metered: false,
  battery: false,
  atMost: '6',
};

/** The saved rule as the form shows it. */
export function ruleDraftOf({ enabled, when, on, do: act, hosts, unless, atMostAnHour }: Rule): RuleDraft {
  const condition = act.kind === 'keep-open' ? act.while : null;
  return {
    ...newRuleDraft,
    enabled,
    when: when.kind,
    ...(when.kind === 'schedule' && { days: when.days, at: when.at }),
    on: on.kind,
    networks: on.kind === 'any' ? [] : on.networks,
    act: act.kind,
    while: condition?.kind ?? newRuleDraft.while,
    ...(condition?.kind === 'until' && { until: condition.at }),
    ...(condition?.kind === 'hours' && { hours: String(condition.hours) }),
    hostIds: hosts.ids,
    tags: hosts.tags,
    open: unless.open ?? true,
    metered: unless.metered ?? false,
    battery: unless.battery ?? false,
    atMost: String(atMostAnHour),
  };
}

/** The rule that the form describes, and which fields keep it from being one. What a newer version added to `kept` stays. */
export function parseRuleDraft(
  draft: RuleDraft,
  { id, kept }: { readonly id: string; readonly kept: Rule | null },
): { readonly rule: Rule | null; readonly problems: readonly RuleField[] } {
  const hours = numberOf(draft.hours);
  const atMostAnHour = numberOf(draft.atMost);
  const isScheduled = draft.when === 'schedule';
  const isKept = draft.act === 'keep-open';
  const checks: readonly (readonly [RuleField, boolean])[] = [
    ['days', !isScheduled || draft.days.length > 0],
    ['at', !isScheduled || isClockTime(draft.at)],
    ['networks', draft.on === 'any' || draft.networks.length > 0],
    ['until', !isKept || draft.while !== 'until' || isClockTime(draft.until)],
    ['hours', !isKept || draft.while !== 'hours' || (hours >= 0.25 && hours <= ruleLimits.keepHours)],
    ['hosts', draft.hostIds.length + draft.tags.length > 0],
    [
      'atMost',
      Number.isInteger(atMostAnHour) && atMostAnHour >= 1 && atMostAnHour <= ruleLimits.atMostAnHour,
    ],
  ];
  const problems = checks.flatMap(([field, isRight]) => (isRight ? [] : [field]));
  if (problems.length > 0) return { rule: null, problems };
  const rule: Rule = {
    ...kept,
    id,
    enabled: draft.enabled,
    when: { ...(kept?.when.kind === draft.when && kept.when), ...whenOf(draft) },
    on: { ...(kept?.on.kind === draft.on && kept.on), ...onOf(draft) },
    do: { ...(kept?.do.kind === draft.act && kept.do), ...actOf(draft, hours) },
    hosts: { ...kept?.hosts, ids: [...draft.hostIds], tags: [...draft.tags] },
    unless: { ...kept?.unless, open: draft.open, metered: draft.metered, battery: draft.battery },
    atMostAnHour,
  };
  return { rule, problems };
}

/** Whether text names a network in this way: the router's address, a subnet, the name of a Wi-Fi. */
export function parseMatch(kind: 'gateway' | 'subnet' | 'ssid', text: string): Match | null {
  const value = text.trim();
  switch (kind) {
    case 'gateway':
      return ipFamily(value) === null ? null : { kind, address: value };
    case 'subnet': {
      const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(value) ?? [];
      const family = ipFamily(address);
      if (family === null || Number(bits) > (family === 4 ? 32 : 128)) return null;
      return { kind, subnet: value };
    }
    case 'ssid':
      return value === '' || value.length > 64 ? null : { kind, pattern: value };
    default:
      return kind satisfies never;
  }
}

/** What a person should know before a rule acts while nobody watches. */
export interface RuleWarnings {
  /** Nothing but a name tells one of its networks. */
  readonly nameAlone: boolean;
  /** Names of hosts whose knock uses up a number or a line. */
  readonly usesUp: readonly string[];
  readonly cantClose: readonly string[];
  /** To be kept open, though nobody could know when to knock again. */
  readonly noCheck: readonly string[];
}

export function warningsOf(draft: RuleDraft, hosts: readonly Host[]): RuleWarnings {
  const chosen = hosts.filter(
    ({ id, tags }) => draft.hostIds.includes(id) || tags.some((tag) => draft.tags.includes(tag)),
  );
  const names = (is: (host: Host) => boolean): readonly string[] => chosen.filter(is).map(({ name }) => name);
  const isClosing = draft.act === 'close';
  return {
    nameAlone: draft.on !== 'any' && draft.networks.some(({ kind }) => kind === 'ssid'),
    usesUp: isClosing ? [] : names(({ knock }) => knock.method === 'hotp' || knock.method === 'list'),
    cantClose: isClosing ? names(({ close }) => close === undefined) : [],
    noCheck:
      draft.act === 'keep-open'
        ? names(
            ({ check, admitsOne, openForMs }) =>
              openForMs === undefined && (check === undefined || admitsOne),
          )
        : [],
  };
}

function whenOf({ when, days, at }: RuleDraft): When {
  return when === 'schedule' ? { kind: when, days: [...days].toSorted((a, b) => a - b), at } : { kind: when };
}

function onOf({ on, networks }: RuleDraft): Rule['on'] {
  return on === 'any' ? { kind: on } : { kind: on, networks: [...networks] };
}

function actOf({ act, while: kind, until }: RuleDraft, hours: number): Rule['do'] {
  if (act !== 'keep-open') return { kind: act };
  switch (kind) {
    case 'connected':
      return { kind: act, while: { kind } };
    case 'until':
      return { kind: act, while: { kind, at: until } };
    case 'hours':
      return { kind: act, while: { kind, hours } };
    default:
      return kind satisfies never;
  }
}

/** Not a number where none is typed. A decimal comma counts as a point. */
function numberOf(text: string): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? NaN : Number(trimmed);
}

function isClockTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}
