import * as v from 'valibot';
import { inputs, type Api, type Commands } from './contract.ts';
import type { Counter } from './otp/counter.ts';
import type { Reach } from './reach/reach.ts';
import type { Run, Snapshot } from './snapshot.ts';

/** What crosses a process boundary: two verbs, plain data. */
export interface Wire {
  /** Resolves with the command's Result. Rejects only for a bug. */
  call(name: string, input: unknown): Promise<unknown>;
  /** Delivers the whole snapshot, then every change to it. Returns the function that ends it. */
  watch(listener: (update: Update) => void): () => void;
}

/**
 * What a head needs to have the current snapshot. Parts are replaced whole, but of records (one entry for each host)
 * only the entries that changed travel: 500 knocks at once would otherwise send each other's events around.
 */
export type Update =
  | { readonly kind: 'whole'; readonly snapshot: Snapshot }
  | {
      readonly kind: 'change';
      readonly revision: number;
      readonly parts: Partial<Pick<Snapshot, 'hosts' | 'settings' | 'activity' | 'automation' | 'vault'>>;
      readonly runs: RecordChange<Run>;
      readonly reach: RecordChange<Reach>;
      readonly counters: RecordChange<Counter>;
    };

interface RecordChange<Entry> {
  readonly put: Readonly<Record<string, Entry>>;
  readonly drop: readonly string[];
}

/** The serving end: checks every name and input, and lets nothing else through. */
export function serve(api: Api): Wire {
  const handlers: Record<keyof Commands, Handler> = {
    knock: handle(inputs.knock, api.knock),
    check: handle(inputs.check, api.check),
    cancelKnock: handle(inputs.cancelKnock, api.cancelKnock),
    connect: handle(inputs.connect, api.connect),
    loadHosts: handle(inputs.loadHosts, api.loadHosts),
    saveHost: handle(inputs.saveHost, api.saveHost),
    removeHost: handle(inputs.removeHost, api.removeHost),
    openPractice: handle(inputs.openPractice, api.openPractice),
    saveSettings: handle(inputs.saveSettings, api.saveSettings),
    readActivity: handle(inputs.readActivity, api.readActivity),
    clearActivity: handle(inputs.clearActivity, api.clearActivity),
    closeHost: handle(inputs.closeHost, api.closeHost),
    loadRules: handle(inputs.loadRules, api.loadRules),
    saveRule: handle(inputs.saveRule, api.saveRule),
    removeRule: handle(inputs.removeRule, api.removeRule),
    saveNetwork: handle(inputs.saveNetwork, api.saveNetwork),
    removeNetwork: handle(inputs.removeNetwork, api.removeNetwork),
    pauseRules: handle(inputs.pauseRules, api.pauseRules),
    dryRun: handle(inputs.dryRun, api.dryRun),
    stopKeeping: handle(inputs.stopKeeping, api.stopKeeping),
    readDecisions: handle(inputs.readDecisions, api.readDecisions),
    preview: handle(inputs.preview, api.preview),
    explainPacket: handle(inputs.explainPacket, api.explainPacket),
    settleDoubt: handle(inputs.settleDoubt, api.settleDoubt),
    setCounter: handle(inputs.setCounter, api.setCounter),
    loadSecrets: handle(inputs.loadSecrets, api.loadSecrets),
    unlockVault: handle(inputs.unlockVault, api.unlockVault),
    lockVault: handle(inputs.lockVault, api.lockVault),
    setPassphrase: handle(inputs.setPassphrase, api.setPassphrase),
    useKeyring: handle(inputs.useKeyring, api.useKeyring),
    forgetSecrets: handle(inputs.forgetSecrets, api.forgetSecrets),
    gpgKeys: handle(inputs.gpgKeys, api.gpgKeys),
    checkClock: handle(inputs.checkClock, api.checkClock),
    readImport: handle(inputs.readImport, api.readImport),
    applyImport: handle(inputs.applyImport, api.applyImport),
    exportHosts: handle(inputs.exportHosts, api.exportHosts),
  };
  return {
    async call(name, input) {
      // A Map, so that "constructor" is no command.
      const handler = new Map(Object.entries(handlers)).get(name);
      if (handler === undefined) throw new Error('unknown command');
      return handler(input);
    },
    watch(listener) {
      let sent: Snapshot | null = null;
      return api.watch((snapshot) => {
        listener(updateFrom(sent, snapshot));
        sent = snapshot;
      });
    },
  };
}

type Handler = (input: unknown) => Promise<unknown>;

function handle<Input>(
  schema: v.GenericSchema<unknown, Input>,
  command: (input: Input) => Promise<unknown>,
): Handler {
  return async (input) => {
    const parsed = v.safeParse(schema, input);
    if (!parsed.success) throw new Error('bad input');
    return command(parsed.output);
  };
}

/** The using end: a typed Api over any wire. */
export function connect(wire: Wire): Api {
  // Named methods, not a Proxy: a Proxy answers to `then`, so that awaiting it would never end.
  const methods = Object.keys(inputs).map(
    (name) => [name, (input: unknown) => wire.call(name, input)] as const,
  );
  return {
    // The one place where types are taken on trust: the other end is `serve`, which was checked against them.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    ...(Object.fromEntries(methods) as unknown as Omit<Api, 'watch'>),
    watch(listener) {
      let snapshot: Snapshot | null = null;
      return wire.watch((update) => {
        snapshot = applyUpdate(snapshot, update);
        listener(snapshot);
      });
    },
  };
}

/** From nothing, the whole. */
export function updateFrom(before: Snapshot | null, after: Snapshot): Update {
  if (before === null) return { kind: 'whole', snapshot: after };
  const { hosts, settings, activity, automation, vault } = after;
  return {
    kind: 'change',
    revision: after.revision,
    parts: {
      ...(hosts !== before.hosts && { hosts }),
      ...(settings !== before.settings && { settings }),
      ...(activity !== before.activity && { activity }),
      ...(automation !== before.automation && { automation }),
      ...(vault !== before.vault && { vault }),
    },
    runs: changeOf(before.runs, after.runs),
    reach: changeOf(before.reach, after.reach),
    counters: changeOf(before.counters, after.counters),
  };
}

export function applyUpdate(before: Snapshot | null, update: Update): Snapshot {
  if (update.kind === 'whole') return update.snapshot;
  if (before === null) throw new Error('a change came before the snapshot that it changes');
  const { revision, parts, runs, reach, counters } = update;
  return {
    ...before,
    ...parts,
    revision,
    runs: applyChange(before.runs, runs),
    reach: applyChange(before.reach, reach),
    counters: applyChange(before.counters, counters),
  };
}

function changeOf<Entry>(
  before: Readonly<Record<string, Entry>>,
  after: Readonly<Record<string, Entry>>,
): RecordChange<Entry> {
  if (before === after) return { put: {}, drop: [] };
  return {
    put: Object.fromEntries(Object.entries(after).filter(([key, entry]) => before[key] !== entry)),
    drop: Object.keys(before).filter((key) => !(key in after)),
  };
}

function applyChange<Entry>(
  before: Readonly<Record<string, Entry>>,
  { put, drop }: RecordChange<Entry>,
): Readonly<Record<string, Entry>> {
  // What did not change stays the same object, so that who shows it need not look again.
  if (drop.length === 0 && Object.keys(put).length === 0) return before;
  const dropped = new Set(drop);
  return { ...Object.fromEntries(Object.entries(before).filter(([key]) => !dropped.has(key))), ...put };
}
