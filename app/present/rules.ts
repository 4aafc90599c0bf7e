import type { Because, Decision } from '../rules/decision.ts';
import { matchName } from '../rules/match.ts';
import type { KnownNetwork, Match, Rule } from '../rules/schema.ts';
import { count, list, printable } from './text.ts';
import { describeDuration } from './time.ts';

/** A rule as one sentence: When this computer wakes, on any network except Home, knock nas, unless it is open already, … */
export function describeRule(
  rule: Rule,
  {
    hostName,
    networks,
  }: {
    /** Null: there is no such host. */
    readonly hostName: (id: string) => string | null;
    readonly networks: readonly KnownNetwork[];
  },
): string {
  const named = rule.hosts.ids.map((id) => hostName(id) ?? 'a host that was removed').map(printable);
  const tagged = rule.hosts.tags.map((tag) => `all hosts tagged ${quoted(tag)}`);
  const hosts = [...named, ...tagged];
  const parts = [
    describeWhen(rule, networks),
    describeAct(rule.do, hosts.length > 0 ? list(hosts, 'and') : 'no host'),
    ...describeUnless(rule),
    `at most ${count(rule.atMostAnHour, 'time')} an hour`,
  ];
  return `${parts.join(', ')}.`;
}

/** A decision with its reason, as one sentence. `time` writes a clock time. */
export function describeDecision(
  { act, because }: Decision,
  { host, time }: { readonly host: string; readonly time: (at: number) => string },
): string {
  const name = printable(host);
  const reason = describeBecause(because, time);
  switch (act) {
    case 'knock':
      return `Knocking ${name}: ${reason}.`;
    case 'keep-open':
      return `Keeping ${name} open: ${reason}.`;
    case 'close':
      return `Closing ${name}: ${reason}.`;
    case 'skip':
      return `Left ${name} alone: ${reason}.`;
    default:
      return act satisfies never;
  }
}

/** The end of a sentence. */
export function describeBecause(because: Because, time: (at: number) => string): string {
  switch (because.code) {
    case 'occasion':
      return 'this is what the rule is for';
    case 'disabled':
      return 'the rule is off';
    case 'other-occasion':
      return 'the rule is for another occasion';
    case 'network-excluded':
      return because.name === null
        ? 'the rule excludes this network'
        : `the rule excludes ${quoted(because.name)}, and this is it`;
    case 'network-not-named':
      return because.name === null
        ? 'the rule is for other networks'
        : `the rule is for ${quoted(because.name)}, and this is another network`;
    case 'network-removed':
      return 'the rule excludes a network that was removed, so this may be it; choose its networks again';
    case 'offline':
      return 'this computer is offline';
    case 'captive':
      return 'this network wants a login first';
    case 'paused':
      return because.until === null
        ? 'auto-knock is paused until you resume it'
        : `auto-knock is paused until ${time(because.until)}`;
    case 'already-open':
      return 'it is open already';
    case 'metered':
      return 'this network is metered';
    case 'on-battery':
      return 'this computer runs on battery';
    case 'hourly-limit':
      return `the rule has knocked it ${count(because.limit, 'time')} in the last hour, which is its limit`;
    case 'backing-off': {
      const failed = `it failed ${count(because.failures, 'time')} in a row on this network`;
      return because.until === null
        ? `${failed}, so nothing is tried before the network changes`
        : `${failed}, so nothing is tried before ${time(because.until)}`;
    }
    case 'done-here':
      return 'it was or is being knocked from this network already';
    case 'no-such-host':
      return 'there is no such host any more';
    case 'nothing-to-close':
      return 'it has no knock that closes it';
    case 'not-connected':
      return 'no program is connected to it any more';
    case 'connection-unknown':
      return 'this system does not tell whether a program is connected to it';
    case 'open-time-unknown':
      return 'once, as nobody knows how long it stays open';
    case 'keep-open-over':
      return 'the time to keep it open is over';
    case 'secrets-locked':
      return 'its secrets are locked';
    default:
      return because satisfies never;
  }
}

function describeWhen({ when, on }: Rule, networks: readonly KnownNetwork[]): string {
  const where = describeNetworks(on, networks);
  const onThem = on.kind === 'any' ? '' : `, on ${where}`;
  switch (when.kind) {
    case 'joined':
      return `When this computer joins ${where}`;
    case 'left':
      return `When this computer leaves ${where}`;
    case 'changed':
      return `When the connection changes within ${where}`;
    case 'woke':
      return `When this computer wakes${onThem}`;
    case 'started':
      return `When Postern starts${onThem}`;
    case 'connect':
      return `Before Postern connects${onThem}`;
    case 'schedule':
      return `${describeDays(when.days)} at ${when.at}${onThem}`;
    default:
      return when satisfies never;
  }
}

function describeNetworks(on: Rule['on'], networks: readonly KnownNetwork[]): string {
  if (on.kind === 'any') return 'any network';
  const named = list(
    on.networks.map((match) => describeMatch(match, networks)),
    on.kind === 'only' ? 'or' : 'and',
  );
  return on.kind === 'only' ? named : `any network except ${named}`;
}

function describeMatch(match: Match, networks: readonly KnownNetwork[]): string {
  switch (match.kind) {
    case 'known': {
      const name = matchName(match, networks);
      return name === null ? 'a network that was removed' : quoted(name);
    }
    case 'gateway':
      return `networks behind ${match.address}`;
    case 'subnet':
      return `networks in ${match.subnet}`;
    case 'ssid':
      return `Wi-Fi named ${quoted(match.pattern)}`;
    case 'link':
      return { wired: 'wired networks', wifi: 'Wi-Fi', mobile: 'mobile networks', vpn: 'a VPN' }[match.link];
    default:
      return match satisfies never;
  }
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function describeDays(days: readonly number[]): string {
  const chosen = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.includes(day));
  if (chosen.length === 7) return 'Every day';
  if (chosen.join('') === '12345') return 'From Monday to Friday';
  return `On ${list(
    chosen.flatMap((day) => weekdays[day - 1] ?? []),
    'and',
  )}`;
}

function describeAct(act: Rule['do'], hosts: string): string {
  switch (act.kind) {
    case 'knock':
      return `knock ${hosts}`;
    case 'close':
      return `close ${hosts}`;
    case 'keep-open':
      return `keep ${hosts} open ${describeWhile(act.while)}`;
    default:
      return act satisfies never;
  }
}

function describeWhile(condition: Extract<Rule['do'], { kind: 'keep-open' }>['while']): string {
  switch (condition.kind) {
    case 'connected':
      return 'while a program is connected, up to 8 h';
    case 'until':
      return `until ${condition.at}, up to 8 h`;
    case 'hours':
      return `for ${describeDuration(condition.hours * 3_600_000)}`;
    default:
      return condition satisfies never;
  }
}

function describeUnless({ do: act, unless }: Rule): readonly string[] {
  const reasons = [
    // Neither closing nor keeping open is put off by an open door.
    ...(unless.open && act.kind === 'knock' ? ['it is open already'] : []),
    ...(unless.metered ? ['the network is metered'] : []),
    ...(unless.battery ? ['this computer runs on battery'] : []),
  ];
  return reasons.length > 0 ? [`unless ${list(reasons, 'or')}`] : [];
}

function quoted(text: string): string {
  return `"${printable(text)}"`;
}
