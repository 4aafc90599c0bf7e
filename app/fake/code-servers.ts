import { askOf, decodeSpa, type SpaKeys } from '../spa/decode.ts';
import { packetSource, type SpaFields } from '../spa/fields.ts';
import { pknockPayload } from '../spa/pknock.ts';
import { same, type Arrival, type FakeServer } from './servers.ts';

/*
 * Servers that no recorded knock opens: ports that move with the time or with a number, and single packets. They take
 * the same derivations as the client; what they add is what the two sides can disagree about.
 */

interface Service {
  readonly servicePort: number;
  readonly openForMs: number;
}

/** The server's own wall clock, milliseconds since 1970, at a moment of the world. */
type ServerClock = (atMs: number) => number;

/** nftables maps that a timer refills: some windows count at the same time, and who guesses is ignored for a while. */
export function fakeRotation({
  hitsOf,
  stepS,
  skew,
  clock,
  mostMisses,
  servicePort,
  openForMs,
}: Service & {
  readonly hitsOf: (step: number) => readonly Arrival[];
  readonly stepS: number;
  /** How many windows beside its own it accepts, each way. */
  readonly skew: number;
  readonly clock: ServerClock;
  /** Within a minute. */
  readonly mostMisses: number;
}): FakeServer {
  const deafForMs = 120_000;
  const reached = new Map<number, number>();
  let misses: readonly number[] = [];
  let deafUntil = -Infinity;
  let openUntil = -Infinity;
  return {
    receive(arrival, atMs) {
      if (arrival.port === servicePort) return atMs < openUntil ? 'accept' : 'drop';
      if (atMs < deafUntil) return 'drop';
      const current = Math.floor(clock(atMs) / (stepS * 1_000));
      let isKnown = false;
      for (let step = current - skew; step <= current + skew; step += 1) {
        const hits = hitsOf(step);
        const stage = reached.get(step) ?? 0;
        isKnown ||= hits.some((hit) => same(hit, arrival));
        if (!same(hits[stage], arrival)) continue;
        reached.set(step, stage + 1);
        if (stage + 1 === hits.length) openUntil = atMs + openForMs;
      }
      if (isKnown) return 'drop';
      misses = [...misses.filter((at) => at > atMs - 60_000), atMs];
      if (misses.length > mostMisses) deafUntil = atMs + deafForMs;
      return 'drop';
    },
  };
}

/**
 * A server that expects a number and takes some beyond it, then what follows. Without look-ahead it is knockd with
 * `one_time_sequences`: exactly the first unused line. Like knockd it ends an attempt at the first wrong hit.
 */
export function fakeNumbered({
  hitsOf,
  expects,
  lookAhead,
  servicePort,
  openForMs,
}: Service & {
  /** Empty for a line that does not exist. */
  readonly hitsOf: (number: number) => readonly Arrival[];
  readonly expects: number;
  readonly lookAhead: number;
}): FakeServer & { readonly expected: () => number } {
  const reached = new Map<number, number>();
  let expected = expects;
  let openUntil = -Infinity;
  return {
    expected: () => expected,
    receive(arrival, atMs) {
      if (arrival.port === servicePort) return atMs < openUntil ? 'accept' : 'drop';
      const numbers = Array.from({ length: lookAhead + 1 }, (_, ahead) => expected + ahead);
      if (!numbers.some((number) => hitsOf(number).some((hit) => same(hit, arrival)))) return 'drop';
      for (const number of numbers) {
        const hits = hitsOf(number);
        const stage = reached.get(number) ?? 0;
        if (!same(hits[stage], arrival)) {
          reached.delete(number);
          continue;
        }
        reached.set(number, stage + 1);
        if (stage + 1 < hits.length) continue;
        reached.clear();
        expected = number + 1;
        openUntil = atMs + openForMs;
        break;
      }
      return 'drop';
    },
  };
}

/** What became of a packet at fwknopd. */
export type SpaVerdict = 'opened' | 'replayed' | 'too-old' | 'refused';

export interface HeardPacket {
  readonly verdict: SpaVerdict;
  /** Null where it could not be read. */
  readonly fields: SpaFields | null;
}

/** fwknopd over every transport: reads, looks at HMAC, age and replay, and opens what was asked for. */
export function fakeFwknopd({
  keys,
  clock,
  sourceAddress,
  openForMs,
}: {
  readonly keys: SpaKeys;
  readonly clock: ServerClock;
  /** Where packets come from, as it sees it; it lets in nobody else. */
  readonly sourceAddress: string;
  readonly openForMs: number;
}): FakeServer & { readonly heard: readonly HeardPacket[] } {
  const maxAgeMs = 120_000;
  const seen = new Set<string>();
  const openUntil = new Map<number, number>();
  const heard: HeardPacket[] = [];

  function judge(packet: string, atMs: number): HeardPacket {
    const read = decodeSpa(packet, keys);
    if (!read.ok) return { verdict: 'refused', fields: null };
    const { fields } = read.value;
    if (seen.has(packet)) return { verdict: 'replayed', fields };
    seen.add(packet);
    if (Math.abs(clock(atMs) - fields.timeS * 1_000) > maxAgeMs) return { verdict: 'too-old', fields };
    const { address, ports } = askOf(fields);
    if (address !== packetSource && address !== sourceAddress) return { verdict: 'refused', fields };
    const until = atMs + (fields.timeoutS === null ? openForMs : fields.timeoutS * 1_000);
    for (const { port } of ports) openUntil.set(port, until);
    return { verdict: 'opened', fields };
  }

  return {
    heard,
    receive({ port, data }, atMs) {
      if (data === undefined) return atMs < (openUntil.get(port) ?? -Infinity) ? 'accept' : 'drop';
      heard.push(judge(packetIn(new TextDecoder('utf-8').decode(data)), atMs));
      return 'drop';
    },
  };
}

/** fwknopd takes the path of a request with the agent Fwknop for a packet. */
function packetIn(text: string): string {
  const path = /^GET \/(\S+) HTTP\/1\.[01]\r\nUser-Agent: Fwknop/.exec(text)?.[1];
  return path === undefined ? text : path.replaceAll('-', '+').replaceAll('_', '/');
}

/** xt_pknock with `--opensecret`: the datagram of this minute, once. */
export function fakePknock({
  secret,
  port,
  sourceAddress,
  clock,
  servicePort,
  openForMs,
}: Service & {
  readonly secret: Uint8Array;
  readonly port: number;
  readonly sourceAddress: string;
  readonly clock: ServerClock;
}): FakeServer {
  const textOf = (data: Uint8Array): string => new TextDecoder('utf-8').decode(data);
  let last: string | null = null;
  let openUntil = -Infinity;
  return {
    receive(arrival, atMs) {
      if (arrival.port === servicePort) return atMs < openUntil ? 'accept' : 'drop';
      if (arrival.proto !== 'udp' || arrival.port !== port || arrival.data === undefined) return 'drop';
      const text = textOf(arrival.data);
      const right = textOf(pknockPayload({ secret, sourceAddress, timeS: clock(atMs) / 1_000 }));
      if (text !== right || text === last) return 'drop';
      last = text;
      openUntil = atMs + openForMs;
      return 'drop';
    },
  };
}
