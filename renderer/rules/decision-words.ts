import type { TFunction } from 'i18next';
import type { NetworkIdentity } from '../../app/network/reading.ts';
import type { Because, Decision, Occasion } from '../../app/rules/decision.ts';
import { findKnown } from '../../app/rules/match.ts';
import type { KnownNetwork } from '../../app/rules/schema.ts';
import type { Format } from '../format.ts';
import { listed } from './rule-words.ts';

/** What was decided of some hosts for one reason: "nas, git: left alone, because the network was metered." */
export function describeDecision(
  request: {
    readonly t: TFunction;
    readonly language: string;
    readonly format: Format;
    readonly hosts: readonly string[];
    /** It was only worked out what would have been done. */
    readonly isDry?: boolean;
  } & Pick<Decision, 'act' | 'because'>,
): string {
  const { t, language, format, hosts, act, because, isDry = false } = request;
  return t('rules.decision.sentence', {
    hosts: listed(hosts, language),
    act: t(`rules.decision.${isDry ? 'would' : 'act'}.${act}`),
    because: describeBecause(t, format, because),
  });
}

/** The end of a sentence. */
export function describeBecause(t: TFunction, format: Format, because: Because): string {
  switch (because.code) {
    case 'network-excluded':
      return because.name === null
        ? t('rules.because.this-excluded')
        : t('rules.because.network-excluded', { name: because.name });
    case 'network-not-named':
      return because.name === null
        ? t('rules.because.other-network')
        : t('rules.because.network-not-named', { name: because.name });
    case 'paused':
      return because.until === null
        ? t('rules.because.paused-open')
        : t('rules.because.paused', { time: format.clock(because.until) });
    case 'hourly-limit':
      return t('rules.because.hourly-limit', { count: because.limit });
    case 'backing-off':
      return because.until === null
        ? t('rules.because.given-up', { count: because.failures })
        : t('rules.because.backing-off', { count: because.failures, time: format.time(because.until) });
    default:
      return t(`rules.because.${because.code}`);
  }
}

/** What happened, as a heading: "This computer woke". */
export function describeOccasion(
  occasion: Occasion,
  about: {
    readonly t: TFunction;
    readonly language: string;
    readonly format: Format;
    readonly hostName: (id: string) => string;
    /** What the network was called then. */
    readonly network: (identity: NetworkIdentity) => string;
  },
): string {
  const { t, format, hostName, language } = about;
  switch (occasion.kind) {
    case 'joined':
    case 'left':
      return t(`rules.happened.${occasion.kind}`, { network: about.network(occasion.network) });
    case 'changed': {
      const what = occasion.what.map((change) => t(`rules.changed.${change}`));
      return t('rules.happened.changed', { what: listed(what, language) });
    }
    case 'woke':
    case 'started':
      return t(`rules.happened.${occasion.kind}`);
    case 'schedule':
      return t('rules.happened.schedule', { time: format.clock(occasion.at) });
    case 'connect':
    case 'renewal':
      return t(`rules.happened.${occasion.kind}`, { host: hostName(occasion.hostId) });
    case 'retry':
      return t('rules.happened.retry', { of: describeOccasion(occasion.of, about) });
    default:
      return occasion satisfies never;
  }
}

/** The user's name for a network, or what else tells it: its Wi-Fi, its router, its link. */
export function networkName(network: NetworkIdentity, networks: readonly KnownNetwork[]): string {
  return findKnown(network, networks)?.name ?? network.ssid ?? network.gateway ?? network.link;
}

/** Decisions that are the same but for their host, in their order. */
export function mergeDecisions<Each extends Decision>(
  decisions: readonly Each[],
): readonly (readonly [Each, ...Each[]])[] {
  const groups = new Map<string, [Each, ...Each[]]>();
  for (const decision of decisions) {
    const key = JSON.stringify([decision.ruleId, decision.act, decision.because]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [decision]);
    else group.push(decision);
  }
  return [...groups.values()];
}
