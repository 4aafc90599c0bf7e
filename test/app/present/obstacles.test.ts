import { expect, test } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import { describeObstacle } from '../../../app/present/obstacles.ts';

const obstacles: readonly (readonly [Obstacle, what: string, next: string])[] = [
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
  [
    { code: 'ipv4-only' },
    'A packet of this kind can only admit an IPv4 address.',
    "Use the server's IPv4 address.",
  ],
  [
    { code: 'packet-too-large', bytes: 412, most: 399 },
    'The packet would have 412 bytes, and the server takes 399 at most.',
    'Ask for fewer ports, or use a shorter digest or HMAC.',
  ],
  [
    { code: 'address-unknown', source: 'https://ip.example.net/' },
    "https://ip.example.net/ didn't tell the address of this computer.",
    'Try again, or admit the address that the packet comes from.',
  ],
  [
    { code: 'address-unknown', source: null },
    "Can't tell which address this computer sends from.",
    'Try again, or admit the address that the packet comes from.',
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
    { code: 'transport-refused', port: 62201 },
    'Nothing takes connections on port 62201 there.',
    'Turn that on at the server, or send the packet over UDP.',
  ],
  [
    { code: 'counter-not-kept', reason: 'denied' },
    "Can't write down the next number: this user may not. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'read-only' },
    "Can't write down the next number: the file system is read-only. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'full' },
    "Can't write down the next number: the disk is full. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'not-a-file' },
    "Can't write down the next number: something else stands in its place. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'other' },
    "Can't write down the next number: the system refused. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'busy' },
    "Can't write down the next number: another Postern has been changing the file for too long. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [
    { code: 'counter-not-kept', reason: 'damaged' },
    "Can't write down the next number: the file is broken or of a newer Postern. So nothing was sent.",
    'Put that right, then try again.',
  ],
  [{ code: 'list-used-up' }, 'Every line of the one-time list is used.', 'Add lines on the server and here.'],
  [
    { code: 'no-sequence', problem: 'no-such-port' },
    'The code of now makes no sequence: a hit would go to a port that does not exist.',
    'Wait for the next code, then try again.',
  ],
  [
    { code: 'no-sequence', problem: 'never-ends' },
    'The code of now makes no sequence: the original program finds no ports for it either.',
    'Wait for the next code, then try again.',
  ],
  [
    { code: 'no-sequence', problem: 'range-unusable' },
    'The code of now makes no sequence: the original program cannot work with this range.',
    'Use another range of ports, here and on the server.',
  ],
  [
    { code: 'no-sequence', problem: 'too-few-ports' },
    'The code of now makes no sequence: fewer ports are allowed than are needed.',
    'Use another range of ports, here and on the server.',
  ],
  [
    { code: 'no-sequence', problem: 'out-of-time' },
    'The code of now makes no sequence: its time has not begun, or its counter is too high.',
    'Wait for the next code, then try again.',
  ],
  [
    { code: 'packet-refused', problem: 'key-length' },
    'The encryption key must have 1 to 32 bytes.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'hmac-key-length' },
    'The HMAC key must have 1 to 128 bytes.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'same-keys' },
    'Encryption key and HMAC key are the same, which fwknop refuses.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'legacy-with-hmac' },
    'Legacy encryption can have no HMAC.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'message-too-long' },
    'What is asked for is too long for one packet.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'packet-too-small' },
    'The packet is so small that the server would take it for another kind.',
    'Correct that in the host.',
  ],
  [
    { code: 'packet-refused', problem: 'several-nat-ports' },
    'An outside port can only stand for one port.',
    'Correct that in the host.',
  ],
];

test.each(obstacles)('the obstacle %o has its words', (obstacle, what, next) => {
  expect(describeObstacle(obstacle)).toEqual({ what, next });
});

test('no code is without words', () => {
  const codes: Record<Obstacle['code'], null> = {
    dns: null,
    'no-address-in-family': null,
    offline: null,
    'no-route': null,
    'blocked-here': null,
    'source-unavailable': null,
    'no-sockets': null,
    'ping-missing': null,
    'ipv4-only': null,
    'packet-too-large': null,
    'address-unknown': null,
    gpg: null,
    'transport-refused': null,
    'counter-not-kept': null,
    'list-used-up': null,
    'no-sequence': null,
    'packet-refused': null,
  };
  expect(new Set(obstacles.map(([{ code }]) => code))).toEqual(new Set(Object.keys(codes)));
});
