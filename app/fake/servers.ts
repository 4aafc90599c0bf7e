/**
 * Knock servers as state machines, with the semantics that the real ones were measured to have
 * (test/app/fake/servers.test.ts holds them against test/vectors/plain-servers.json).
 */

/** What reaches a server: a SYN, a datagram, or an echo request (port 0). */
export interface Arrival {
  readonly proto: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  /** What a datagram says, or a connection that was made for it. */
  readonly data?: Uint8Array;
}

/** What the firewall and the service make of a SYN. Datagrams are never answered. */
export type Reply = 'drop' | 'reset' | 'accept';

export interface FakeServer {
  receive(arrival: Arrival, atMs: number): Reply;
}

export interface Door {
  readonly steps: readonly Arrival[];
  readonly servicePort: number;
  readonly openForMs: number;
}

export function same(a: Arrival | undefined, b: Arrival): boolean {
  return a?.proto === b.proto && a.port === b.port;
}

/** knockd 0.8, one attempt for each door: any visible packet that does not fit ends it, and begins no new one. */
export function fakeKnockd(options: {
  readonly doors: readonly Door[];
  readonly seqTimeoutMs: number;
  /** From the last hit until the command has changed the firewall. */
  readonly latencyMs: () => number;
}): FakeServer {
  const attempts = new Map<Door, { stage: number; readonly second: number }>();
  const openings = new Map<number, { readonly from: number; readonly until: number }>();
  const inSomeDoor = (arrival: Arrival): boolean =>
    options.doors.some((door) => door.steps.some((step) => same(step, arrival)));
  return {
    receive(arrival, atMs) {
      const opening = openings.get(arrival.port);
      if (arrival.proto === 'tcp' && opening && atMs >= opening.from && atMs < opening.until) return 'accept';
      if (!inSomeDoor(arrival)) return 'drop';
      for (const door of options.doors) {
        const second = Math.floor(atMs / 1_000);
        let attempt = attempts.get(door);
        if (attempt && second - attempt.second >= options.seqTimeoutMs / 1_000) {
          attempts.delete(door);
          attempt = undefined;
        }
        if (!same(door.steps[attempt?.stage ?? 0], arrival)) {
          attempts.delete(door);
          continue;
        }
        attempt ??= { stage: 0, second };
        attempt.stage += 1;
        attempts.set(door, attempt);
        if (attempt.stage < door.steps.length) continue;
        attempts.delete(door);
        const from = atMs + options.latencyMs();
        openings.set(door.servicePort, { from, until: from + door.openForMs });
      }
      return 'drop';
    },
  };
}

/** iptables `recent`, the wiki's chain with `--remove` everywhere: any stray new TCP packet puts it back or closes it. */
export function fakeRecentArch({ steps, servicePort, openForMs }: Door): FakeServer {
  const lists = steps.map(() => -Infinity);
  const opened = lists.length - 1;
  return {
    receive(arrival, atMs) {
      if (arrival.proto !== 'tcp') return 'drop';
      if (arrival.port === servicePort && atMs - (lists[opened] ?? 0) < openForMs) return 'accept';
      for (let stage = opened; stage >= 0; stage -= 1) {
        const isNext = stage < opened && same(steps[stage + 1], arrival);
        if (lists[stage] === -Infinity) continue;
        if (isNext) lists[stage + 1] = atMs;
        else lists[stage] = -Infinity;
        return 'drop';
      }
      if (same(steps[0], arrival)) lists[0] = atMs;
      return 'drop';
    },
  };
}

/** iptables `recent` with gates: one stage at a time, and one connection for each knock. */
export function fakeRecentGates({ steps, servicePort, openForMs }: Door): FakeServer {
  const stageMs = 10_000;
  const passed = steps.map(() => -Infinity);
  const last = passed.length - 1;
  return {
    receive(arrival, atMs) {
      const stage = passed.findLastIndex((at, index) => atMs - at < (index === last ? openForMs : stageMs));
      if (stage >= 0) {
        passed[stage] = -Infinity;
        if (stage === last && arrival.proto === 'tcp' && arrival.port === servicePort) return 'accept';
        if (stage < last && same(steps[stage + 1], arrival)) {
          passed[stage + 1] = atMs;
          return 'drop';
        }
      }
      if (same(steps[0], arrival)) passed[0] = atMs;
      return 'drop';
    },
  };
}

/** nftables sets, `recent` with `--rcheck` only, and MikroTik address lists: nothing is ever taken back but by time. */
export function fakeSets({ steps, servicePort, openForMs }: Door): FakeServer {
  const stageMs = 10_000;
  const reached = steps.map(() => -Infinity);
  const last = reached.length - 1;
  return {
    receive(arrival, atMs) {
      if (arrival.proto === 'tcp' && arrival.port === servicePort && atMs - (reached[last] ?? 0) < openForMs)
        return 'accept';
      for (let stage = last; stage >= 0; stage -= 1) {
        const isAllowed = stage === 0 || atMs - (reached[stage - 1] ?? 0) < stageMs;
        if (!isAllowed || !same(steps[stage], arrival)) continue;
        reached[stage] = atMs;
        return 'drop';
      }
      return 'drop';
    },
  };
}
