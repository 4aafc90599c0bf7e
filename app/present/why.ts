import type { Obstacle } from '../errors.ts';
import type { Host } from '../hosts/schema.ts';
import { spanMs } from '../knock/plan.ts';
import type { KnockResult, RunEvent } from '../run.ts';

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
  | { readonly code: 'server-log'; readonly server: NonNullable<Host['knock']['server']> | null }
  /** A sequence has no codes that depend on the time. */
  | { readonly code: 'clock' };

/** knockd counts whole seconds, so the last one cannot be used (knock/policy.ts). */
const timeoutMarginMs = 1_000;

/** Later than this is more than the jitter of a usual path. */
const noticeablyLateMs = 250;

/**
 * Why a knock may have failed, the surest first: a checklist from what was seen, and never more than that. Empty for
 * what needs no explanation (opened, sent, stopped, too often).
 */
export function explainFailure(run: {
  readonly result: KnockResult;
  readonly events: readonly RunEvent[];
  readonly host: Host;
}): readonly Finding[] {
  const findings = [...findingsOf(run)];
  return findings.toSorted((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty));
}

const order: readonly Certainty[] = ['seen', 'likely', 'possible', 'look', 'ruled-out'];

function* findingsOf(run: Parameters<typeof explainFailure>[0]): Generator<Finding> {
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

function* whyStillClosed(run: Parameters<typeof explainFailure>[0], port: number): Generator<Finding> {
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
  yield { code: 'sequence', certainty: arrives ? 'likely' : 'possible', steps: host.knock.steps.length };
  const has = (proto: string): boolean => host.knock.steps.some((step) => step.proto === proto);
  if (has('tcp') && host.knock.tcp === 'syn' && !arrives) yield { code: 'lone-syn', certainty: 'possible' };
  if (has('udp')) yield { code: 'udp', certainty: 'possible' };
  if (has('icmp')) yield { code: 'icmp', certainty: 'possible' };
  if (host.source !== undefined) yield { code: 'source', certainty: 'possible', source: host.source };
  yield { code: 'server-log', certainty: 'look', server: host.knock.server ?? null };
  yield { code: 'clock', certainty: 'ruled-out' };
}

/** An address of the other family that the name has and that no try went to. */
function* otherFamily({ events }: Pick<Parameters<typeof explainFailure>[0], 'events'>): Generator<Finding> {
  const tries = events.filter((event) => event.type === 'try');
  const knocked = tries[0]?.family;
  if (knocked === undefined || tries.some(({ family }) => family !== knocked)) return;
  const found = events.filter((event) => event.type === 'resolved').flatMap(({ addresses }) => addresses);
  const other = found.find(({ family }) => family !== knocked);
  if (other === undefined) return;
  yield { code: 'other-family', certainty: 'likely', knocked, other: other.family, address: other.address };
}

function* pacing({ events, host }: Parameters<typeof explainFailure>[0]): Generator<Finding> {
  const { knock } = host;
  const gapsMs = events.filter((event) => event.type === 'try').map(({ gapMs }) => gapMs);
  const longestMs = Math.max(0, ...gapsMs.map((gap) => spanMs(knock, gap)));
  if (longestMs > knock.seqTimeoutMs - timeoutMarginMs) {
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
