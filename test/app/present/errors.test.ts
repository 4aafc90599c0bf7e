import { expect, test } from 'vitest';
import type { Failure } from '../../../app/errors.ts';
import { describeFailure } from '../../../app/present/errors.ts';

const file = '/home/ada/.config/postern/hosts.json';

const failures: readonly (readonly [Failure, what: string, next: string])[] = [
  [
    { code: 'host-not-found', name: 'nsa', similar: ['nas', 'nasa'] },
    'There is no host "nsa".',
    'Did you mean "nas" or "nasa"?',
  ],
  [
    { code: 'host-not-found', name: 'x', similar: [] },
    'There is no host "x".',
    'Look at the list of saved hosts.',
  ],
  [{ code: 'name-taken', name: 'nas' }, 'There is a host "nas" already.', 'Choose another name.'],
  [
    { code: 'name-ambiguous', name: 'nas' },
    'Two saved hosts are called "nas".',
    'Rename one of them, or use the id.',
  ],
  [
    { code: 'nothing-to-check', name: 'nas' },
    '"nas" has no check.',
    'Add the port of the service to look at.',
  ],
  [
    {
      code: 'invalid-host',
      issues: [
        { path: 'knock.steps.2.port', problem: 'Use a port from 1 to 65535.' },
        { path: 'check.expect.status', problem: 'Use a whole number from 100 to 599.' },
        { path: '', problem: "This isn't a host." },
      ],
    },
    "Step 2: Use a port from 1 to 65535. Expected answer: Use a whole number from 100 to 599. This isn't a host.",
    'Correct that, then try again.',
  ],
  [
    { code: 'store-broken', file, keptAs: `${file}.broken`, reason: 'not JSON, at line 3', restored: true },
    `The file ${file} is broken (not JSON, at line 3).`,
    `It was set aside as ${file}.broken; the last good copy took its place: try again.`,
  ],
  [
    { code: 'store-broken', file, keptAs: file, reason: 'not JSON', restored: false },
    `The file ${file} is broken (not JSON).`,
    'It was left where it is; repair it, or start with an empty list.',
  ],
  [
    { code: 'store-newer', file, version: 3, supported: 1 },
    `The file ${file} was written by a newer Postern (version 3, this one knows 1).`,
    'Update Postern to change it.',
  ],
  [
    { code: 'store-unreadable', file, reason: 'denied' },
    `Can't read ${file}: this user may not.`,
    'Give yourself the right to read it.',
  ],
  [
    { code: 'store-unwritable', file, reason: 'full' },
    `Can't write ${file}: the disk is full.`,
    'Make room on the disk, then try again. Nothing was changed.',
  ],
  [
    { code: 'store-unwritable', file, reason: 'read-only' },
    `Can't write ${file}: the file system is read-only.`,
    'Mount it writable, or set POSTERN_HOME to another folder. Nothing was changed.',
  ],
  [
    { code: 'store-unreadable', file, reason: 'not-a-file' },
    `Can't read ${file}: something else stands in its place.`,
    'Move that away, or set POSTERN_HOME to another folder.',
  ],
  [
    { code: 'store-unreadable', file, reason: 'other' },
    `Can't read ${file}: the system refused.`,
    'Check the disk, or set POSTERN_HOME to another folder.',
  ],
  [
    { code: 'store-busy', file },
    `Another Postern has been changing ${file} for too long.`,
    'Try again in a moment. Nothing was changed.',
  ],
  [
    { code: 'nothing-to-start', name: 'nas' },
    '"nas" has nothing to connect with.',
    'Choose what to start after an opening.',
  ],
  [
    { code: 'not-started', program: 'xterm' },
    "Can't start xterm.",
    'Check that it is installed, or choose another program.',
  ],
  [
    { code: 'nothing-to-close', name: 'nas' },
    '"nas" has nothing that closes its door.',
    'Add a close sequence to the host, or wait until the server closes it.',
  ],
  [
    { code: 'network-name-taken', name: 'home' },
    'There is a network "home" already.',
    'Choose another name.',
  ],
  [{ code: 'too-many-rules', most: 200 }, 'There can be 200 of them at most.', 'Remove one first.'],
  [{ code: 'rule-not-found' }, 'This rule or network is no longer there.', 'Look at the list again.'],
  [
    { code: 'secret-missing', name: 'nas', slots: ['otp-secret'] },
    '"nas" has no secret.',
    'Enter it for this host.',
  ],
  [
    { code: 'secret-missing', name: 'nas', slots: ['spa-key', 'spa-hmac-key'] },
    '"nas" has no encryption key and HMAC key.',
    'Enter it for this host.',
  ],
  [
    { code: 'vault-locked', opensWith: 'passphrase' },
    'The secrets are locked.',
    'Give the passphrase to unlock them.',
  ],
  [
    { code: 'vault-locked', opensWith: 'keyring' },
    'The secrets are locked.',
    "Unlock this system's keyring, then try again.",
  ],
  [
    { code: 'vault-locked', opensWith: 'both' },
    'The secrets are locked.',
    'Give the passphrase to unlock them.',
  ],
  [
    { code: 'vault-missing' },
    'There is nothing to seal a secret with: this system has no keyring, and no passphrase is set.',
    'Set a passphrase.',
  ],
  [
    { code: 'vault-needs-passphrase' },
    'Nothing else opens the secrets.',
    'Let the keyring open them first, or keep the passphrase.',
  ],
  [{ code: 'passphrase-wrong' }, 'This is not the passphrase.', 'Try again.'],
  [{ code: 'passphrase-short', least: 8 }, 'This passphrase is too short.', 'Use 8 characters or more.'],
  [{ code: 'keyring-absent' }, 'This system has no keyring that protects secrets.', 'Use a passphrase.'],
  [
    { code: 'vault-damaged', file, reason: 'its seal is broken' },
    `The secrets file ${file} is damaged (its seal is broken).`,
    'Nothing was removed. Put a backup in its place, or enter the secret again.',
  ],
  [
    { code: 'list-used-up', name: 'nas' },
    'Every line of the list of "nas" is used.',
    'Add lines on the server and here.',
  ],
  [
    { code: 'gpg', problem: 'missing' },
    'The program gpg is not installed here.',
    'Install GnuPG, or use a key of your own.',
  ],
  [
    { code: 'gpg', problem: 'no-recipient' },
    'gpg knows no key for the recipient.',
    "Import the server's public key, or choose another recipient.",
  ],
  [
    { code: 'gpg', problem: 'no-signer' },
    'gpg has no secret key to sign with.',
    'Choose one of your own keys as signer.',
  ],
  [
    { code: 'gpg', problem: 'locked' },
    'gpg could not use the signing key: its passphrase or card was not given.',
    'Unlock the key in gpg, then try again.',
  ],
  [
    { code: 'gpg', problem: 'failed' },
    'gpg could not make the packet.',
    'Try the same keys with gpg itself.',
  ],
  [
    { code: 'clock-unknown', source: '', problem: 'not-set' },
    'No clock to compare with is set.',
    'Name one in the settings.',
  ],
  [
    { code: 'clock-unknown', source: 'ntp://ntp.example.net', problem: 'unreachable' },
    "ntp://ntp.example.net can't be reached.",
    'Check its name and the network.',
  ],
  [
    { code: 'clock-unknown', source: 'ntp://ntp.example.net', problem: 'no-answer' },
    "ntp://ntp.example.net doesn't answer.",
    'Try again, or name another clock.',
  ],
  [
    { code: 'clock-unknown', source: 'ntp://ntp.example.net', problem: 'not-a-clock' },
    "ntp://ntp.example.net doesn't tell the time.",
    'Name a time server, such as ntp://ntp.example.net, or a web address.',
  ],
  [
    { code: 'import-unreadable', reason: 'not-understood', line: 3 },
    "This isn't understood (line 3).",
    'Postern reads .fwknoprc, knockd.conf, knock and fwknop commands, one-time lists, otpauth links and its own exports.',
  ],
  [
    { code: 'import-unreadable', reason: 'not-understood', line: null },
    "This isn't understood.",
    'Postern reads .fwknoprc, knockd.conf, knock and fwknop commands, one-time lists, otpauth links and its own exports.',
  ],
  [
    { code: 'import-unreadable', reason: 'no-hosts', line: null },
    'No hosts found in it.',
    'Check that it is the right file.',
  ],
  [
    { code: 'import-unreadable', reason: 'too-large', line: null },
    'This file is larger than 5 MB.',
    'Take the part that has the hosts.',
  ],
  [
    { code: 'import-unreadable', reason: 'newer-version', line: null },
    'This export was made by a newer Postern.',
    'Update Postern to read it.',
  ],
  [{ code: 'import-unreadable', reason: 'damaged', line: null }, 'The file is damaged.', 'Export it again.'],
  [
    { code: 'import-unreadable', reason: 'wrong-passphrase', line: null },
    'Wrong passphrase, or the file is damaged.',
    'Try again.',
  ],
  [
    { code: 'import-unreadable', reason: 'forgotten', line: null },
    'What was read is no longer there.',
    'Read it again.',
  ],
];

test.each(failures)('the failure %o has its words', (failure, what, next) => {
  expect(describeFailure(failure)).toEqual({ what, next });
});

test('no code is without words', () => {
  const codes: Record<Failure['code'], null> = {
    'host-not-found': null,
    'name-taken': null,
    'name-ambiguous': null,
    'nothing-to-check': null,
    'nothing-to-start': null,
    'nothing-to-close': null,
    'not-started': null,
    'network-name-taken': null,
    'too-many-rules': null,
    'rule-not-found': null,
    'invalid-host': null,
    'store-broken': null,
    'store-newer': null,
    'store-unreadable': null,
    'store-unwritable': null,
    'store-busy': null,
    'secret-missing': null,
    'vault-locked': null,
    'vault-missing': null,
    'vault-needs-passphrase': null,
    'passphrase-wrong': null,
    'passphrase-short': null,
    'keyring-absent': null,
    'vault-damaged': null,
    'list-used-up': null,
    gpg: null,
    'clock-unknown': null,
    'import-unreadable': null,
  };
  expect(new Set(failures.map(([{ code }]) => code))).toEqual(new Set(Object.keys(codes)));
});
