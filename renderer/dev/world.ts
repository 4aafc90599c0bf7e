import { createPacedClock } from '../../app/fake/paced-clock.ts';
import { fakeKnockd, type Arrival, type Door, type FakeServer } from '../../app/fake/servers.ts';
import type { FakeVaultOptions } from '../../app/fake/vault.ts';
import { createWorld } from '../../app/fake/world.ts';
import { lookAgain } from '../../app/engine/look-again.ts';
import { createEngine } from '../../app/engine/engine.ts';
import type { Api } from '../../app/contract.ts';
import { createFakeNetwork, wifiReading, type FakeNetwork } from '../../app/fake/network.ts';
import type { DecisionEntry } from '../../app/history/decision-entry.ts';
import type { Entry } from '../../app/history/entry.ts';
import type { Reading } from '../../app/network/reading.ts';
import type { Rulebook } from '../../app/rules/schema.ts';
import type { Counter } from '../../app/otp/counter.ts';
import type { SpaPorts } from '../../app/spa/ports.ts';
import { parseHost, type Host } from '../../app/hosts/schema.ts';
import type { Ports } from '../../app/ports.ts';
import { fail, ok } from '../../app/result.ts';
import { defaultSettings, type Settings } from '../../app/settings/schema.ts';
import type { Failure } from '../../app/errors.ts';

/** What the outside world of the development shell is like. Changed while it runs, as a network changes. */
export interface Script {
  /** No name is found and no network is there. */
  isOffline: boolean;
  /** No packet arrives. */
  isLost: boolean;
  /** What the disk answers to the next change; null: it works. */
  diskFailure: Failure | null;
}

export interface DevWorldOptions {
  readonly hosts?: readonly Host[];
  readonly entries?: readonly Entry[];
  readonly settings?: Partial<Settings>;
  /** The list cannot be read, for this reason. */
  readonly broken?: Failure;
  readonly vault?: Omit<FakeVaultOptions, 'now'>;
  /** The secrets cannot be read, for this reason. */
  readonly vaultFailure?: Failure;
  readonly counters?: Readonly<Record<string, Counter>>;
  readonly spa?: Partial<SpaPorts>;
  readonly rulebook?: Rulebook;
  /** The rules cannot be read, for this reason. */
  readonly rulesFailure?: Failure;
  readonly decisions?: readonly DecisionEntry[];
  /** Where this computer is; absent: at home on the Wi-Fi. */
  readonly reading?: Reading;
  /** Nothing is done by itself here, as where another process does it. */
  readonly isIdle?: boolean;
}

export interface DevWorld {
  readonly api: Api;
  readonly script: Script;
  readonly network: FakeNetwork;
}

const steps = (...ports: readonly number[]): readonly Arrival[] =>
  ports.map((port) => ({ proto: 'tcp', port }));

/** The hosts of the development shell: one for each way a knock can end. */
const hostInputs: readonly Readonly<Record<string, unknown>>[] = [
  {
    name: 'bastion',
    address: 'bastion.example.net',
    favourite: true,
    tags: ['work'],
    openForMs: 60_000,
    connect: { kind: 'ssh' },
  },
  { name: 'nas', address: '192.0.2.3', favourite: true, tags: ['home'], openForMs: 30_000 },
  {
    name: 'web-edge',
    address: '192.0.2.1',
    tags: ['work', 'web'],
    connect: { kind: 'url', url: 'https://{address}/' },
  },
  { name: 'git', address: '192.0.2.4', tags: ['work'] },
  { name: 'lab-pi', address: '192.0.2.5', tags: ['home', 'lab'], check: undefined },
  { name: 'mail', address: 'mail.example.invalid', tags: ['work'] },
  { name: 'registry', address: '192.0.2.6', tags: ['lab'] },
];

const plainHost = {
  knock: {
    method: 'sequence',
    steps: [7000, 8000, 9000, 7500].map((port) => ({ proto: 'tcp', port })),
    gapMs: 200,
  },
  check: { port: 22, expect: { kind: 'ssh' } },
  tries: 1,
  deadlineMs: 6_000,
};

export function makeHosts(count = hostInputs.length): readonly Host[] {
  return Array.from({ length: count }, (_, index) => {
    const input = hostInputs[index] ?? {
      name: `host-${String(index).padStart(4, '0')}`,
      address: `198.51.${Math.floor(index / 250)}.${(index % 250) + 1}`,
      tags: [index % 2 === 0 ? 'even' : 'odd'],
    };
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    const host = parseHost({ ...plainHost, ...input, id });
    if (!host.ok) throw new Error(JSON.stringify(host.error));
    return host.value;
  });
}

const door: Door = { steps: steps(7000, 8000, 9000, 7500), servicePort: 22, openForMs: 60_000 };
const knockd = (): FakeServer => fakeKnockd({ doors: [door], seqTimeoutMs: 10_000, latencyMs: () => 40 });
const silent: FakeServer = { receive: () => 'drop' };
const refusing: FakeServer = { receive: ({ port }) => (port === 22 ? 'reset' : 'drop') };

/** The engine of the app on a world in memory that keeps real time. */
export function createDevWorld(options: DevWorldOptions): DevWorld {
  const script: Script = { isOffline: false, isLost: false, diskFailure: null };
  const network = createFakeNetwork({ reading: options.reading ?? wifiReading() });
  const world = createWorld({
    network,
    ...(options.rulebook && { rulebook: options.rulebook }),
    clock: createPacedClock({
      now: () => Date.now(),
      elapsed: () => performance.now(),
      later: (call, ms) => setTimeout(call, ms),
    }),
    hosts: options.hosts ?? makeHosts(),
    ...(options.vault && { vault: options.vault }),
    ...(options.counters && { counters: options.counters }),
    ...(options.spa && { spa: options.spa }),
    names: { 'bastion.example.net': ['198.51.100.7'] },
    servers: withLosses(script, {
      '198.51.100.7': knockd(),
      '192.0.2.3': knockd(),
      '192.0.2.1': knockd(),
      '192.0.2.4': silent,
      '192.0.2.5': knockd(),
      '192.0.2.6': refusing,
      '127.0.0.1': fakeKnockd({
        doors: [{ steps: steps(41_022, 10_873, 55_310), servicePort: 40_022, openForMs: 15_000 }],
        seqTimeoutMs: 5_000,
        latencyMs: () => 5,
      }),
    }),
    link: { delayMs: 11.5, jitterMs: 0, loss: 0, reorder: 0, duplicate: 0 },
  });
  const api = createEngine(scripted(world.ports, script, options), {
    ...defaultSettings,
    welcomed: true,
    ...options.settings,
  });
  void api.loadHosts({});
  void api.loadSecrets({});
  void api.loadRules({});
  if (options.isIdle !== true) void api.automate(new AbortController().signal);
  void lookAgain({ api, clock: world.clock, signal: new AbortController().signal });
  return { api, script, network };
}

function withLosses(script: Script, servers: Readonly<Record<string, FakeServer>>) {
  const lossy = ({ receive }: FakeServer): FakeServer => ({
    receive: (...packet) => (script.isLost ? 'drop' : receive(...packet)),
  });
  return Object.fromEntries(Object.entries(servers).map(([address, server]) => [address, lossy(server)]));
}

/** The world's ports, with what the controls change in between. */
function scripted(
  ports: Ports,
  script: Script,
  { entries = [], decisions = [], broken, vaultFailure, rulesFailure }: DevWorldOptions,
): Ports {
  let kept = entries;
  let decided = decisions;
  return {
    ...ports,
    hosts: {
      ...ports.hosts,
      load: async () => (broken === undefined ? ports.hosts.load() : fail(broken)),
      change: async (edit) =>
        script.diskFailure === null ? ports.hosts.change(edit) : fail(script.diskFailure),
      newId: () => crypto.randomUUID(),
    },
    secrets: {
      ...ports.secrets,
      look: async () => (vaultFailure === undefined ? ports.secrets.look() : fail(vaultFailure)),
    },
    history: {
      load: async () => kept,
      add: async (entry) => {
        kept = [...kept, entry];
      },
      replace: async (replaced) => {
        kept = replaced;
      },
      decisions: {
        load: async () => decided,
        add: async (entry) => {
          decided = [...decided, entry];
        },
        replace: async (replaced) => {
          decided = replaced;
        },
      },
    },
    rules: {
      ...ports.rules,
      load: async () => (rulesFailure === undefined ? ports.rules.load() : fail(rulesFailure)),
    },
    settings: {
      ...ports.settings,
      save: async () => (script.diskFailure === null ? ok(undefined) : fail(script.diskFailure)),
    },
    practice: {
      open: async () => ({
        address: '127.0.0.1',
        knock: {
          method: 'sequence',
          steps: [41_022, 10_873, 55_310].map((port) => ({ proto: 'tcp', port })),
          gapMs: 300,
        },
        check: { port: 40_022 },
        openForMs: 15_000,
      }),
    },
    resolve: {
      resolve: async (name, ...rest) =>
        script.isOffline ? fail({ code: 'offline' }) : ports.resolve.resolve(name, ...rest),
    },
  };
}
