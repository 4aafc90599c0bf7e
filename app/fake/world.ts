import { emptyMemory, type Memory } from '../memory/schema.ts';
import type { Host } from '../hosts/schema.ts';
import type { Packet, Shot } from '../knock/ports.ts';
import type { Launch } from '../launch/plan.ts';
import type { Counter } from '../otp/counter.ts';
import type { NetworkPorts } from '../network/ports.ts';
import type { Ports } from '../ports.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import { fail, ok } from '../result.ts';
import { emptyRulebook, type Rulebook } from '../rules/schema.ts';
import { defaultSettings } from '../settings/schema.ts';
import type { SpaPorts } from '../spa/ports.ts';
import type { TimePorts } from '../time/ports.ts';
import { createChance } from './chance.ts';
import { createVirtualClock, type VirtualClock } from './clock.ts';
import { cleanLink, createLink, type LinkQuality } from './link.ts';
import type { Arrival, FakeServer } from './servers.ts';
import { createFakeVault, type FakeVaultOptions } from './vault.ts';

/** One packet as it left this computer. */
export interface Departure extends Arrival {
  readonly atMs: number;
  readonly address: string;
}

export interface World {
  readonly ports: Ports;
  readonly clock: VirtualClock;
  /** Every hit that left, probes excluded. */
  readonly hits: readonly Departure[];
  /** Every program that was started. */
  readonly launches: readonly Launch[];
  /** How many probes left. */
  readonly probes: () => number;
}

/** Linux repeats an unanswered SYN every second at first (tcp_retries: initial timeout 1 s, four linear repeats). */
const synAgainMs = 1_000;

/** A network that nothing is known of and that never changes. */
const stillNetwork: NetworkPorts = {
  read: async () => ({ routes: [], links: [], gatewayMac: null, isMetered: null, onBattery: null }),
  watch: () => () => {},
  isCaptive: async () => 'unknown',
  canResolve: async () => true,
  isConnectedTo: async () => null,
};

const emptyLog = { load: async () => [], add: async () => {}, replace: async () => {} };

/** All ports in memory: servers by address, one path with one quality, names, a clock. */
export function createWorld(options: {
  readonly servers?: Readonly<Record<string, FakeServer>>;
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly link?: LinkQuality;
  readonly hosts?: readonly Host[];
  readonly memory?: Map<string, Memory>;
  readonly counters?: Readonly<Record<string, Counter>>;
  readonly vault?: Omit<FakeVaultOptions, 'now'>;
  /** What the outside tells, where it is not what a lone computer would see. */
  readonly spa?: Partial<SpaPorts>;
  readonly time?: Partial<TimePorts>;
  readonly network?: NetworkPorts;
  readonly rulebook?: Rulebook;
  readonly seed?: number;
  /** Absent: one that jumps. */
  readonly clock?: VirtualClock;
}): World {
  const clock = options.clock ?? createVirtualClock();
  const chance = createChance(options.seed ?? 1);
  const quality = options.link ?? cleanLink;
  const there = createLink({ quality, clock, chance });
  const back = createLink({ quality, clock, chance });
  const memory = options.memory ?? new Map<string, Memory>();
  const turns = new Map<string, Promise<void>>();
  const counters = new Map(Object.entries(options.counters ?? {}));
  let rulebook = options.rulebook ?? emptyRulebook;
  const hits: Departure[] = [];
  const launches: Launch[] = [];
  let probes = 0;
  let ids = 0;
  let hosts = options.hosts ?? [];
  const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);

  const prepare = async (packet: Packet, to: { readonly address: string }) => {
    const shot: Shot = {
      async send(onAnswer) {
        const arrival: Arrival = {
          proto: packet.proto,
          port: packet.proto === 'icmp' ? 0 : packet.port,
          ...('data' in packet && { data: packet.data }),
        };
        hits.push({ ...arrival, atMs: clock.elapsed(), address: to.address });
        there(() => {
          const reply = options.servers?.[to.address]?.receive(arrival, clock.elapsed()) ?? 'drop';
          if (reply !== 'drop') back(() => onAnswer(reply === 'reset' ? 'reset' : 'accepted'));
        });
        return ok({ localAddress: null, localPort: null });
      },
      close() {},
    };
    return ok(shot);
  };

  const connect: Ports['probe']['connect'] = (request, signal) =>
    new Promise<ProbeOutcome>((resolve) => {
      const startedAt = clock.elapsed();
      let ended = false;
      const end = (outcome: ProbeOutcome): void => {
        if (ended) return;
        ended = true;
        resolve(outcome);
      };
      const silent = (): void => end({ kind: 'silent', waitedMs: clock.elapsed() - startedAt });
      signal.addEventListener('abort', silent, { once: true });
      clock.after(request.timeoutMs, silent);
      const syn = (): void => {
        if (ended) return;
        probes += 1;
        there(() => {
          const arrival: Arrival = { proto: 'tcp', port: request.port };
          const reply = options.servers?.[request.address]?.receive(arrival, clock.elapsed()) ?? 'drop';
          if (reply === 'drop') return;
          const kind = reply === 'accept' ? 'open' : 'refused';
          back(() => end({ kind, rttMs: clock.elapsed() - startedAt }));
        });
        clock.after(synAgainMs, syn);
      };
      syn();
    });

  const ports: Ports = {
    clock,
    counters: {
      load: async () => ok(Object.fromEntries(counters)),
      async change(hostId, edit) {
        const counter = edit(counters.get(hostId) ?? null);
        if (counter === null) counters.delete(hostId);
        else counters.set(hostId, counter);
        return ok(counter);
      },
    },
    secrets: createFakeVault({ ...options.vault, now: () => clock.now() }),
    spa: {
      sealWithGpg: async () => fail('missing'),
      gpgKeys: async () => fail('missing'),
      publicAddress: async () => null,
      localAddressTowards: async () => '198.51.100.9',
      ...options.spa,
    },
    time: { compare: async () => fail('unreachable'), ...options.time },
    network: options.network ?? stillNetwork,
    rules: {
      load: async () => ok(rulebook),
      async change(edit) {
        const changed = edit(rulebook);
        if (changed.ok) rulebook = changed.value;
        return changed;
      },
    },
    settings: { load: async () => defaultSettings, save: async () => ok(undefined) },
    history: { ...emptyLog, decisions: emptyLog },
    launch: {
      async launch(launch) {
        launches.push(launch);
        return ok(undefined);
      },
    },
    practice: {
      open: async () => {
        throw new Error('this world has no practice door');
      },
    },
    knock: { prepare, random: (count) => chance.bytes(count) },
    probe: { connect },
    resolve: {
      async resolve(name) {
        const addresses = options.names?.[name] ?? (/[:\d]$/.test(name) ? [name] : []);
        if (addresses.length === 0) return fail({ code: 'dns', address: name });
        return ok(addresses.map((address) => ({ address, family: familyOf(address) })));
      },
    },
    hosts: {
      load: async () => ok(hosts),
      damaged: async () => ok([]),
      async change(edit) {
        const changed = edit(hosts);
        if (changed.ok) hosts = changed.value;
        return changed;
      },
      newId() {
        ids += 1;
        return `00000000-0000-4000-8000-${String(hosts.length + ids - 1).padStart(12, '0')}`;
      },
    },
    memory: {
      recall: async (key) => memory.get(key) ?? emptyMemory,
      remember: async (key, kept) => {
        memory.set(key, kept);
      },
      networkTowards: async (_address, family) => (family === 4 ? '198.51.100.0/24' : '2001:db8::/64'),
      async takeTurn(key, signal) {
        const before = turns.get(key) ?? Promise.resolve();
        let release = (): void => {};
        const turn = new Promise<void>((resolve) => {
          release = resolve;
        });
        turns.set(
          key,
          before.then(() => turn),
        );
        await before;
        if (!signal.aborted) return async () => release();
        release();
        return null;
      },
    },
  };
  return { ports, clock, hits, launches, probes: () => probes };
}
