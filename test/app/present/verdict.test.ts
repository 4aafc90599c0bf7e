import { expect, test } from 'vitest';
import { describeLook, describeVerdict, reasonCode } from '../../../app/present/verdict.ts';
import type { AddressResult, KnockResult } from '../../../app/run.ts';
import { host } from '../hosts/host.ts';
import { result as makeResult } from '../run.ts';

const nas = host({ openForMs: 30_000 });

const at4: AddressResult = {
  address: '192.0.2.3',
  family: 4,
  verdict: 'opened',
  obstacle: null,
  closedBy: null,
  saw: null,
  tries: 1,
  packets: 3,
  rttMs: 23,
  openAfterMs: 161,
};

function result(change: Partial<KnockResult>): KnockResult {
  const { verdict = 'opened', addresses = [{ ...at4, verdict }] } = change;
  return makeResult({ ...at4, tookMs: 15_000, ...change, addresses });
}

test.each<[Partial<KnockResult>, title: string, detail: string, next: string]>([
  [
    { verdict: 'opened' },
    'Open',
    '22/tcp answered 161 ms after the first packet, round trip 23 ms.',
    'Connect now: the server keeps it open for 30 s.',
  ],
  [
    { verdict: 'already-open', packets: 0 },
    'Already open',
    '22/tcp answered before the knock in 23 ms, so nothing was sent.',
    'Connect now.',
  ],
  [
    { verdict: 'already-open', packets: 3 },
    'Already open',
    '22/tcp was open before the knock and still is.',
    'Connect now.',
  ],
  [
    { verdict: 'still-closed', closedBy: 'silence', packets: 11 },
    'Still closed',
    "Sent 11 packets, but 22/tcp still doesn't answer (waited 15 s).",
    'Compare the sequence with the server, and check that this network lets the packets through.',
  ],
  [
    { verdict: 'still-closed', closedBy: 'refusal', packets: 1 },
    'Still closed',
    'Sent 1 packet, but 22/tcp still refuses the connection (waited 15 s).',
    'Compare the sequence with the server, and check that this network lets the packets through.',
  ],
  [
    { verdict: 'still-closed', closedBy: 'unreachable' },
    'Still closed',
    "Sent 3 packets, but 22/tcp still can't be reached (waited 15 s).",
    'Compare the sequence with the server, and check that this network lets the packets through.',
  ],
  [
    { verdict: 'service-down', closedBy: 'refusal' },
    'Service down',
    '22/tcp refused the connection. The host is reachable, but nothing listens there yet.',
    'Start the service on the server, then check again.',
  ],
  [
    { verdict: 'wrong-service', saw: '220 mail' },
    'Wrong service',
    '22/tcp answered, but not as SSH. It said "220 mail".',
    'Check the port, and what should answer there.',
  ],
  [
    { verdict: 'sent' },
    'Sent, not confirmed',
    'Sent 3 packets. Nothing was checked, because this host has no check.',
    'Add a check to see whether the port opens.',
  ],
  [
    { verdict: 'unreachable', obstacle: { code: 'dns', address: 'nas.example.net' } },
    'Unreachable',
    'Can\'t find "nas.example.net".',
    'Check the address, or your DNS.',
  ],
  [
    { verdict: 'unreachable', obstacle: { code: 'blocked-here', what: '8000/udp' }, tries: 1, packets: 1 },
    'Unreachable',
    'This computer blocked packet 2 (8000/udp).',
    'A local firewall may be in the way.',
  ],
  [
    { verdict: 'unreachable', obstacle: { code: 'blocked-here', what: '192.0.2.3' }, tries: 0, packets: 0 },
    'Unreachable',
    'This computer blocked a packet (192.0.2.3).',
    'A local firewall may be in the way.',
  ],
  [
    { verdict: 'unreachable', obstacle: { code: 'gpg', problem: 'no-recipient' }, tries: 0, packets: 0 },
    'Not knocked',
    'gpg knows no key for the recipient.',
    "Import the server's public key, or choose another recipient.",
  ],
  [
    { verdict: 'rate-limited', waitMs: 11_200 },
    'Not knocked',
    'Wait 12 s: this host was knocked 12 times in the last minute.',
    'Wait, or knock anyway.',
  ],
  [
    { verdict: 'cancelled', packets: 2 },
    'Cancelled',
    'Stopped after packet 2 of 3.',
    'Knock again when you are ready.',
  ],
  [
    { verdict: 'cancelled', packets: 0, tries: 0 },
    'Cancelled',
    'Stopped before the first packet.',
    'Knock again when you are ready.',
  ],
  [
    { verdict: 'cancelled', packets: 7, tries: 2 },
    'Cancelled',
    'Stopped after 7 packets, in try 2.',
    'Knock again when you are ready.',
  ],
])('a knock that ended as %o has its words', (change, title, detail, next) => {
  expect(describeVerdict(result(change), nas)).toEqual({ title, detail, next });
});

test('a server that admits one connection is left to its user', () => {
  expect(describeVerdict(result({ verdict: 'sent' }), host({ admitsOne: true, openForMs: 30_000 }))).toEqual({
    title: 'Sent, not confirmed',
    detail: 'Sent 3 packets. The server admits one connection, so Postern left it to you.',
    next: 'Connect now: the server keeps it open for 30 s.',
  });
});

test.each<[Partial<AddressResult>, sentence: string]>([
  [
    { verdict: 'still-closed', closedBy: 'silence' },
    "IPv6 did not open: 22/tcp on 2001:db8::3 doesn't answer.",
  ],
  [
    { verdict: 'unreachable', obstacle: { code: 'no-route', address: '2001:db8::3' } },
    'IPv6 did not open: no route to 2001:db8::3 from this network.',
  ],
  [{ verdict: 'wrong-service', saw: 'hi' }, 'IPv6 did not open: 22/tcp answered, but not as SSH.'],
])('the family that did not open is named: %o', (other, sentence) => {
  const addresses = [
    at4,
    { ...at4, address: '2001:db8::3', family: 6 as const, openAfterMs: null, ...other },
  ];
  expect(describeVerdict(result({ addresses }), nas).detail).toBe(
    `22/tcp answered 161 ms after the first packet, round trip 23 ms. ${sentence}`,
  );
});

test('a family without address is named even if the other one stays closed', () => {
  const obstacle = { code: 'no-address-in-family', address: 'nas.example.net', family: 6 } as const;
  const verdict = 'still-closed';
  const at6 = {
    ...at4,
    family: 6 as const,
    address: 'nas.example.net',
    verdict: 'unreachable' as const,
    obstacle,
  };
  expect(describeVerdict(result({ verdict, addresses: [{ ...at4, verdict }, at6] }), nas).detail).toBe(
    'Sent 3 packets, but 22/tcp still doesn\'t answer (waited 15 s). IPv6 did not open: "nas.example.net" has no IPv6 address.',
  );
});

test('two families that both opened need no more words', () => {
  const addresses = [at4, { ...at4, address: '2001:db8::3', family: 6 as const }];
  expect(describeVerdict(result({ addresses }), nas).detail).not.toContain('IPv6');
});

test.each<[Partial<KnockResult>, title: string, detail: string]>([
  [{ verdict: 'already-open', packets: 0 }, 'Open', '22/tcp answered in 23 ms.'],
  [
    { verdict: 'still-closed', closedBy: 'silence', tookMs: 3_000 },
    'Closed',
    "22/tcp doesn't answer (waited 3 s).",
  ],
  [{ verdict: 'still-closed', closedBy: 'refusal' }, 'Closed', '22/tcp refused the connection.'],
  [{ verdict: 'wrong-service', saw: '' }, 'Wrong service', '22/tcp answered, but not as SSH.'],
  [{ verdict: 'cancelled' }, 'Cancelled', 'Stopped before the service answered.'],
])('a look that ended as %o has its words', (change, title, detail) => {
  expect(describeLook(result(change), nas)).toMatchObject({ title, detail });
});

test('no verdict but an answer of the service is called open', () => {
  const verdicts = [
    'still-closed',
    'service-down',
    'wrong-service',
    'sent',
    'unreachable',
    'rate-limited',
    'cancelled',
  ] as const;
  const titles = verdicts.map((verdict) => describeVerdict(result({ verdict }), nas).title);
  expect(titles.filter((title) => /\bopen\b/i.test(title))).toEqual([]);
});

test.each<[Partial<KnockResult>, string | null]>([
  [{ verdict: 'opened' }, null],
  [{ verdict: 'already-open' }, null],
  [{ verdict: 'sent' }, null],
  [{ verdict: 'still-closed', closedBy: 'silence' }, 'no-answer'],
  [{ verdict: 'still-closed', closedBy: 'refusal' }, 'refused'],
  [{ verdict: 'still-closed', closedBy: 'unreachable' }, 'no-route'],
  [{ verdict: 'service-down' }, 'service-down'],
  [{ verdict: 'unreachable', obstacle: { code: 'ping-missing' } }, 'ping-missing'],
  [{ verdict: 'cancelled' }, 'cancelled'],
])('the reason of %o is %s', (change, code) => {
  expect(reasonCode(result(change))).toBe(code);
});

const pk1 = { scheme: 'pk1', label: 'nas' };
const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };

test.each<[object, compare: string]>([
  [{ method: 'totp', derivation: pk1 }, 'the secret and the clock'],
  [{ method: 'hotp', derivation: pk1 }, 'the secret and the counter'],
  [{ method: 'list' }, 'the list and the position in it'],
  [spa, 'the keys and the clock'],
  [{ ...spa, cipher: { kind: 'gpg', recipient: 'server@example.net' } }, 'the keys and the clock'],
  [{ method: 'pknock', port: 2_000 }, 'the secret and the clock'],
])('a door that stays shut to %j leads to what both sides must have', (knock, compare) => {
  const { next } = describeVerdict(result({ verdict: 'still-closed', closedBy: 'silence' }), host({ knock }));
  expect(next).toBe(
    `Compare ${compare} with the server, and check that this network lets the packets through.`,
  );
});
