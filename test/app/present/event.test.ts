import { expect, test } from 'vitest';
import { describeEvent } from '../../../app/present/event.ts';
import type { RunEvent } from '../../../app/run.ts';
import { host } from '../hosts/host.ts';
import { packetEvent, tryEvent } from '../run.ts';

const nas = host();
const at = { atMs: 12, try: 1, address: '192.0.2.3' } as const;
const packet = { ...at, plannedMs: 12 };
const probe = { ...at, type: 'probe', phase: 'after', port: 22 } as const;

test.each<[RunEvent, string]>([
  [{ type: 'queued', atMs: 30 }, 'waiting: this host is being knocked already'],
  [
    {
      type: 'resolved',
      atMs: 4,
      try: 1,
      name: 'nas.example.net',
      addresses: [
        { address: '192.0.2.3', family: 4 },
        { address: '2001:db8::3', family: 6 },
      ],
      tookMs: 4,
    },
    'nas.example.net is 192.0.2.3, 2001:db8::3 (4 ms)',
  ],
  [tryEvent({ ...at, try: 2, gapMs: 30, packets: 4 }), 'try 2: 4 packets to 192.0.2.3, 30 ms apart'],
  [tryEvent({ ...at, gapMs: 0, packets: 1, steps: 1 }), 'try 1: 1 packet to 192.0.2.3'],
  [
    tryEvent({ ...at, moving: { kind: 'counter', number: 41, offBy: 0 } }),
    'try 1: 3 packets to 192.0.2.3, 5 ms apart, counter 41',
  ],
  [
    tryEvent({ ...at, moving: { kind: 'line', number: 7, offBy: 0 } }),
    'try 1: 3 packets to 192.0.2.3, 5 ms apart, line 7 of the list',
  ],
  [
    tryEvent({ ...at, moving: { kind: 'time', number: 29_453_760, offBy: 0 } }),
    'try 1: 3 packets to 192.0.2.3, 5 ms apart',
  ],
  [
    tryEvent({ ...at, moving: { kind: 'time', number: 29_453_759, offBy: -1 } }),
    'try 1: 3 packets to 192.0.2.3, 5 ms apart, ports of the step before',
  ],
  [
    tryEvent({ ...at, moving: { kind: 'time', number: 29_453_761, offBy: 1 } }),
    'try 1: 3 packets to 192.0.2.3, 5 ms apart, ports of the step after',
  ],
  [{ type: 'held', atMs: 30, try: 1, forMs: 1_500 }, 'waiting 1.5 s, because the ports are about to change'],
  [
    {
      type: 'clock',
      atMs: 3_000,
      source: 'ntp://ntp.example.net',
      offset: { offsetMs: -300_000, errorMs: 12 },
    },
    "this computer's clock is 5 min ahead (ntp://ntp.example.net)",
  ],
  [packetEvent({ ...packet, step: 1, proto: 'tcp', port: 7000 }), '7000/tcp sent (1 of 3)'],
  [
    packetEvent({ ...packet, step: 0, proto: 'udp', port: 8000 }),
    '8000/udp sent, to end the half-finished sequence',
  ],
  [
    packetEvent({ ...packet, step: 3, proto: 'icmp', port: null, bytes: 64 }),
    'ICMP echo of 64 bytes sent (3 of 3)',
  ],
  [
    { ...at, type: 'answer', step: 1, answer: 'reset', rttMs: 12 },
    '7000/tcp was answered with a reset after 12 ms',
  ],
  [
    { ...at, type: 'answer', step: 2, answer: 'unreachable', rttMs: 12 },
    '8000/udp was answered with "unreachable" after 12 ms',
  ],
  [
    { ...at, type: 'answer', step: 2, answer: 'data', rttMs: 12 },
    '8000/udp was answered with data after 12 ms',
  ],
  [
    { ...at, type: 'answer', step: 1, answer: 'accepted', rttMs: 12 },
    '7000/tcp accepted the connection after 12 ms',
  ],
  [
    { ...at, type: 'answer', step: 3, answer: 'echo', rttMs: 12 },
    'ICMP echo of 64 bytes came back after 12 ms',
  ],
  [
    { ...at, type: 'answer', step: 0, answer: 'reset', rttMs: 12 },
    'the clearing packet was answered with a reset after 12 ms',
  ],
  [
    { ...at, type: 'not-sent', step: 3, obstacle: { code: 'ping-missing' } },
    'ICMP echo of 64 bytes not sent: An ICMP step needs the program ping, which is not installed here.',
  ],
  [{ ...probe, outcome: { kind: 'open', rttMs: 23 } }, '22/tcp on 192.0.2.3 is open (23 ms)'],
  [{ ...probe, outcome: { kind: 'silent', waitedMs: 100 } }, "22/tcp on 192.0.2.3 doesn't answer"],
  [{ ...probe, outcome: { kind: 'refused', rttMs: 1 } }, '22/tcp on 192.0.2.3 refuses the connection'],
  [{ ...probe, outcome: { kind: 'unreachable', rttMs: 1 } }, "22/tcp on 192.0.2.3 can't be reached"],
  [
    { ...probe, outcome: { kind: 'wrong', rttMs: 1, saw: '220 mail' } },
    '22/tcp on 192.0.2.3 says "220 mail"',
  ],
  [
    { ...probe, outcome: { kind: 'wrong', rttMs: 1, saw: '' } },
    '22/tcp on 192.0.2.3 accepts connections, but says nothing',
  ],
  [
    { ...probe, outcome: { kind: 'not-sent', obstacle: { code: 'no-sockets' } } },
    '22/tcp on 192.0.2.3 was not asked: This computer has no socket to spare.',
  ],
])('%o is one line', (event, line) => {
  expect(describeEvent(event, nas)).toBe(line);
});

test('hits of derived ports are told by their place', () => {
  const derived = host({ knock: { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } } });
  const answer: RunEvent = { ...at, type: 'answer', step: 2, answer: 'reset', rttMs: 12 };
  expect(describeEvent(answer, derived)).toBe('packet 2 was answered with a reset after 12 ms');
});
