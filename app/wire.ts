import * as v from 'valibot';
import { inputs, type Api, type Commands } from './contract.ts';
import type { Snapshot } from './snapshot.ts';

/** What crosses a process boundary: two verbs, plain data. */
export interface Wire {
  /** Resolves with the command's Result. Rejects only for a bug. */
  call(name: string, input: unknown): Promise<unknown>;
  /** Delivers patches, the first of which holds the whole snapshot. Returns the function that ends it. */
  watch(listener: (patch: Patch) => void): () => void;
}

/**
 * The parts of a snapshot that changed. A part is replaced as a whole, but of records (one entry for each host) only
 * the entries that changed travel: 500 knocks at once would otherwise send each other's events around.
 */
export interface Patch {
  readonly revision: number;
  readonly parts: Partial<Omit<Snapshot, 'revision' | RecordPart>>;
  readonly records: { readonly [Part in RecordPart]?: RecordPatch<Snapshot[Part][string]> };
}

export interface RecordPatch<Entry> {
  readonly put: Readonly<Record<string, Entry>>;
  readonly drop: readonly string[];
}

type RecordPart = 'runs' | 'reach';
const recordParts: readonly RecordPart[] = ['runs', 'reach'];

/** The serving end: checks every name and input, and lets nothing else through. */
export function serve(api: Api): Wire {
  return {
    async call(name, input) {
      if (!isCommand(name)) throw new Error('unknown command');
      const parsed = v.safeParse(inputs[name], input);
      if (!parsed.success) throw new Error(`bad input for ${name}`);
      // The parser of a name yields the input of the command of that name; the compiler cannot follow the pairs.
      const command = api[name] as (input: unknown) => Promise<unknown>;
      return command(parsed.output);
    },
    watch(listener) {
      let sent: Snapshot | null = null;
      return api.watch((snapshot) => {
        listener(patchBetween(sent, snapshot));
        sent = snapshot;
      });
    },
  };
}

/** The using end: a typed Api over any wire. */
export function connect(wire: Wire): Api {
  // Named methods, not a Proxy: a Proxy answers to `then`, so that awaiting it would never end.
  const methods = Object.keys(inputs).map((name) => [name, (input: unknown) => wire.call(name, input)]);
  const commands = Object.fromEntries(methods) as Omit<Api, 'watch'>;
  return {
    ...commands,
    watch(listener) {
      let snapshot: Snapshot | null = null;
      return wire.watch((patch) => {
        snapshot = applyPatch(snapshot, patch);
        listener(snapshot);
      });
    },
  };
}

/** From nothing, everything. */
export function patchBetween(before: Snapshot | null, after: Snapshot): Patch {
  const { revision, runs: _runs, reach: _reach, ...rest } = after;
  const changed = Object.entries(rest).filter(
    ([part, value]) => before?.[part as keyof typeof rest] !== value,
  );
  const records = recordParts.flatMap((part) => {
    const patch = recordPatch<unknown>(before?.[part] ?? {}, after[part]);
    const isNews = before === null || patch.drop.length > 0 || Object.keys(patch.put).length > 0;
    return isNews ? [[part, patch] as const] : [];
  });
  return {
    revision,
    parts: Object.fromEntries(changed),
    records: Object.fromEntries(records) as Patch['records'],
  };
}

export function applyPatch(before: Snapshot | null, { revision, parts, records }: Patch): Snapshot {
  const runs = applyRecord(before?.runs ?? {}, records.runs);
  const reach = applyRecord(before?.reach ?? {}, records.reach);
  // The first patch holds every part, so nothing is missing from then on.
  return { ...before, ...parts, revision, runs, reach } as Snapshot;
}

function recordPatch<Entry>(
  before: Readonly<Record<string, Entry>>,
  after: Readonly<Record<string, Entry>>,
): RecordPatch<Entry> {
  return {
    put: Object.fromEntries(Object.entries(after).filter(([key, entry]) => before[key] !== entry)),
    drop: Object.keys(before).filter((key) => !(key in after)),
  };
}

function applyRecord<Entry>(
  before: Readonly<Record<string, Entry>>,
  patch: RecordPatch<Entry> | undefined,
): Readonly<Record<string, Entry>> {
  if (patch === undefined) return before;
  const dropped = new Set(patch.drop);
  return { ...Object.fromEntries(Object.entries(before).filter(([key]) => !dropped.has(key))), ...patch.put };
}

function isCommand(name: string): name is keyof Commands {
  return Object.hasOwn(inputs, name);
}
