import { describe, expect, test } from 'vitest';
import { explainFailure, type Finding } from '../../../app/present/why.ts';
import type { RunEvent } from '../../../app/run.ts';
import type { ClockOffset } from '../../../app/time/ports.ts';
import { host } from '../hosts/host.ts';
import { packetEvent, result, tryEvent } from '../run.ts';

const address = '192.0.2.3';

const closed = result({ address, packets: 2, tookMs: 3_000 });

const tcpHost = (knock: object = {}, rest: object = {}) =>
  host({
    knock: {
      method: 'sequence',
      steps: [
        { proto: 'tcp', port: 7000 },
        { proto: 'tcp', port: 8000 },
      ],
      ...knock,
    },
    ...rest,
  });

function attempt(number: number, gapMs: number, family: 4 | 6 = 4): RunEvent {
  return tryEvent({ try: number, address, family, gapMs, packets: 2, steps: 2 });
}

function packet(step: number, at: { readonly plannedMs: number; readonly atMs: number }): RunEvent {
  return packetEvent({ ...at, step, of: 2, address, port: step === 1 ? 7000 : 8000 });
}

function answer(step: number, how: 'reset' | 'accepted'): RunEvent {
  return { type: 'answer', atMs: 30, try: 1, step, address, answer: how, rttMs: 20 };
}

const codes = (findings: readonly Finding[]) =>
  findings.map(({ code, certainty }) => `${certainty}: ${code}`);

test('silence leaves it open whether anybody is there, and names the places to look', () => {
  const events = [attempt(1, 5), packet(1, { plannedMs: 0, atMs: 0 }), packet(2, { plannedMs: 5, atMs: 5 })];
  expect(codes(explainFailure({ result: closed, events, host: tcpHost() }))).toEqual([
    'seen: silent',
    'possible: one-try',
    'possible: sequence',
    'possible: lone-syn',
    'look: server-log',
    'ruled-out: clock',
  ]);
});

test('resets from knock ports show that packets arrive, so the sequence is suspected and single SYNs are not', () => {
  const events = [
    attempt(1, 5),
    packet(1, { plannedMs: 0, atMs: 0 }),
    packet(2, { plannedMs: 5, atMs: 5 }),
    answer(2, 'reset'),
    answer(1, 'reset'),
  ];
  const findings = explainFailure({ result: closed, events, host: tcpHost({ server: 'knockd' }) });
  expect(codes(findings)).toEqual([
    'seen: silent',
    'seen: resets',
    'likely: sequence',
    'possible: one-try',
    'look: server-log',
    'ruled-out: clock',
  ]);
  expect(findings).toContainEqual({ code: 'resets', certainty: 'seen', ports: [7000, 8000] });
  expect(findings).toContainEqual({ code: 'server-log', certainty: 'look', server: 'knockd' });
});

test('connections that stand on one knock port may be a service, on several they are somebody on the way', () => {
  const packets = [packet(1, { plannedMs: 0, atMs: 0 }), packet(2, { plannedMs: 5, atMs: 5 })];
  const explain = (...answers: readonly RunEvent[]) =>
    explainFailure({ result: closed, events: [attempt(1, 5), ...packets, ...answers], host: tcpHost() });
  expect(codes(explain(answer(1, 'accepted')))).toContain('possible: accepted');
  expect(codes(explain(answer(1, 'accepted'), answer(2, 'accepted')))).toContain('likely: accepted');
});

test('an address of the other family that was never knocked is named', () => {
  const resolved: RunEvent = {
    type: 'resolved',
    atMs: 0,
    try: 1,
    name: 'nas.example.net',
    addresses: [
      { address, family: 4 },
      { address: '2001:db8::3', family: 6 },
    ],
    tookMs: 3,
  };
  const explain = (...tries: readonly RunEvent[]) =>
    explainFailure({ result: closed, events: [resolved, ...tries], host: tcpHost() });
  expect(explain(attempt(1, 5))).toContainEqual({
    code: 'other-family',
    certainty: 'likely',
    knocked: 4,
    other: 6,
    address: '2001:db8::3',
  });
  expect(codes(explain(attempt(1, 5), attempt(2, 10, 6)))).not.toContain('likely: other-family');
});

test('a sequence that lasts as long as the server remembers is too slow, its last whole second included', () => {
  const explain = (gapMs: number) =>
    codes(
      explainFailure({ result: closed, events: [attempt(1, gapMs)], host: tcpHost({ seqTimeoutMs: 5_000 }) }),
    );
  expect(explain(4_001)).toContain('likely: too-slow');
  expect(explain(4_000)).not.toContain('likely: too-slow');
});

test('a hit that left late by more than jitter is seen, and several paces speak against the pace', () => {
  const events = [attempt(1, 5), packet(2, { plannedMs: 5, atMs: 305 }), attempt(2, 120)];
  const findings = explainFailure({ result: closed, events, host: tcpHost() });
  expect(findings).toContainEqual({ code: 'late', certainty: 'seen', step: 2, lateMs: 300 });
  expect(findings).toContainEqual({ code: 'paces', certainty: 'seen', tries: 2, gapsMs: [5, 120] });
});

test('UDP, ICMP and a source address are possible reasons only where they were used', () => {
  const events = (['tcp', 'udp', 'icmp'] as const).map((proto) => packetEvent({ address, proto }));
  const findings = codes(explainFailure({ result: closed, events, host: host({ source: '192.0.2.9' }) }));
  expect(findings).toEqual(expect.arrayContaining(['possible: udp', 'possible: icmp', 'possible: source']));
  const plain = codes(explainFailure({ result: closed, events: [], host: tcpHost() }));
  expect(plain.join()).not.toMatch(/udp|icmp|source/);
});

test('single SYNs are no reason where whole connections were made', () => {
  const findings = explainFailure({ result: closed, events: [], host: tcpHost({ tcp: 'connect' }) });
  expect(codes(findings)).not.toContain('possible: lone-syn');
});

test.each([
  [
    { verdict: 'unreachable', obstacle: { code: 'blocked-here', what: '7000/tcp' } },
    [{ code: 'obstacle', certainty: 'seen', obstacle: { code: 'blocked-here', what: '7000/tcp' } }],
  ],
  [{ verdict: 'service-down' }, [{ code: 'service-down', certainty: 'seen', port: 22 }]],
  [
    { verdict: 'wrong-service', saw: '220 mail' },
    [{ code: 'wrong-service', certainty: 'seen', port: 22, saw: '220 mail' }],
  ],
  [{ verdict: 'opened' }, []],
  [{ verdict: 'sent' }, []],
  [{ verdict: 'cancelled' }, []],
  [{ verdict: 'rate-limited' }, []],
] as const)('%o is explained by what was seen alone', (change, findings) => {
  expect(explainFailure({ result: { ...closed, ...change }, events: [], host: tcpHost() })).toEqual(findings);
});

describe('where the time matters', () => {
  const totp = { method: 'totp', derivation: { scheme: 'pk1', label: 'nas' }, stepS: 60, skew: 1 };
  const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };
  const pknock = { method: 'pknock', port: 2_000 };
  const clockOf = (knock: object, offset: ClockOffset | null) =>
    explainFailure({ result: { ...closed, clock: offset }, events: [], host: tcpHost(knock) }).filter(
      ({ code }) => code.startsWith('clock'),
    );

  test.each([
    [totp, 90],
    [{ ...totp, skew: 0 }, 30],
    [{ ...totp, derivation: { scheme: 'c-lock' }, stepS: undefined }, 45],
    [spa, 120],
    [pknock, 30],
  ])('%j is told how far the clocks may be apart', (knock, acceptsS) => {
    expect(clockOf(knock, null)).toEqual([{ code: 'clock-unknown', certainty: 'possible', acceptsS }]);
    const off = { offsetMs: -acceptsS * 1_000 - 13, errorMs: 12 };
    expect(clockOf(knock, off)).toEqual([{ code: 'clock-off', certainty: 'seen', offset: off, acceptsS }]);
    const near = { offsetMs: acceptsS * 1_000 + 12, errorMs: 12 };
    expect(clockOf(knock, near)).toEqual([{ code: 'clock-in-step', certainty: 'ruled-out', offset: near }]);
  });

  test('the right time says nothing of a server whose clock is known to be wrong', () => {
    const offset = { offsetMs: -300_000, errorMs: 12 };
    for (const knock of [totp, spa, pknock]) {
      expect(clockOf({ ...knock, clockOffsetS: -300 }, offset)).toMatchObject([{ code: 'clock-unknown' }]);
      expect(clockOf({ ...knock, clockOffsetS: -300 }, { offsetMs: 0, errorMs: 12 })).toMatchObject([
        { code: 'clock-unknown' },
      ]);
    }
  });

  test.each([{ method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } }, { method: 'list' }])(
    '%j does not depend on it',
    (knock) => {
      expect(clockOf(knock, null)).toEqual([{ code: 'clock', certainty: 'ruled-out' }]);
    },
  );
});

test('a code that opened nothing may not be the one that was agreed upon, and its number not the expected one', () => {
  const moving = (number: number) => ({ kind: 'counter', number, offBy: 0 }) as const;
  const events = [4, 4, 5, 6].map((number, index) => tryEvent({ try: index + 1, moving: moving(number) }));
  const knock = { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } };
  const findings = explainFailure({ result: closed, events, host: tcpHost(knock) });
  expect(findings).toContainEqual({ code: 'agreement', certainty: 'possible', method: 'hotp' });
  expect(findings).toContainEqual({ code: 'counter', certainty: 'likely', kind: 'counter', from: 4, to: 6 });
  expect(codes(findings).join()).not.toContain('sequence');
});

test('a list is told by its lines', () => {
  const events = [tryEvent({ moving: { kind: 'line', number: 7, offBy: 0 } })];
  const findings = explainFailure({ result: closed, events, host: tcpHost({ method: 'list' }) });
  expect(findings).toContainEqual({ code: 'counter', certainty: 'likely', kind: 'line', from: 7, to: 7 });
});

describe('a single packet', () => {
  const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };
  const explain = (knock: object, ...events: readonly RunEvent[]) =>
    codes(explainFailure({ result: closed, events, host: tcpHost(knock) }));
  const sent = tryEvent({ gapMs: 0, packets: 1, steps: 1 });

  test('by UDP may be lost, refused for its keys or its address, and the log of fwknopd says which', () => {
    const datagram = packetEvent({ proto: 'udp', port: 62_201, of: 1, bytes: 225 });
    expect(explain(spa, sent, datagram)).toEqual([
      'seen: silent',
      'possible: agreement',
      'possible: admitted',
      'possible: udp',
      'possible: clock-unknown',
      'look: server-log',
    ]);
  });

  test('by TCP arrived', () => {
    const stream = packetEvent({ proto: 'tcp', port: 62_201, of: 1, bytes: 225 });
    const findings = explain({ ...spa, transport: 'tcp' }, sent, stream);
    expect(findings).toContain('seen: delivered');
    expect(findings.join()).not.toMatch(/lone-syn|udp/);
  });

  test('has no pace that could be wrong', () => {
    const tries = [1, 2].map((number) => tryEvent({ try: number, gapMs: 0 }));
    expect(explain(spa, ...tries).join()).not.toMatch(/pace|one-try|too-slow/);
  });

  test.each([
    [spa, 'fwknopd'],
    [{ method: 'pknock', port: 2_000 }, 'xt_pknock'],
  ])('%j is looked for in the log of %s', (knock, server) => {
    const findings = explainFailure({ result: closed, events: [], host: tcpHost(knock) });
    expect(findings).toContainEqual({ code: 'server-log', certainty: 'look', server });
  });

  test('may have asked for another address than the server sees', () => {
    const knock = { method: 'pknock', port: 2_000, allow: { kind: 'local' } };
    expect(explainFailure({ result: closed, events: [], host: tcpHost(knock) })).toContainEqual({
      code: 'admitted',
      certainty: 'possible',
      allow: 'local',
    });
  });
});
