import { createEngine, type Engine } from '../../../app/engine/engine.ts';
import { createFakeNetwork, wifiReading, type FakeNetwork } from '../../../app/fake/network.ts';
import type { FakeServer } from '../../../app/fake/servers.ts';
import { createWorld, type World } from '../../../app/fake/world.ts';
import type { DecisionEntry } from '../../../app/history/decision-entry.ts';
import type { Entry } from '../../../app/history/entry.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Reading } from '../../../app/network/reading.ts';
import { emptyRulebook, type KnownNetwork, type Rule } from '../../../app/rules/schema.ts';
import { defaultSettings, type Settings } from '../../../app/settings/schema.ts';
import { home, knockd, nas } from './story.ts';

/** What may happen while Postern watches. */
export interface Scene {
  readonly world: World;
  readonly network: FakeNetwork;
  readonly api: Engine;
  /** Does something at a time, in milliseconds from the start. */
  at(ms: number, happen: () => void): void;
}

export interface Watched extends Scene {
  /** When each sequence began, in milliseconds from the start. */
  readonly knockedAt: readonly number[];
  /** Oldest first. */
  readonly runs: readonly Entry[];
  /** Oldest first. */
  readonly decisions: readonly DecisionEntry[];
}

/** The knock of `door` begins with this port. */
const firstPort = 7_000;

/** Postern watches for a while, in a world where only what `happens` happens. */
export async function watching(request: {
  readonly rules: readonly Rule[];
  readonly networks?: readonly KnownNetwork[];
  readonly hosts?: readonly Host[];
  readonly server?: FakeServer;
  readonly reading?: Reading;
  readonly settings?: Partial<Settings>;
  readonly forMs: number;
  readonly happens?: (scene: Scene) => void;
}): Promise<Watched> {
  const { rules, networks = [], hosts = [nas()], server = knockd(), forMs, happens } = request;
  const network = createFakeNetwork({ reading: request.reading ?? wifiReading() });
  const world = createWorld({
    servers: { [home]: server },
    network,
    hosts,
    rulebook: { ...emptyRulebook, rules: [...rules], networks: [...networks] },
  });
  const { clock } = world;
  const api = createEngine(world.ports, { ...defaultSettings, ...request.settings });
  const stop = new AbortController();
  const scene: Scene = { world, network, api, at: (ms, happen) => clock.after(ms, happen) };
  happens?.(scene);
  clock.after(forMs, () => stop.abort());
  await clock.run(
    (async () => {
      await api.loadRules({});
      await api.automate(stop.signal);
    })(),
  );
  const all = { beforeId: null, count: 200 };
  const kept = await api.readActivity({ filter: {}, ...all });
  const decided = await api.readDecisions({ acted: false, ...all });
  if (!kept.ok || !decided.ok) throw new Error('nothing was kept');
  return {
    ...scene,
    knockedAt: world.hits.filter(({ port }) => port === firstPort).map(({ atMs }) => atMs),
    runs: kept.value.entries.toReversed(),
    decisions: decided.value.entries.toReversed(),
  };
}

/** The network is another one from `ms` on, and somebody hints at that. */
export function joinAt({ at, network }: Scene, ms: number, reading: Reading): void {
  at(ms, () => {
    network.setReading(reading);
    network.hint('changed');
  });
}

/** Every reason that was given for `act`, with the occasion. */
export function reasons({ decisions }: Pick<Watched, 'decisions'>): readonly string[] {
  return decisions.flatMap(({ occasion, decisions: made }) =>
    made.map(({ act, because }) => `${occasion.kind}: ${act}, ${because.code}`),
  );
}
