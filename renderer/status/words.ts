import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Failure, Obstacle } from '../../app/errors.ts';
import type { Host } from '../../app/hosts/schema.ts';
import { expectationName, serviceName } from '../../app/present/host.ts';
import { progressOf } from '../../app/present/progress.ts';
import type { Verdict } from '../../app/probe/verdict.ts';
import type { KnockResult } from '../../app/run.ts';
import { describeFailure, storageReasons } from '../failure.ts';
import { useFormat, type Format } from '../format.ts';
import type { HostStatus } from './use-status.ts';

/** A status in words, from the badge to the whole sentence. */
export interface StatusWords {
  /** The word in the badge: "Open", "Knocking 2 of 4". */
  readonly word: string;
  /** What stands beside it in the row: "23 ms", "0:42 left". */
  readonly facts: readonly string[];
  /** Why, as one line; null where the word says it all. */
  readonly reason: string | null;
  /** How it is known, and since when: "checked 4 s ago". */
  readonly evidence: string | null;
  /** To be read out: "open, 23 milliseconds, 42 seconds left". */
  readonly spoken: string;
  /** Steps done and in all, while a knock runs. */
  readonly steps: { readonly done: number; readonly of: number } | null;
  /** It closes within ten seconds. */
  readonly isEnding: boolean;
}

const endingMs = 10_000;

export function useStatusWords(): (of: HostStatus, host: Host) => StatusWords {
  const { t } = useTranslation();
  const format = useFormat();
  return (of, host) => describeStatus({ t, format, of, host });
}

function describeStatus(request: {
  readonly t: TFunction;
  readonly format: Format;
  readonly of: HostStatus;
  readonly host: Host;
}): StatusWords {
  const { t, format, of, host } = request;
  const { status, now, isLooking } = of;
  const aftermath = describeAftermath(request);
  const plain = { facts: [], reason: aftermath, steps: null, isEnding: false };
  const checkedAgo = (at: number): string =>
    isLooking ? t('status.recheck') : t('status.checked', { time: format.age(now - at) });

  switch (status.state) {
    case 'unknown': {
      const word = isLooking ? t('status.checking') : t('status.unknown');
      return { ...plain, word, evidence: null, spoken: word };
    }
    case 'knocking': {
      const progress = progressOf(status.run);
      const word =
        progress.phase === 'sending'
          ? t('status.sending', { step: progress.step, of: progress.of })
          : t(`status.${progress.phase}`);
      const done =
        progress.phase === 'sending' ? progress.step : progress.phase === 'waiting' ? progress.of : 0;
      const evidence =
        'try' in progress && progress.try > 1
          ? t('status.try', { number: progress.try, of: host.tries })
          : null;
      return {
        ...plain,
        reason: null,
        word,
        evidence,
        spoken: word,
        steps: 'of' in progress ? { done, of: progress.of } : null,
      };
    }
    case 'closed': {
      const word = status.by === 'silence' ? t('status.closedSilent') : t('status.closed');
      return { ...plain, word, evidence: checkedAgo(status.checkedAt), spoken: word };
    }
    case 'sent': {
      const word = t('status.sent', { count: status.packets });
      const reason = aftermath ?? t(host.admitsOne ? 'status.sentAdmitsOne' : 'status.sentNoCheck');
      const evidence = t('status.sentAgo', { time: format.age(now - status.checkedAt) });
      return { ...plain, word, reason, evidence, spoken: word };
    }
    case 'open': {
      const leftMs = status.closesAt === null ? null : status.closesAt - now;
      const isEnding = leftMs !== null && leftMs <= endingMs;
      const word = t('status.open');
      const time =
        leftMs === null
          ? null
          : t(isEnding ? 'status.closesIn' : 'status.left', { time: format.countdown(leftMs) });
      const spokenTime =
        leftMs === null
          ? null
          : t('status.left', { time: format.spokenDuration(Math.ceil(leftMs / 1_000) * 1_000) });
      return {
        ...plain,
        word,
        facts: [format.duration(status.rttMs), ...(time === null ? [] : [time])],
        evidence: checkedAgo(status.checkedAt),
        spoken: [word, format.spokenDuration(status.rttMs), spokenTime]
          .filter((part) => part !== null)
          .join(', '),
        isEnding,
      };
    }
    case 'failed': {
      const word = t('status.failed');
      const reason = aftermath ?? describeFailedKnock({ t, format, result: status.result, host });
      return { ...plain, word, reason, evidence: checkedAgo(status.checkedAt), spoken: `${word}, ${reason}` };
    }
    default:
      return status satisfies never;
  }
}

/** Why a knock did not open the door, as one or two sentences. */
export function describeFailedKnock(request: {
  readonly t: TFunction;
  readonly format: Format;
  readonly result: KnockResult;
  readonly host: Host;
}): string {
  const { t, format, result, host } = request;
  const port = serviceName(host);
  const { verdict, packets, tookMs, closedBy, obstacle } = result;
  switch (verdict) {
    case 'still-closed':
      if (closedBy === 'refusal') return t('reason.refused', { port });
      if (closedBy === 'unreachable') return t('reason.noRoute', { address: host.address });
      return t('reason.noAnswer', { count: packets, port, time: format.duration(tookMs) });
    case 'service-down':
      return t('reason.serviceDown', { port });
    case 'wrong-service':
      return t('reason.wrongService', {
        port,
        expected:
          host.check?.expect === undefined ? t('reason.expected') : expectationName(host.check.expect),
      });
    case 'unreachable':
      return obstacle === null
        ? t('reason.noRoute', { address: host.address })
        : describeObstacle(t, obstacle);
    case 'rate-limited':
      return t('reason.rateLimited', {
        count: host.knocksPerMinute,
        time: format.duration(result.waitMs ?? 60_000),
      });
    case 'cancelled':
      return t('reason.cancelled', { count: packets });
    case 'opened':
    case 'already-open':
    case 'sent':
    case 'closed':
    case 'already-closed':
      return '';
    case 'still-open':
      return t('reason.stillOpen', { count: packets, port });
    default:
      return verdict satisfies never;
  }
}

export function describeObstacle(t: TFunction, obstacle: Obstacle): string {
  switch (obstacle.code) {
    case 'dns':
      return t('reason.dns', { address: obstacle.address });
    case 'no-address-in-family':
      return t('reason.noAddressInFamily', { address: obstacle.address, family: `IPv${obstacle.family}` });
    case 'offline':
      return t('reason.offline');
    case 'no-route':
      return t('reason.noRoute', { address: obstacle.address });
    case 'blocked-here':
      return t('reason.blockedHere', { what: obstacle.what });
    case 'source-unavailable':
      return t('reason.sourceUnavailable', { source: obstacle.source });
    case 'no-sockets':
      return t('reason.noSockets');
    case 'ping-missing':
      return t('reason.pingMissing');
    case 'ipv4-only':
      return t('reason.ipv4Only');
    case 'packet-too-large':
      return t('reason.packetTooLarge', { bytes: obstacle.bytes, most: obstacle.most });
    case 'address-unknown':
      return obstacle.source === null
        ? t('reason.ownAddressUnknown')
        : t('reason.addressNotTold', { source: obstacle.source });
    case 'gpg':
      return t(`reason.gpg.${obstacle.problem}`);
    case 'transport-refused':
      return t('reason.transportRefused', { port: obstacle.port });
    case 'counter-not-kept':
      return t('reason.counterNotKept', { reason: t(counterReasons[obstacle.reason]) });
    case 'list-used-up':
      return t('reason.listUsedUp');
    case 'no-sequence':
      return t(`reason.noSequence.${obstacle.problem}`);
    case 'packet-refused':
      return t(`reason.packetRefused.${obstacle.problem}`);
    default:
      return obstacle satisfies never;
  }
}

/** Why something can't be worked out or sent, whoever it was that stopped it. */
export function describeReason(t: TFunction, reason: Failure | Obstacle): string {
  return isObstacle(reason) ? describeObstacle(t, reason) : describeFailure(t, reason);
}

function isObstacle(reason: Failure | Obstacle): reason is Obstacle {
  return reason.code in obstacles;
}

const obstacles: Readonly<Record<Obstacle['code'], true>> = {
  dns: true,
  'no-address-in-family': true,
  offline: true,
  'no-route': true,
  'blocked-here': true,
  'source-unavailable': true,
  'no-sockets': true,
  'ping-missing': true,
  'ipv4-only': true,
  'packet-too-large': true,
  'address-unknown': true,
  gpg: true,
  'transport-refused': true,
  'counter-not-kept': true,
  'list-used-up': true,
  'no-sequence': true,
  'packet-refused': true,
};

const counterReasons = {
  ...storageReasons,
  busy: 'reason.counterBusy',
  damaged: 'reason.counterDamaged',
} as const;

/** A verdict as one word, for lists of past knocks. */
export function verdictKey(verdict: Verdict): `verdict.${Verdict}` {
  return `verdict.${verdict}`;
}

function describeAftermath({
  t,
  format,
  of: { aftermath, now },
  host,
}: Parameters<typeof describeStatus>[0]): string | null {
  switch (aftermath?.code) {
    case 'cancelled':
      return t('reason.cancelled', { count: aftermath.packets });
    case 'rate-limited':
      return t('reason.rateLimited', {
        count: host.knocksPerMinute,
        time: format.countdown(aftermath.untilAt - now),
      });
    case undefined:
      return null;
    default:
      return aftermath satisfies never;
  }
}
