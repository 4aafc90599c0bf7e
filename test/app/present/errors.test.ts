import { expect, test } from 'vitest';
import type { Failure, Obstacle } from '../../../app/errors.ts';
import { describeFailure } from '../../../app/present/errors.ts';
import { describeObstacle } from '../../../app/present/obstacles.ts';

const file = '/home/ada/.config/postern/hosts.json';

test.each<[Failure, what: string, next: string]>([
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
])('the failure %o has its words', (failure, what, next) => {
  expect(describeFailure(failure)).toEqual({ what, next });
});

test.each<[Obstacle, what: string, next: string]>([
  [
    { code: 'dns', address: 'nas.example.net' },
    'Can\'t find "nas.example.net".',
    'Check the address, or your DNS.',
  ],
  [
    { code: 'no-address-in-family', address: 'nas.example.net', family: 6 },
    '"nas.example.net" has no IPv6 address.',
    'Use IPv4, or leave the choice to Postern.',
  ],
  [{ code: 'offline' }, "You're offline.", 'Try again when a network is back.'],
  [
    { code: 'no-route', address: '192.0.2.3' },
    'No route to 192.0.2.3 from this network.',
    'Check the network or the VPN, then try again.',
  ],
  [
    { code: 'blocked-here', what: '192.0.2.3' },
    'This computer blocked a packet (192.0.2.3).',
    'A local firewall may be in the way.',
  ],
  [
    { code: 'source-unavailable', source: '192.0.2.9' },
    "This computer can't send from 192.0.2.9.",
    "Choose one of its own addresses, of the host's family.",
  ],
  [
    { code: 'no-sockets' },
    'This computer has no socket to spare.',
    'Close other programs or raise the limit of open files, then try again.',
  ],
  [
    { code: 'ping-missing' },
    'An ICMP step needs the program ping, which is not installed here.',
    'Install ping, or use a sequence without ICMP.',
  ],
])('the obstacle %o has its words', (obstacle, what, next) => {
  expect(describeObstacle(obstacle)).toEqual({ what, next });
});
