import { minuteMs, type Clock } from '../clock.ts';
import type { Host } from '../hosts/schema.ts';
import { countTry, type Known } from '../knock/policy.ts';
import type { MemoryPorts } from '../memory/ports.ts';
import type { Memory } from '../memory/schema.ts';
import type { ResolvedAddress } from '../resolve/ports.ts';

/** What is known of a host from earlier runs and from this one, and what this one adds to it. */
export interface Experience {
  of(to: ResolvedAddress): Promise<Known>;
  /** The family that worked from this network, or null. */
  preferredFamily(addresses: readonly ResolvedAddress[]): Promise<4 | 6 | null>;
  sawRoundTrip(to: ResolvedAddress, rttMs: number): void;
  /** Keeps how a try ended. `settleMs` counts from its last hit to the open connection; null if it did not open. */
  learn(
    to: ResolvedAddress,
    attempt: { readonly gapMs: number | null; readonly settleMs: number | null },
  ): Promise<void>;
  /** Permission for one more sequence, noted on disk before it leaves. */
  spend(): Promise<boolean>;
  /** Until the next sequence is permitted, milliseconds. */
  permittedInMs(): number;
}

/** Follows a quicker opening at once and a slower one with hesitation: a lost probe looks like a slow server. */
function settled(before: number, now: number): number {
  return now < before ? now : before + (now - before) / 4;
}

/** The usual open time of servers that do not say: what most recipes and fwknopd use. */
const usualOpenForMs = 30_000;

export async function openExperience(request: {
  readonly host: Host;
  readonly force: boolean;
  readonly clock: Clock;
  readonly memory: MemoryPorts;
}): Promise<Experience> {
  const { host, clock, memory: ports } = request;
  const roundTrips = new Map<string, number>();
  const networks = new Map<string, string | null>();
  let memory: Memory = await ports.recall(host.id);

  const networkOf = async ({ address, family }: ResolvedAddress): Promise<string | null> => {
    const cached = networks.get(address);
    if (cached !== undefined) return cached;
    const network = await ports.networkTowards(address, family);
    networks.set(address, network);
    return network;
  };
  const remembered = async (to: ResolvedAddress) => {
    const network = await networkOf(to);
    return network === null ? undefined : memory.networks[network];
  };
  const keep = async (changed: Memory): Promise<void> => {
    memory = changed;
    await ports.remember(host.id, memory);
  };
  const lastMinute = (): readonly number[] => {
    const now = clock.now();
    // A clock that was set back must not lock the user out: times of the future do not count.
    return memory.knockedAt.filter((at) => at <= now && at > now - minuteMs);
  };

  return {
    async of(to) {
      const seen = await remembered(to);
      const now = roundTrips.get(to.address);
      const rttMs = Math.min(now ?? Infinity, seen?.rttMs ?? Infinity);
      return {
        rttMs: rttMs === Infinity ? null : rttMs,
        settleMs: seen?.settleMs ?? null,
        maybeOpen: seen !== undefined && clock.now() - seen.at < (host.openForMs ?? usualOpenForMs),
        pacing: seen?.pacing ?? {},
      };
    },
    async preferredFamily(addresses) {
      const latest = await Promise.all(addresses.map(remembered));
      return (
        latest.reduce((best, each) => (each && (!best || each.at > best.at) ? each : best), undefined)
          ?.family ?? null
      );
    },
    sawRoundTrip({ address }, rttMs) {
      roundTrips.set(address, Math.min(rttMs, roundTrips.get(address) ?? Infinity));
    },
    async learn(to, { gapMs, settleMs }) {
      const network = await networkOf(to);
      const seen = network === null ? undefined : memory.networks[network];
      const opened = settleMs !== null;
      // A network is only worth remembering once a door opened from it.
      if (network === null || (seen === undefined && !opened)) return;
      const pacing = countTry(seen?.pacing ?? {}, gapMs, opened);
      const rttMs = roundTrips.get(to.address) ?? seen?.rttMs;
      await keep({
        ...memory,
        networks: {
          ...memory.networks,
          [network]: {
            ...seen,
            at: opened ? clock.now() : (seen?.at ?? 0),
            family: opened ? to.family : (seen?.family ?? to.family),
            rttMs: rttMs ?? 0,
            settleMs:
              settleMs === null ? (seen?.settleMs ?? 0) : settled(seen?.settleMs ?? settleMs, settleMs),
            pacing,
          },
        },
      });
    },
    async spend() {
      const recent = lastMinute();
      if (!request.force && recent.length >= host.knocksPerMinute) return false;
      await keep({ ...memory, knockedAt: [...recent, clock.now()] });
      return true;
    },
    permittedInMs() {
      const recent = lastMinute();
      const blocking = recent.at(-host.knocksPerMinute);
      return blocking === undefined ? 0 : blocking + minuteMs - clock.now();
    },
  };
}
