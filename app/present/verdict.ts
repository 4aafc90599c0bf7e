import type { Knock } from '../hosts/knock-schema.ts';
import type { Host } from '../hosts/schema.ts';
import type { Verdict } from '../probe/verdict.ts';
import type { AddressResult, KnockResult } from '../run.ts';
import { describeObstacle } from './obstacles.ts';
import { expectationName, serviceName } from './host.ts';
import { count } from './text.ts';
import { describeDuration } from './time.ts';

/** A verdict in words: a badge, what was seen, and the one thing to do next. */
export interface VerdictWords {
  readonly title: string;
  readonly detail: string;
  readonly next: string;
}

/** What a knock came to. Nothing but an answer of the service is called open. */
export function describeVerdict(result: KnockResult, host: Host): VerdictWords {
  const words = describeKnock(result, host);
  const more = otherFamilies(result).map((other) => describeOther(other, host));
  return { ...words, detail: [words.detail, ...more].join(' ') };
}

/** What a look without a knock came to. */
export function describeLook(result: KnockResult, host: Host): VerdictWords {
  const port = serviceName(host);
  switch (result.verdict) {
    case 'already-open':
      return { title: 'Open', detail: `${port} answered${inRoundTrip(result)}.`, next: 'Connect now.' };
    case 'still-closed':
      return {
        title: 'Closed',
        detail:
          result.closedBy === 'refusal'
            ? `${port} refused the connection.`
            : `${port} doesn't answer (waited ${describeDuration(result.tookMs)}).`,
        next: 'Knock to open it.',
      };
    case 'cancelled':
      return { title: 'Cancelled', detail: 'Stopped before the service answered.', next: 'Check again.' };
    default:
      return describeVerdict(result, host);
  }
}

function describeKnock(result: KnockResult, host: Host): VerdictWords {
  const port = serviceName(host);
  switch (result.verdict) {
    case 'opened':
      return {
        title: 'Open',
        detail: `${port} answered${afterFirstPacket(result)}.`,
        next: connectNow(host),
      };
    case 'already-open':
      return {
        title: 'Already open',
        detail:
          result.packets === 0
            ? `${port} answered before the knock${inRoundTrip(result)}, so nothing was sent.`
            : `${port} was open before the knock and still is.`,
        next: 'Connect now.',
      };
    case 'still-closed':
      return {
        title: 'Still closed',
        detail: `Sent ${count(result.packets, 'packet')}, but ${port} still ${howClosed(result)} (waited ${describeDuration(result.tookMs)}).`,
        next: `Compare ${agreement(host.knock)} with the server, and check that this network lets the packets through.`,
      };
    case 'service-down':
      return {
        title: 'Service down',
        detail: `${port} refused the connection. The host is reachable, but nothing listens there yet.`,
        next: 'Start the service on the server, then check again.',
      };
    case 'wrong-service':
      return {
        title: 'Wrong service',
        detail: `${port} answered, but not as ${expected(host)}.${result.saw ? ` It said "${result.saw}".` : ''}`,
        next: 'Check the port, and what should answer there.',
      };
    case 'sent':
      return {
        title: 'Sent, not confirmed',
        detail: `Sent ${count(result.packets, 'packet')}. ${
          host.admitsOne
            ? 'The server admits one connection, so Postern left it to you.'
            : 'Nothing was checked, because this host has no check.'
        }`,
        next: host.admitsOne ? connectNow(host) : 'Add a check to see whether the port opens.',
      };
    case 'unreachable':
      return { title: barrierTitle(result), ...describeBarrier(result, host) };
    case 'rate-limited':
      return {
        title: 'Not knocked',
        detail: `Wait ${wholeSeconds(result.waitMs ?? 60_000)}: this host was knocked ${count(host.knocksPerMinute, 'time')} in the last minute.`,
        next: 'Wait, or knock anyway.',
      };
    case 'cancelled':
      return {
        title: 'Cancelled',
        detail: stoppedAfter(result, host),
        next: 'Knock again when you are ready.',
      };
    case 'closed':
      return {
        title: 'Closed',
        detail: `${port} was open, and is shut now.`,
        next: 'Knock to open it again.',
      };
    case 'already-closed':
      return {
        title: 'Already closed',
        detail: `${port} was shut before. Nothing was sent.`,
        next: 'Knock to open it.',
      };
    case 'still-open':
      return {
        title: 'Still open',
        detail: `Sent ${count(result.packets, 'packet')}, but ${port} is still open.`,
        next: 'Compare the close sequence with the server. The server may also close by itself later.',
      };
    default:
      return result.verdict satisfies never;
  }
}

/**
 * The reason of a result that is neither open nor sent, as one word for programs: the obstacle's code, or how the
 * service looked. Null where there is nothing to explain.
 */
export function reasonCode(result: KnockResult): string | null {
  switch (result.verdict) {
    case 'opened':
    case 'already-open':
    case 'sent':
    case 'closed':
    case 'already-closed':
      return null;
    case 'still-closed':
      if (result.closedBy === 'refusal') return 'refused';
      return result.closedBy === 'unreachable' ? 'no-route' : 'no-answer';
    case 'unreachable':
      return result.obstacle?.code ?? 'no-route';
    case 'service-down':
    case 'wrong-service':
    case 'rate-limited':
    case 'cancelled':
    case 'still-open':
      return result.verdict;
    default:
      return result.verdict satisfies never;
  }
}

/** What client and server must have in common. */
function agreement({ method }: Knock): string {
  switch (method) {
    case 'sequence':
      return 'the sequence';
    case 'totp':
    case 'pknock':
      return 'the secret and the clock';
    case 'hotp':
      return 'the secret and the counter';
    case 'list':
      return 'the list and the position in it';
    case 'spa':
      return 'the keys and the clock';
    default:
      return method satisfies never;
  }
}

function isOpen(verdict: Verdict): boolean {
  return verdict === 'opened' || verdict === 'already-open';
}

/** Nothing is wrong with the way to the server where there was nothing to send. */
function barrierTitle({ obstacle }: KnockResult): string {
  switch (obstacle?.code) {
    case 'gpg':
    case 'counter-not-kept':
    case 'list-used-up':
    case 'no-sequence':
    case 'packet-refused':
      return 'Not knocked';
    default:
      return 'Unreachable';
  }
}

function describeBarrier({ obstacle, tries, packets }: KnockResult, host: Host): Omit<VerdictWords, 'title'> {
  if (obstacle === null) {
    return { detail: `${host.address} can't be reached.`, next: 'Check the network, then try again.' };
  }
  const { what, next } = describeObstacle(obstacle);
  // Only in the first try is the number of packets also the place in the sequence.
  const isHit = obstacle.code === 'blocked-here' && tries === 1;
  return { detail: isHit ? `This computer blocked packet ${packets + 1} (${obstacle.what}).` : what, next };
}

/** Addresses that the verdict does not speak of and that fared worse than it, or never had a chance. */
function otherFamilies({ verdict, family, addresses }: KnockResult): readonly AddressResult[] {
  return addresses.filter(
    (other) =>
      family !== null &&
      other.family !== family &&
      !isOpen(other.verdict) &&
      (isOpen(verdict) || other.obstacle !== null),
  );
}

/** Said of the address that did not open. */
function describeOther(other: AddressResult, host: Host): string {
  const family = `IPv${other.family}`;
  if (other.obstacle) return `${family} did not open: ${lowerFirst(describeObstacle(other.obstacle).what)}`;
  const port = serviceName(host);
  if (other.verdict === 'wrong-service')
    return `${family} did not open: ${port} answered, but not as ${expected(host)}.`;
  return `${family} did not open: ${port} on ${other.address} ${howClosed(other)}.`;
}

function howClosed({ closedBy }: Pick<AddressResult, 'closedBy'>): string {
  if (closedBy === 'refusal') return 'refuses the connection';
  return closedBy === 'unreachable' ? "can't be reached" : "doesn't answer";
}

function afterFirstPacket({ openAfterMs, rttMs }: KnockResult): string {
  if (openAfterMs === null) return '';
  const roundTrip = rttMs === null ? '' : `, round trip ${describeDuration(rttMs)}`;
  return ` ${describeDuration(openAfterMs)} after the first packet${roundTrip}`;
}

function inRoundTrip({ rttMs }: KnockResult): string {
  return rttMs === null ? '' : ` in ${describeDuration(rttMs)}`;
}

function connectNow({ openForMs }: Host): string {
  return openForMs === undefined
    ? 'Connect now.'
    : `Connect now: the server keeps it open for ${describeDuration(openForMs)}.`;
}

function expected({ check }: Host): string {
  return check?.expect === undefined ? 'expected' : expectationName(check.expect);
}

function stoppedAfter({ packets, tries }: KnockResult, { knock }: Host): string {
  if (packets === 0) return 'Stopped before the first packet.';
  const steps = knock.method === 'sequence' ? knock.steps.length : 0;
  if (tries > 1 || packets > steps) return `Stopped after ${count(packets, 'packet')}, in try ${tries}.`;
  return `Stopped after packet ${packets} of ${steps}.`;
}

function wholeSeconds(ms: number): string {
  return describeDuration(Math.ceil(ms / 1_000) * 1_000);
}

function lowerFirst(sentence: string): string {
  return sentence.replace(/^(?:Can't|No|This)\b/, (word) => word.toLowerCase());
}
