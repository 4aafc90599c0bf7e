import type { Obstacle } from '../errors.ts';
import type { Host } from '../hosts/schema.ts';
import type { SequenceKnock, SpaKnock } from '../hosts/knock-schema.ts';
import { isSinglePacket } from '../hosts/method.ts';
import { spanMs } from '../knock/plan.ts';
import { schemes } from '../otp/derive.ts';
import type { KnockResult, RunEvent } from '../run.ts';
import type { ClockOffset } from '../time/ports.ts';

/** How much the evidence says: `look` is a place to look at, `ruled-out` something that cannot be the reason. */
export type Certainty = 'seen' | 'likely' | 'possible' | 'look' | 'ruled-out';

/** One line of the checklist behind a failure, with the facts it rests on. The words are the heads'. */
export type Finding = { readonly certainty: Certainty } & Reason;

export type Reason =
  /** Nothing reached the network, for this reason. */
  | { readonly code: 'obstacle'; readonly obstacle: Obstacle }
  | { readonly code: 'wrong-service'; readonly port: number; readonly saw: string | null }
  /** The firewall lets us in, and nothing listens behind it. */
  | { readonly code: 'service-down'; readonly port: number }
  /** The service refuses: packets arrive there, and the answers come back. */
  | { readonly code: 'refused'; readonly port: number }
  /** Nothing came back at all: a firewall that drops, or nobody there. The two look alike. */
  | { readonly code: 'silent'; readonly port: number }
  /** Knock ports were answered by the server, so the way there is free. */
  | { readonly code: 'resets'; readonly ports: readonly number[] }
  /** Connections to knock ports stood. */
  | { readonly code: 'accepted'; readonly ports: readonly number[] }
  /** The name has an address of the other family, which was not knocked. */
  | {
      readonly code: 'other-family';
      readonly knocked: 4 | 6;
      readonly other: 4 | 6;
      readonly address: string;
    }
  /** The server forgets a sequence that takes this long. */
  | { readonly code: 'too-slow'; readonly spanMs: number; readonly seqTimeoutMs: number }
  /** This computer was busy: a hit left later than it should have. */
  | { readonly code: 'late'; readonly step: number; readonly lateMs: number }
  | { readonly code: 'paces'; readonly tries: number; readonly gapsMs: readonly number[] }
  | { readonly code: 'one-try' }
  | { readonly code: 'sequence'; readonly steps: number }
  | { readonly code: 'lone-syn' }
  | { readonly code: 'udp' }
  | { readonly code: 'icmp' }
  | { readonly code: 'source'; readonly source: string }
  /** What the server should have noted, by its kind; null where the kind is not known. */
  | {
      readonly code: 'server-log';
      readonly server: NonNullable<SequenceKnock['server']> | 'fwknopd' | 'xt_pknock' | null;
    }
  /** Nothing in this way of knocking depends on the time. */
  | { readonly code: 'clock' }
  /** This computer's clock is further off than the server accepts. */
  | { readonly code: 'clock-off'; readonly offset: ClockOffset; readonly acceptsS: number }
  | { readonly code: 'clock-in-step'; readonly offset: ClockOffset }
  /** The time matters, and nothing was there to compare the clock with. */
  | { readonly code: 'clock-unknown'; readonly acceptsS: number }
  /** Server and client may not have the same key, label, purpose or algorithm. */
  | { readonly code: 'agreement'; readonly method: 'totp' | 'hotp' | 'list' | 'spa' | 'pknock' }
  /** The numbers that were tried; the server may expect one outside of them. */
  | {
      readonly code: 'counter';
      readonly kind: 'counter' | 'line';
      readonly from: number;
      readonly to: number;
    }
  /** The packet asked to admit this address, and the server may see another one. */
  | { readonly code: 'admitted'; readonly allow: SpaKnock['allow']['kind'] }
  /** A connection carried the packet, so it arrived. */
  | { readonly code: 'delivered'; readonly port: number };

/** A run as it ended. */
interface Run {
  readonly result: KnockResult;
  readonly events: readonly RunEvent[];
  readonly host: Host;
}

/** knockd counts whole seconds, so the last one cannot be used (knock/policy.ts). */
const timeoutMarginMs = 1_000;

/** Later than this is more than the jitter of a usual path. */
const noticeablyLateMs = 250;

/**
 * Why a knock may have failed, the surest first: a checklist from what was seen, and never more than that. Empty for
 * what needs no explanation (opened, sent, stopped, too often).
 */
export function explainFailure(run: Run): readonly Finding[] {
  const findings = [...findingsOf(run)];
  return findings.toSorted((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty));
}

const order: readonly Certainty[] = ['seen', 'likely', 'possible', 'look', 'ruled-out'];

function* findingsOf(run: Run): Generator<Finding> {
  const { result, events, host } = run;
  const port = host.check?.port ?? 0;
  switch (result.verdict) {
    case 'unreachable': {
      const obstacle = result.obstacle ?? events.find((event) => event.type === 'not-sent')?.obstacle;
      if (obstacle !== undefined) yield { code: 'obstacle', certainty: 'seen', obstacle };
      if (obstacle?.code === 'no-route' || obstacle?.code === 'no-address-in-family') yield* otherFamily(run);
      if (host.source !== undefined) yield { code: 'source', certainty: 'possible', source: host.source };
      return;
    }
    case 'wrong-service':
      yield { code: 'wrong-service', certainty: 'seen', port, saw: result.saw };
      return;
    case 'service-down':
      yield { code: 'service-down', certainty: 'seen', port };
      return;
    case 'still-closed':
      yield* whyStillClosed(run, port);
      return;
    default:
  }
}

function* whyStillClosed(run: Run, port: number): Generator<Finding> {
  const { result, events, host } = run;
  const resets = portsAnswered(events, 'reset');
  const accepted = portsAnswered(events, 'accepted');
  const arrives = result.closedBy === 'refusal' || resets.length > 0;

  if (result.closedBy === 'refusal') yield { code: 'refused', certainty: 'seen', port };
  else yield { code: 'silent', certainty: 'seen', port };
  if (resets.length > 0) yield { code: 'resets', certainty: 'seen', ports: resets };
  // One may be a service that happens to listen there. Several are answered by somebody on the way.
  if (accepted.length > 0) {
    yield { code: 'accepted', certainty: accepted.length > 1 ? 'likely' : 'possible', ports: accepted };
  }
  yield* otherFamily(run);
  yield* pacing(run);
  yield* whatWasSent(run, arrives);
  if (host.source !== undefined) yield { code: 'source', certainty: 'possible', source: host.source };
  yield { code: 'server-log', certainty: 'look', server: logOf(host) };
  yield clockFinding(run);
}

function* whatWasSent({ host, events }: Run, arrives: boolean): Generator<Finding> {
  const { knock } = host;
  const sent = events.filter((event) => event.type === 'packet');
  const has = (proto: string): boolean => sent.some((packet) => packet.proto === proto);
  if (knock.method === 'sequence') {
    yield { code: 'sequence', certainty: arrives ? 'likely' : 'possible', steps: knock.steps.length };
  } else {
    yield { code: 'agreement', certainty: arrives ? 'likely' : 'possible', method: knock.method };
  }
  const numbers = events.flatMap((event) =>
    event.type === 'try' && event.moving !== null ? [event.moving] : [],
  );
  const [first] = numbers.filter(({ kind }) => kind !== 'time');
  if (first !== undefined && first.kind !== 'time') {
    const tried = numbers.map(({ number }) => number);
    const [from, to] = [Math.min(...tried), Math.max(...tried)];
    yield { code: 'counter', certainty: 'likely', kind: first.kind, from, to };
  }
  if (knock.method === 'spa') {
    const stream = sent.find((packet) => packet.proto === 'tcp');
    if (stream?.port !== null && stream !== undefined) {
      yield { code: 'delivered', certainty: 'seen', port: stream.port };
    }
    yield { code: 'admitted', certainty: 'possible', allow: knock.allow.kind };
  } else if (knock.method === 'pknock') {
    yield { code: 'admitted', certainty: 'possible', allow: knock.allow.kind };
  } else if (has('tcp') && knock.tcp === 'syn' && !arrives) {
    yield { code: 'lone-syn', certainty: 'possible' };
  }
  if (has('udp')) yield { code: 'udp', certainty: 'possible' };
  if (has('icmp')) yield { code: 'icmp', certainty: 'possible' };
}

function logOf({ knock }: Host): Extract<Reason, { code: 'server-log' }>['server'] {
  switch (knock.method) {
    case 'spa':
      return 'fwknopd';
    case 'pknock':
      return 'xt_pknock';
    default:
      return knock.server ?? null;
  }
}

/** fwknopd: MAX_SPA_PACKET_AGE. xt_pknock: the minute. */
function clockFinding({ host, result }: Run): Finding {
  const acceptsS = acceptedDifferenceS(host);
  if (acceptsS === null) return { code: 'clock', certainty: 'ruled-out' };
  const { clock } = result;
  // The right time says nothing of a server whose clock is known to be wrong.
  const isOtherTime = 'clockOffsetS' in host.knock && host.knock.clockOffsetS !== 0;
  if (clock === null || isOtherTime) return { code: 'clock-unknown', certainty: 'possible', acceptsS };
  const isOff = Math.abs(clock.offsetMs) - clock.errorMs > acceptsS * 1_000;
  return isOff
    ? { code: 'clock-off', certainty: 'seen', offset: clock, acceptsS }
    : { code: 'clock-in-step', certainty: 'ruled-out', offset: clock };
}

/** How far our clock may be from the server's, seconds, on top of the offset that the host says; null: it is not asked. */
function acceptedDifferenceS({ knock }: Host): number | null {
  switch (knock.method) {
    case 'totp':
      return (knock.skew + 0.5) * (knock.stepS ?? schemes[knock.derivation.scheme].usualStepS);
    case 'spa':
      return 120;
    case 'pknock':
      return 30;
    default:
      return null;
  }
}

/** An address of the other family that the name has and that no try went to. */
function* otherFamily({ events }: Pick<Run, 'events'>): Generator<Finding> {
  const tries = events.filter((event) => event.type === 'try');
  const knocked = tries[0]?.family;
  if (knocked === undefined || tries.some(({ family }) => family !== knocked)) return;
  const found = events.filter((event) => event.type === 'resolved').flatMap(({ addresses }) => addresses);
  const other = found.find(({ family }) => family !== knocked);
  if (other === undefined) return;
  yield { code: 'other-family', certainty: 'likely', knocked, other: other.family, address: other.address };
}

function* pacing({ events, host }: Run): Generator<Finding> {
  const { knock } = host;
  if (isSinglePacket(host)) return;
  const gapsMs = events.filter((event) => event.type === 'try').map(({ gapMs }) => gapMs);
  const longestMs = knock.method === 'sequence' ? Math.max(0, ...gapsMs.map((gap) => spanMs(knock, gap))) : 0;
  if (knock.method === 'sequence' && longestMs > knock.seqTimeoutMs - timeoutMarginMs) {
    yield { code: 'too-slow', certainty: 'likely', spanMs: longestMs, seqTimeoutMs: knock.seqTimeoutMs };
  }
  const latest = events
    .filter((event) => event.type === 'packet')
    .toSorted((a, b) => b.atMs - b.plannedMs - (a.atMs - a.plannedMs))[0];
  if (latest !== undefined && latest.atMs - latest.plannedMs > noticeablyLateMs) {
    yield { code: 'late', certainty: 'seen', step: latest.step, lateMs: latest.atMs - latest.plannedMs };
  }
  if (gapsMs.length > 1) {
    yield { code: 'paces', certainty: 'seen', tries: gapsMs.length, gapsMs: [...new Set(gapsMs)] };
  } else if (gapsMs.length === 1) yield { code: 'one-try', certainty: 'possible' };
}

/** The knock ports that were answered like this, each once, in the order of the steps. */
function portsAnswered(
  events: readonly RunEvent[],
  answer: Extract<RunEvent, { type: 'answer' }>['answer'],
): readonly number[] {
  const steps = new Set(
    events
      .filter((event) => event.type === 'answer')
      .filter((event) => event.answer === answer)
      .map(({ step }) => step),
  );
  const ports = events
    .filter((event) => event.type === 'packet')
    .filter(({ step }) => steps.has(step))
    .toSorted((a, b) => a.step - b.step)
    .map(({ port }) => port);
  return [...new Set(ports)].filter((port) => port !== null);
}
