import type { Obstacle } from '../errors.ts';
import type { Entry } from '../history/entry.ts';
import { parseHost, type Host } from '../hosts/schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import type { KnockResult, RunEvent } from '../run.ts';
import { describeEvent } from './event.ts';
import { printable } from './text.ts';
import { describeMoment } from './time.ts';
import { describeVerdict } from './verdict.ts';

/**
 * One knock as text for a bug report. In English, whatever the window speaks: those who read it are not its user.
 * Without `withAddresses` it holds no name and no address, of the host or of this computer, and nothing a server said.
 */
export function reportKnock(
  entry: Entry,
  host: Host,
  { withAddresses }: { readonly withAddresses: boolean },
): string {
  const shown = withAddresses ? entry : maskEntry(entry);
  const about = withAddresses ? host : { ...host, name: mask, address: mask };
  const { title, detail } = describeVerdict(shown.result, about);
  return [
    `Knock of ${shown.hostName} (${causes[shown.cause]}), ${new Date(shown.startedAt).toISOString()}`,
    `${title}: ${detail}`,
    ...shown.events.map(
      (event) => `${describeMoment(event.atMs).padStart(10)}  ${describeEvent(event, about)}`,
    ),
    '',
  ]
    .map(printable)
    .join('\n');
}

/** The host that an entry is about: the saved one, or what its events still tell of one that is gone. */
export function hostOf(entry: Entry, saved: readonly Host[]): Host {
  const known = saved.find(({ id }) => id === entry.hostId);
  if (known !== undefined) return known;
  const probe = entry.events.find((event) => event.type === 'probe');
  const rebuilt = parseHost({
    id: entry.hostId,
    name: entry.hostName,
    address: entry.result.address ?? '0.0.0.0',
    knock: { method: 'sequence', steps: stepsOf(entry.events) },
    check: probe === undefined ? undefined : { port: probe.port },
  });
  if (!rebuilt.ok) throw new Error(`no host can be made of entry ${entry.id}`);
  return rebuilt.value;
}

const mask = 'host-1';

const causes: Readonly<Record<Entry['cause'], string>> = {
  window: 'from the window',
  tray: 'from the tray',
  test: 'test of the editor',
  connect: 'before connecting',
  'command-line': 'from the command line',
  rule: 'by a rule',
  'keep-open': 'to keep it open',
  quit: 'on quitting',
  left: 'on leaving a network',
};

function maskEntry(entry: Entry): Entry {
  return {
    ...entry,
    hostName: mask,
    result: maskResult(entry.result),
    events: entry.events.map(maskEvent),
  };
}

function maskResult(result: KnockResult): KnockResult {
  return {
    ...result,
    address: result.address === null ? null : mask,
    obstacle: result.obstacle === null ? null : maskObstacle(result.obstacle),
    // A banner holds the name of its server as often as not.
    saw: null,
    addresses: result.addresses.map((each) => ({
      ...each,
      // Told apart from the others by its family; two of one family do not occur.
      address: each.address === result.address ? mask : `${mask} (IPv${each.family})`,
      obstacle: each.obstacle === null ? null : maskObstacle(each.obstacle),
      saw: null,
    })),
  };
}

function maskEvent(event: RunEvent): RunEvent {
  switch (event.type) {
    case 'queued':
      return event;
    case 'resolved':
      return {
        ...event,
        name: mask,
        addresses: event.addresses.map(({ family }) => ({ family, address: `an IPv${family} address` })),
      };
    case 'probe':
      return { ...event, address: mask, outcome: maskOutcome(event.outcome) };
    case 'held':
      return event;
    case 'clock':
      return { ...event, source: 'the clock of the settings' };
    case 'packet':
      return { ...event, address: mask, localAddress: null, localPort: null };
    case 'try':
    case 'answer':
      return { ...event, address: mask };
    case 'not-sent':
      return { ...event, address: mask, obstacle: maskObstacle(event.obstacle) };
    default:
      return event satisfies never;
  }
}

type Outcome = Extract<RunEvent, { type: 'probe' }>['outcome'];

function maskOutcome(outcome: Outcome): Outcome {
  if (outcome.kind === 'wrong') return { ...outcome, saw: outcome.saw === '' ? '' : '…' };
  return outcome.kind === 'not-sent' ? { ...outcome, obstacle: maskObstacle(outcome.obstacle) } : outcome;
}

function maskObstacle(obstacle: Obstacle): Obstacle {
  if ('address' in obstacle) return { ...obstacle, address: mask };
  // The step that was blocked, or the address where it is not known.
  if ('what' in obstacle && !/^icmp$|\//.test(obstacle.what)) return { ...obstacle, what: mask };
  if (obstacle.code === 'source-unavailable') return { ...obstacle, source: 'its source address' };
  // Null is this computer itself, which has no name here.
  if (obstacle.code === 'address-unknown' && obstacle.source !== null) {
    return { ...obstacle, source: 'The web page' };
  }
  return obstacle;
}

/** The steps of the first try, as far as they left. A host has one at least, so a hit stands in where none left. */
function stepsOf(events: readonly RunEvent[]): readonly Step[] {
  const steps = events
    .filter((event) => event.type === 'packet')
    .filter((event) => event.try === 1 && event.step > 0)
    .map((event): Step =>
      event.proto === 'icmp' || event.port === null
        ? { proto: 'icmp', bytes: event.bytes }
        : { proto: event.proto, port: event.port },
    );
  return steps.length > 0 ? steps : [{ proto: 'tcp', port: 1 }];
}
