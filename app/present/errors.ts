import type { Failure, FieldIssue } from '../errors.ts';
import type { Slot } from '../secrets/slots.ts';
import { describeGpg, type Explanation } from './obstacles.ts';
import { storageAdvice, storageReason } from './storage.ts';
import { list } from './text.ts';

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
    case 'nothing-to-close':
      return {
        what: `"${failure.name}" has nothing that closes its door.`,
        next: 'Add a close sequence to the host, or wait until the server closes it.',
      };
    case 'network-name-taken':
      return { what: `There is a network "${failure.name}" already.`, next: 'Choose another name.' };
    case 'too-many-rules':
      return { what: `There can be ${failure.most} of them at most.`, next: 'Remove one first.' };
    case 'rule-not-found':
      return { what: 'This rule or network is no longer there.', next: 'Look at the list again.' };
    case 'not-started':
      return {
        what: `Can't start ${failure.program}.`,
        next: 'Check that it is installed, or choose another program.',
      };
    case 'invalid-host':
      return { what: failure.issues.map(describeIssue).join(' '), next: 'Correct that, then try again.' };
    case 'store-broken':
      return {
        what: `The file ${failure.file} is broken (${failure.reason}).`,
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
        what: `The file ${failure.file} was written by a newer Postern (version ${failure.version}, this one knows ${failure.supported}).`,
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
    case 'secret-missing':
      return {
        what: `"${failure.name}" has no ${list(failure.slots.map(slotName), 'and')}.`,
        next: 'Enter it for this host.',
      };
    case 'vault-locked':
      return {
        what: 'The secrets are locked.',
        next:
          failure.opensWith === 'keyring'
            ? "Unlock this system's keyring, then try again."
            : 'Give the passphrase to unlock them.',
      };
    case 'vault-missing':
      return {
        what: 'There is nothing to seal a secret with: this system has no keyring, and no passphrase is set.',
        next: 'Set a passphrase.',
      };
    case 'vault-needs-passphrase':
      return {
        what: 'Nothing else opens the secrets.',
        next: 'Let the keyring open them first, or keep the passphrase.',
      };
    case 'passphrase-wrong':
      return { what: 'This is not the passphrase.', next: 'Try again.' };
    case 'passphrase-short':
      return {
        what: 'This passphrase is too short.',
        next: `Use ${failure.least} characters or more.`,
      };
    case 'keyring-absent':
      return {
        what: 'This system has no keyring that protects secrets.',
        next: 'Use a passphrase.',
      };
    case 'vault-damaged':
      return {
        what: `The secrets file ${failure.file} is damaged (${failure.reason}).`,
        next: 'Nothing was removed. Put a backup in its place, or enter the secret again.',
      };
    case 'list-used-up':
      return {
        what: `Every line of the list of "${failure.name}" is used.`,
        next: 'Add lines on the server and here.',
      };
    case 'gpg':
      return describeGpg(failure.problem);
    case 'clock-unknown':
      return describeClockProblem(failure);
    case 'import-unreadable':
      return describeImportProblem(failure);
    default:
      return failure satisfies never;
  }
}

/** The names of the places for secrets, as part of a sentence. */
export function slotName(slot: string): string {
  return slotNames[slot] ?? slot;
}

const slotNames: Readonly<Record<string, string>> = {
  'otp-secret': 'secret',
  'one-time-list': 'one-time list',
  'spa-key': 'encryption key',
  'spa-hmac-key': 'HMAC key',
  'pknock-secret': 'secret',
  'pknock-close-secret': 'secret for closing',
} satisfies Record<Slot, string>;

function describeClockProblem({ source, problem }: Extract<Failure, { code: 'clock-unknown' }>): Explanation {
  switch (problem) {
    case 'not-set':
      return { what: 'No clock to compare with is set.', next: 'Name one in the settings.' };
    case 'unreachable':
      return { what: `${source} can't be reached.`, next: 'Check its name and the network.' };
    case 'no-answer':
      return { what: `${source} doesn't answer.`, next: 'Try again, or name another clock.' };
    case 'not-a-clock':
      return {
        what: `${source} doesn't tell the time.`,
        next: 'Name a time server, such as ntp://ntp.example.net, or a web address.',
      };
    default:
      return problem satisfies never;
  }
}

function describeImportProblem({
  reason,
  line,
}: Extract<Failure, { code: 'import-unreadable' }>): Explanation {
  const where = line === null ? '' : ` (line ${line})`;
  switch (reason) {
    case 'not-understood':
      return {
        what: `This isn't understood${where}.`,
        next: 'Postern reads .fwknoprc, knockd.conf, knock and fwknop commands, one-time lists, otpauth links and its own exports.',
      };
    case 'no-hosts':
      return { what: 'No hosts found in it.', next: 'Check that it is the right file.' };
    case 'too-large':
      return { what: 'This file is larger than 5 MB.', next: 'Take the part that has the hosts.' };
    case 'newer-version':
      return { what: 'This export was made by a newer Postern.', next: 'Update Postern to read it.' };
    case 'damaged':
      return { what: `The file is damaged${where}.`, next: 'Export it again.' };
    case 'wrong-passphrase':
      return { what: 'Wrong passphrase, or the file is damaged.', next: 'Try again.' };
    case 'forgotten':
      return { what: 'What was read is no longer there.', next: 'Read it again.' };
    default:
      return reason satisfies never;
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
  'knock.derivation': 'Derivation',
  'knock.derivation.label': 'Label',
  'knock.derivation.purpose': 'Purpose',
  'knock.derivation.ranges': 'Ports',
  'knock.derivation.count': 'Ports of a code',
  'knock.derivation.doorbell': 'Doorbell',
  'knock.derivation.service': 'Service',
  'knock.derivation.protoModulo': 'Modulo',
  'knock.derivation.base': 'Base port',
  'knock.derivation.address': 'Client address',
  'knock.stepS': 'Step',
  'knock.ask': 'Access',
  'knock.ask.command': 'Command',
  'knock.port': 'Destination port',
  'knock.user': 'User',
  'knock.allow': 'Address to admit',
  'knock.cipher': 'Cipher',
  'knock.timeoutS': 'Client time-out',
  'knock.nat': 'NAT',
  'secrets.otp-secret': 'Secret',
  'secrets.one-time-list': 'List',
  'secrets.spa-key': 'Key',
  'secrets.spa-hmac-key': 'HMAC key',
  'secrets.pknock-secret': 'Secret',
  'secrets.pknock-close-secret': 'Secret for closing',
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
