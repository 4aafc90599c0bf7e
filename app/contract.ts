import * as v from 'valibot';
import type { Failure } from './errors.ts';
import { hostSchema, type Host } from './hosts/schema.ts';
import type { Result } from './result.ts';
import type { Cause, Entry, Filter } from './history/entry.ts';
import type { KnockResult } from './run.ts';
import { settingsSchema, type Settings } from './settings/schema.ts';
import type { Snapshot } from './snapshot.ts';

/** Which host a run is for: a saved one by id, or one that is not saved (the CLI's addresses, the editor's test knock). */
export type Subject = { readonly hostId: string } | { readonly host: Host };

export interface KnockOptions {
  /** Who asks; kept in the activity. */
  readonly cause: Cause;
  /** Knock even when the service is already open. */
  readonly always: boolean;
  /** Lift the rate limit. */
  readonly force: boolean;
  /** What to do when this host is being knocked right now: wait for that result, or stop it and start anew. */
  readonly ifRunning: 'join' | 'replace';
}

/** What a front end may ask. Tray, window, CLI and tests all speak this and nothing else. */
export interface Commands {
  /** Knocks and watches the service; resolves with the verdict. */
  knock(input: { subject: Subject; options: KnockOptions }): KnockResult;
  /** Looks whether the service is reachable; sends no knock. */
  check(input: { subject: Subject }): KnockResult;
  /** Stops the running knock of a host at once. Nothing happens if there is none. */
  cancelKnock(input: { hostId: string }): void;
  /**
   * Adds the host, or changes the saved one with the same id. `was` is the host that the change was made on: what
   * somebody else changed meanwhile in other fields stays.
   */
  saveHost(input: { host: Host; was: Host | null }): Host;
  removeHost(input: { hostId: string }): void;
  /** Knocks if needed, waits for the service, then starts what the host says to connect with. */
  connect(input: { hostId: string }): KnockResult;
  /** Opens the practice door on the loopback and saves its host, or brings the saved one up to date. */
  openPractice(input: Record<never, never>): Host;
  saveSettings(input: { settings: Settings }): Settings;
  /** One page of the activity, newest first, of entries older than `beforeId`. */
  readActivity(input: { filter: Filter; beforeId: number | null; count: number }): {
    readonly entries: readonly Entry[];
    /** How many there are with this filter. */
    readonly total: number;
  };
  clearActivity(input: Record<never, never>): void;
  /** Reads the saved hosts again. */
  loadHosts(input: Record<never, never>): readonly Host[];
}

const hostId = v.pipe(v.string(), v.uuid());
const cause = v.picklist(['window', 'tray', 'test', 'connect', 'command-line']);
const subject = v.union([v.strictObject({ hostId }), v.strictObject({ host: hostSchema })]);

/** How raw input from another process becomes a typed one. */
export const inputs = {
  knock: v.strictObject({
    subject,
    options: v.strictObject({
      cause,
      always: v.boolean(),
      force: v.boolean(),
      ifRunning: v.picklist(['join', 'replace']),
    }),
  }),
  check: v.strictObject({ subject }),
  cancelKnock: v.strictObject({ hostId }),
  saveHost: v.strictObject({ host: hostSchema, was: v.nullable(hostSchema) }),
  removeHost: v.strictObject({ hostId }),
  loadHosts: v.strictObject({}),
  connect: v.strictObject({ hostId }),
  openPractice: v.strictObject({}),
  saveSettings: v.strictObject({ settings: settingsSchema }),
  readActivity: v.strictObject({
    filter: v.strictObject({
      hostId: v.optional(hostId),
      outcome: v.optional(v.picklist(['open', 'failed'])),
      sinceMs: v.optional(v.number()),
    }),
    beforeId: v.nullable(v.number()),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  clearActivity: v.strictObject({}),
} satisfies { [Name in keyof Commands]: v.GenericSchema<unknown, Parameters<Commands[Name]>[0]> };

export type Api = {
  [Name in keyof Commands]: (
    input: Parameters<Commands[Name]>[0],
  ) => Promise<Result<ReturnType<Commands[Name]>, Failure>>;
} & {
  /** Delivers the current snapshot first, then every later one. Returns the function that ends it. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
};
