import { expect, test } from 'vitest';
import type { Entry } from '../../../app/history/entry.ts';
import { hostOf, reportKnock } from '../../../app/present/report.ts';
import { host } from '../hosts/host.ts';
import { packetEvent, result, tryEvent } from '../run.ts';

const saved = host({ name: 'secret-nas', address: 'nas.example.net', source: '10.1.2.3' });

const address = '192.0.2.3';

const entry: Entry = {
  id: 7,
  hostId: saved.id,
  hostName: 'secret-nas',
  startedAt: Date.UTC(2026, 2, 3, 14, 2, 11),
  cause: 'tray',
  kind: 'knock',
  ruleId: null,
  result: result({
    verdict: 'wrong-service',
    address: '192.0.2.3',
    resolvedAgoMs: 12,
    closedBy: null,
    saw: '220 nas.example.net ESMTP',
    packets: 2,
    rttMs: 20,
    tookMs: 900,
    addresses: [
      {
        address: '192.0.2.3',
        family: 4,
        verdict: 'wrong-service',
        obstacle: null,
        closedBy: null,
        saw: '220 nas.example.net ESMTP',
        tries: 1,
        packets: 2,
        rttMs: 20,
        openAfterMs: null,
      },
      {
        address: '2001:db8::3',
        family: 6,
        verdict: 'unreachable',
        obstacle: { code: 'no-route', address: '2001:db8::3' },
        closedBy: null,
        saw: null,
        tries: 0,
        packets: 0,
        rttMs: null,
        openAfterMs: null,
      },
    ],
  }),
  events: [
    { type: 'queued', atMs: 0 },
    {
      type: 'resolved',
      atMs: 3,
      try: 1,
      name: 'nas.example.net',
      addresses: [
        { address: '192.0.2.3', family: 4 },
        { address: '2001:db8::3', family: 6 },
      ],
      tookMs: 3,
    },
    tryEvent({ atMs: 4, address: '192.0.2.3', packets: 2, steps: 2 }),
    packetEvent({
      atMs: 5,
      plannedMs: 4,
      of: 2,
      address: '192.0.2.3',
      localAddress: '10.1.2.3',
      localPort: 40_001,
    }),
    { type: 'answer', atMs: 25, try: 1, step: 1, address: '192.0.2.3', answer: 'reset', rttMs: 20 },
    {
      type: 'not-sent',
      atMs: 26,
      try: 1,
      step: 2,
      address: '192.0.2.3',
      obstacle: { code: 'source-unavailable', source: '10.1.2.3' },
    },
    {
      type: 'not-sent',
      atMs: 26,
      try: 1,
      step: 2,
      address: '192.0.2.3',
      obstacle: { code: 'blocked-here', what: '192.0.2.3' },
    },
    {
      type: 'probe',
      atMs: 60,
      try: 1,
      phase: 'after',
      address: '192.0.2.3',
      port: 22,
      outcome: { kind: 'wrong', rttMs: 20, saw: '220 nas.example.net ESMTP' },
    },
  ],
};

const identifying = ['secret-nas', 'example.net', '192.0.2.3', '2001:db8', '10.1.2.3', '40001', '220 '];

test('a report names nobody: no host, no address of either end, and nothing a server said', () => {
  const report = reportKnock(entry, saved, { withAddresses: false });
  for (const text of identifying) expect(report).not.toContain(text);
  expect(report.split('\n').slice(0, 2)).toEqual([
    'Knock of host-1 (from the tray), 2026-03-03T14:02:11.000Z',
    'Wrong service: 22/tcp answered, but not as SSH. IPv6 did not open: no route to host-1 from this network.',
  ]);
  expect(report).toContain('   0.005 s  7000/tcp sent');
});

test('with addresses it says whom the knock was for', () => {
  const report = reportKnock(entry, saved, { withAddresses: true });
  expect(report).toContain('Knock of secret-nas');
  expect(report).toContain('nas.example.net is 192.0.2.3, 2001:db8::3');
});

test('a report of an address that cannot be reached names nobody either', () => {
  const obstacle = { code: 'dns', address: 'nas.example.net' } as const;
  const unreachable: Entry = {
    ...entry,
    events: [],
    result: { ...entry.result, verdict: 'unreachable', obstacle, address: null, addresses: [] },
  };
  const report = reportKnock(unreachable, saved, { withAddresses: false });
  for (const text of identifying) expect(report).not.toContain(text);
  expect(report).toContain('Can\'t find "host-1".');
});

test('a host that was deleted is told from what its knock left behind', () => {
  expect(hostOf(entry, [saved])).toBe(saved);
  expect(hostOf(entry, [])).toMatchObject({
    name: 'secret-nas',
    check: { port: 22 },
    knock: { steps: [{ proto: 'tcp', port: 7000 }] },
  });
  expect(hostOf({ ...entry, events: [] }, []).check).toBeUndefined();
});

test('a clock is not named, and an address that was not told stays one', () => {
  const source = 'ntp://time.example.net';
  const events: Entry['events'] = [
    { type: 'clock', atMs: 9, source, offset: { offsetMs: -300_000, errorMs: 12 } },
    {
      type: 'not-sent',
      atMs: 9,
      try: 1,
      step: 1,
      address,
      obstacle: { code: 'address-unknown', source: null },
    },
    {
      type: 'not-sent',
      atMs: 9,
      try: 1,
      step: 1,
      address,
      obstacle: { code: 'address-unknown', source: 'https://ip.example.net/' },
    },
  ];
  const report = reportKnock({ ...entry, events }, saved, { withAddresses: false });
  for (const text of identifying) expect(report).not.toContain(text);
  expect(report).toContain("this computer's clock is 5 min ahead (the clock of the settings)");
  expect(report).toContain("Can't tell which address this computer sends from.");
  expect(report).toContain("The web page didn't tell the address of this computer.");
});
