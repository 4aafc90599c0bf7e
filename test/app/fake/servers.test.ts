import { describe, expect, test } from 'vitest';
import {
  fakeKnockd,
  fakeRecentArch,
  fakeRecentGates,
  fakeSets,
  type Arrival,
  type Door,
  type FakeServer,
} from '../../../app/fake/servers.ts';
import measured from '../../vectors/plain-servers.json' with { type: 'json' };

const tcp = (port: number): Arrival => ({ proto: 'tcp', port });
const udp = (port: number): Arrival => ({ proto: 'udp', port });

const door: Door = { steps: [8881, 7777, 9991].map(tcp), servicePort: 22, openForMs: 30_000 };
const other: Door = { steps: [7555, 7556, 7557].map(tcp), servicePort: 80, openForMs: 30_000 };

const servers: Readonly<Record<string, () => FakeServer>> = {
  knockd: () => fakeKnockd({ doors: [door, other], seqTimeoutMs: 10_000, latencyMs: () => 50 }),
  arch: () => fakeRecentArch(door),
  gates: () => fakeRecentGates(door),
  lenient: () => fakeSets(door),
  nft: () => fakeSets(door),
};

const [a, b, c] = [8881, 7777, 9991] as const;
const inputs: Readonly<Record<string, readonly Arrival[]>> = {
  'no knock': [],
  exact: [a, b, c].map(tcp),
  'duplicate of first': [a, a, b, c].map(tcp),
  'duplicate of second': [a, b, b, c].map(tcp),
  'duplicate of last': [a, b, c, c].map(tcp),
  'stray TCP to a port of no sequence, between': [a, 12_345, b, c].map(tcp),
  'stray TCP to a port of another sequence (knockd only; otherwise same as above), between': [
    a,
    7556,
    b,
    c,
  ].map(tcp),
  'stray UDP between': [tcp(a), udp(12_345), tcp(b), tcp(c)],
  'stray TCP after last': [a, b, c, 12_345].map(tcp),
  'stray UDP after last': [...[a, b, c].map(tcp), udp(12_345)],
  'wrong order': [a, c, b].map(tcp),
  reversed: [c, b, a].map(tcp),
  'second half only': [b, c].map(tcp),
  'partial (2 of 3), then the full sequence at once': [a, b, a, b, c].map(tcp),
  'partial, full, full': [a, b, a, b, c, a, b, c].map(tcp),
  'wrong knock first, then the full sequence': [b, a, b, c].map(tcp),
  'UDP instead of TCP': [a, b, c].map(udp),
};

describe.each(Object.keys(servers))('the simulated %s', (name) => {
  test.each(Object.entries(inputs))('does with "%s" what the real one did', (input, arrivals) => {
    const server = servers[name]?.();
    if (!server) throw new Error('no such server');
    for (const arrival of arrivals) server.receive(arrival, 100);
    const probes = [500, 510, 520].map((atMs) =>
      server.receive(tcp(22), atMs) === 'accept' ? 'open' : 'closed',
    );

    const row = measured.results.find((result) => result.input === input);
    expect(probes).toEqual(row?.[name as keyof typeof row]);
  });
});

test('every measured input that a fast client can cause is replayed', () => {
  const replayed = new Set(Object.keys(inputs));
  const left = measured.results.map(({ input }) => input).filter((input) => !replayed.has(input));
  expect(left.every((input) => input.startsWith('each TCP socket held'))).toBe(true);
});

test('knockd counts in whole seconds: a span of 4.0 s fails at seq_timeout 4, one of 3.9 s opens', () => {
  const spans = [3_900, 4_000].map((span) => {
    const server = fakeKnockd({ doors: [door], seqTimeoutMs: 4_000, latencyMs: () => 0 });
    [0, span / 2, span].forEach((atMs, index) => server.receive(door.steps[index] ?? tcp(1), atMs));
    return server.receive(tcp(22), span + 1);
  });
  expect(spans).toEqual(['accept', 'drop']);
});
