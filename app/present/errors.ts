import type { Failure, FieldIssue, Obstacle, StorageProblem } from '../errors.ts';
import { list } from './text.ts';

/** What happened, then what to do: each one or two short sentences. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
}

/** The one wording of everything that can stop a command before a knock begins. */
export function describeFailure(failure: Failure): Explanation {
  switch (failure.code) {
    case 'host-not-found': {
      const similar = failure.similar.map((name) => `"${name}"`);
      return {
        what: `There is no host "${failure.name}".`,
        next:
          similar.length > 0 ? `Did you mean ${list(similar, 'or')}?` : 'Look at the list of saved hosts.',
      };
    }
    case 'name-taken':
      return { what: `There is a host "${failure.name}" already.`, next: 'Choose another name.' };
    case 'name-ambiguous':
      return {
        what: `Two saved hosts are called "${failure.name}".`,
        next: 'Rename one of them, or use the id.',
      };
    case 'nothing-to-check':
      return { what: `"${failure.name}" has no check.`, next: 'Add the port of the service to look at.' };
    case 'nothing-to-start':
      return {
        what: `"${failure.name}" has nothing to connect with.`,
        next: 'Choose what to start after an opening.',
      };
    case 'not-started':
      return {
        what: `Can't start ${failure.program}.`,
        next: 'Check that it is installed, or choose another program.',
      };
    case 'invalid-host':
      return { what: failure.issues.map(describeIssue).join(' '), next: 'Correct that, then try again.' };
    case 'store-broken':
      return {
        what: `The hosts file ${failure.file} is broken (${failure.reason}).`,
        next: `${
          failure.keptAs === failure.file
            ? 'It was left where it is'
            : `It was set aside as ${failure.keptAs}`
        }; ${
          failure.restored
            ? 'the last good copy took its place: try again.'
            : 'repair it, or start with an empty list.'
        }`,
      };
    case 'store-newer':
      return {
        what: `The hosts file ${failure.file} was written by a newer Postern (version ${failure.version}, this one knows ${failure.supported}).`,
        next: 'Update Postern to change it.',
      };
    case 'store-unreadable':
      return {
        what: `Can't read ${failure.file}: ${storageReason(failure.reason)}.`,
        next: storageAdvice(failure.reason, 'read'),
      };
    case 'store-unwritable':
      return {
        what: `Can't write ${failure.file}: ${storageReason(failure.reason)}.`,
        next: `${storageAdvice(failure.reason, 'write')} Nothing was changed.`,
      };
    case 'store-busy':
      return {
        what: `Another Postern has been changing ${failure.file} for too long.`,
        next: 'Try again in a moment. Nothing was changed.',
      };
    default:
      return failure satisfies never;
  }
}

/** The one wording of everything that keeps a host out of reach. */
export function describeObstacle(obstacle: Obstacle): Explanation {
  switch (obstacle.code) {
    case 'dns':
      return { what: `Can't find "${obstacle.address}".`, next: 'Check the address, or your DNS.' };
    case 'no-address-in-family':
      return {
        what: `"${obstacle.address}" has no IPv${obstacle.family} address.`,
        next: `Use IPv${obstacle.family === 4 ? 6 : 4}, or leave the choice to Postern.`,
      };
    case 'offline':
      return { what: "You're offline.", next: 'Try again when a network is back.' };
    case 'no-route':
      return {
        what: `No route to ${obstacle.address} from this network.`,
        next: 'Check the network or the VPN, then try again.',
      };
    case 'blocked-here':
      return {
        what: `This computer blocked a packet (${obstacle.what}).`,
        next: 'A local firewall may be in the way.',
      };
    case 'source-unavailable':
      return {
        what: `This computer can't send from ${obstacle.source}.`,
        next: "Choose one of its own addresses, of the host's family.",
      };
    case 'no-sockets':
      return {
        what: 'This computer has no socket to spare.',
        next: 'Close other programs or raise the limit of open files, then try again.',
      };
    case 'ping-missing':
      return {
        what: 'An ICMP step needs the program ping, which is not installed here.',
        next: 'Install ping, or use a sequence without ICMP.',
      };
    default:
      return obstacle satisfies never;
  }
}

/** Words for the fields of a host, by the beginning of their path. The longest that fits counts. */
const fieldNames: Readonly<Record<string, string>> = {
  id: 'Id',
  name: 'Name',
  address: 'Address',
  family: 'Family',
  knock: 'Knock',
  'knock.steps': 'Steps',
  'knock.gapMs': 'Gap',
  'knock.tcp': 'TCP mode',
  'knock.seqTimeoutMs': 'Sequence time-out',
  check: 'Check',
  'check.port': 'Check',
  'check.expect': 'Expected answer',
  admitsOne: 'Admits one',
  openForMs: 'Open time',
  tries: 'Tries',
  deadlineMs: 'Deadline',
  knocksPerMinute: 'Knocks per minute',
  source: 'Source address',
  tags: 'Tags',
  notes: 'Notes',
};

function describeIssue({ path, problem }: FieldIssue): string {
  const step = /^knock\.steps\.(\d+)/.exec(path)?.[1];
  if (step !== undefined) return `Step ${step}: ${problem}`;
  const keys = path.split('.');
  const name = keys.map((_, index) => fieldNames[keys.slice(0, keys.length - index).join('.')]).find(Boolean);
  return name === undefined ? problem : `${name}: ${problem}`;
}

function storageReason(reason: StorageProblem): string {
  switch (reason) {
    case 'denied':
      return 'this user may not';
    case 'read-only':
      return 'the file system is read-only';
    case 'full':
      return 'the disk is full';
    case 'not-a-file':
      return 'something else stands in its place';
    case 'other':
      return 'the system refused';
    default:
      return reason satisfies never;
  }
}

function storageAdvice(reason: StorageProblem, verb: 'read' | 'write'): string {
  switch (reason) {
    case 'denied':
      return `Give yourself the right to ${verb} it.`;
    case 'read-only':
      return 'Mount it writable, or set POSTERN_HOME to another folder.';
    case 'full':
      return 'Make room on the disk, then try again.';
    case 'not-a-file':
      return 'Move that away, or set POSTERN_HOME to another folder.';
    case 'other':
      return 'Check the disk, or set POSTERN_HOME to another folder.';
    default:
      return reason satisfies never;
  }
}
