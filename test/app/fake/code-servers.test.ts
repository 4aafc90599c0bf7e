import { describe, expect, test } from 'vitest';
import { fakeFwknopd, fakeNumbered, fakePknock, fakeRotation } from '../../../app/fake/code-servers.ts';
import type { Arrival } from '../../../app/fake/servers.ts';
import { askOf } from '../../../app/spa/decode.ts';
import { pknockPayload } from '../../../app/spa/pknock.ts';
import { clientPackets, fieldsOf, keysOf } from '../spa/vectors.ts';

const tcp = (port: number): Arrival => ({ proto: 'tcp', port });
const service = { servicePort: 22, openForMs: 30_000 };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const isOpen = (server: { receive: (arrival: Arrival, atMs: number) => string }, atMs: number, port = 22) =>
  server.receive(tcp(port), atMs) === 'accept';

describe('the simulated rotation', () => {
  // Step n has the ports n01 and n02.
  const hitsOf = (step: number) => [tcp(step * 100 + 1), tcp(step * 100 + 2)];
  const rotation = (skew: number) =>
    fakeRotation({ hitsOf, stepS: 60, skew, clock: (atMs) => 600_000 + atMs, mostMisses: 3, ...service });

  test.each([
    [0, 10, true],
    [0, 9, false],
    [0, 11, false],
    [1, 9, true],
    [1, 11, true],
    [1, 12, false],
  ])('with a skew of %i in step 10 takes the ports of step %i: %s', (skew, step, opens) => {
    const server = rotation(skew);
    for (const hit of hitsOf(step)) server.receive(hit, 100);
    expect(isOpen(server, 200)).toBe(opens);
  });

  test('mixes no windows', () => {
    const server = rotation(1);
    for (const port of [901, 1002]) server.receive(tcp(port), 100);
    expect(isOpen(server, 200)).toBe(false);
  });

  test('ignores for two minutes who guesses too often', () => {
    const server = rotation(1);
    for (const port of [1, 2, 3, 4]) server.receive(tcp(port), 0);
    for (const hit of hitsOf(10)) server.receive(hit, 100);
    expect(isOpen(server, 200)).toBe(false);
    for (const hit of hitsOf(12)) server.receive(hit, 120_100);
    expect(isOpen(server, 120_200)).toBe(true);
  });
});

describe('the simulated counter', () => {
  const hitsOf = (number: number) => (number < 5 ? [tcp(7_000 + number), tcp(8_000 + number)] : []);
  const counter = (lookAhead: number) => fakeNumbered({ hitsOf, expects: 1, lookAhead, ...service });

  test.each([
    ['the number that it expects', 0, 1, 2],
    ['none beyond it without look-ahead', 0, 2, 1],
    ['one within its look-ahead', 2, 3, 4],
    ['none beyond that', 2, 4, 1],
    ['none that is used', 2, 0, 1],
  ])('takes %s', (_, lookAhead, number, expected) => {
    const server = counter(lookAhead);
    for (const hit of hitsOf(number)) server.receive(hit, 0);
    expect([server.expected(), isOpen(server, 10)]).toEqual([expected, expected > 1]);
  });

  test('takes no number twice', () => {
    const server = counter(0);
    for (const hit of [...hitsOf(1), ...hitsOf(1)]) server.receive(hit, 0);
    expect(server.expected()).toBe(2);
  });

  test('ends an attempt at the first hit that does not fit', () => {
    const server = counter(0);
    for (const port of [7_001, 7_001, 8_001]) server.receive(tcp(port), 0);
    expect(isOpen(server, 10)).toBe(false);
  });
});

describe('the simulated xt_pknock', () => {
  const secret = bytesOf('open sesame');
  const clock = (atMs: number) => 600_000 + atMs;
  const server = () => fakePknock({ secret, port: 2_000, sourceAddress: '198.51.100.9', clock, ...service });
  const datagram = (timeS: number, sourceAddress = '198.51.100.9'): Arrival => ({
    proto: 'udp',
    port: 2_000,
    data: pknockPayload({ secret, sourceAddress, timeS }),
  });

  test.each([
    ['of this minute', datagram(659), true],
    ['of the minute before', datagram(599), false],
    ['for another address', datagram(600, '198.51.100.8'), false],
  ])('takes a datagram %s: %#', (_, arrival, opens) => {
    const made = server();
    made.receive(arrival, 0);
    expect(isOpen(made, 10)).toBe(opens);
  });

  test('takes it once', () => {
    const made = server();
    made.receive(datagram(600), 0);
    made.receive(datagram(600), 29_000);
    expect(isOpen(made, 31_000)).toBe(false);
  });
});

describe('the simulated fwknopd', () => {
  const [vector] = clientPackets;
  if (vector === undefined) throw new Error('no packet of the real client');
  const { address, ports } = askOf(fieldsOf(vector));
  const port = ports[0]?.port ?? 0;
  const packet: Arrival = { proto: 'udp', port: 62_201, data: bytesOf(vector.packet) };
  const fwknopd = (aheadS: number, sourceAddress = address) =>
    fakeFwknopd({
      keys: keysOf(vector),
      clock: (atMs) => (vector.fields.timestamp + aheadS) * 1_000 + atMs,
      sourceAddress,
      openForMs: 30_000,
    });

  test.each([
    ['opens for a packet of the real client', 0, address, 'opened'],
    ['opens for one that is two minutes old', 120, address, 'opened'],
    ['does not for an older one', 121, address, 'too-old'],
    ['does not for one of the future', -121, address, 'too-old'],
    ['does not for somebody else', 0, '198.51.100.8', 'refused'],
  ])('%s', (_, aheadS, sourceAddress, verdict) => {
    const server = fwknopd(aheadS, sourceAddress);
    server.receive(packet, 0);
    expect(server.heard).toMatchObject([{ verdict }]);
    expect(isOpen(server, 10, port)).toBe(verdict === 'opened');
  });

  test('takes the same bytes once', () => {
    const server = fwknopd(0);
    server.receive(packet, 0);
    server.receive(packet, 10);
    expect(server.heard.map(({ verdict }) => verdict)).toEqual(['opened', 'replayed']);
  });

  test('refuses a packet that was changed on its way', () => {
    const server = fwknopd(0);
    server.receive({ ...packet, data: bytesOf(vector.packet.replace(/.$/, '-')) }, 0);
    expect(server.heard).toEqual([{ verdict: 'refused', fields: null }]);
  });
});
