import * as v from 'valibot';
import type { Failure } from './errors.ts';
import { hostSchema, type Host } from './hosts/schema.ts';
import { address } from './hosts/shape.ts';
import type { Result } from './result.ts';
import type { DecisionEntry } from './history/decision-entry.ts';
import type { Cause, Entry, Filter } from './history/entry.ts';
import type { Preview } from './preview.ts';
import type { DryRun } from './rules/dry-run.ts';
import {
  knownNetworkSchema,
  ruleSchema,
  type KnownNetwork,
  type Rule,
  type Rulebook,
} from './rules/schema.ts';
import type { KnockResult } from './run.ts';
import { editsSchema, type SecretEdits } from './secrets/input.ts';
import type { VaultLook } from './secrets/look.ts';
import { settingsSchema, type Settings } from './settings/schema.ts';
import type { Snapshot } from './snapshot.ts';
import type { PacketExplanation } from './spa/explanation.ts';
import type { GpgKey } from './spa/ports.ts';
import type { ClockOffset } from './time/ports.ts';
import type { Offer, Pick } from './transfer/offer.ts';

/** Which host a run is for: a saved one by id, or one that is not saved (the CLI's addresses, the editor's test knock). */
export type Subject =
  | { readonly hostId: string }
  | {
      readonly host: Host;
      /** Used in place of the stored ones, and kept nowhere. */
      readonly secrets?: SecretEdits | undefined;
    };

export interface KnockOptions {
  /** Who asks; kept in the activity. */
  readonly cause: Cause;
  /** The rule that asks, if one does. */
  readonly ruleId?: string | null;
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
   * somebody else changed meanwhile in other fields stays. With secrets it is all or nothing as far as a disk allows:
   * the vault is known to be open before the host is written.
   */
  saveHost(input: { host: Host; was: Host | null; secrets?: SecretEdits | undefined }): Host;
  /** Removes the host; its secrets and its counter stay, so that it can be brought back (`forgetSecrets`). */
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
  /**
   * Works out what a host would send next; reads the stored secrets for what `subject` does not bring. `from`: the time
   * step, counter or line (from 0) to begin with; absent: the next one.
   */
  preview(input: { subject: Subject; count: number; from?: number | undefined }): Preview;
  /** Says what a packet is that a server got, or would get, with the keys of this host. */
  explainPacket(input: { hostId: string; packet: string }): PacketExplanation;
  /** Says whether the number that left last, unseen, opened the door. */
  settleDoubt(input: { hostId: string; worked: boolean }): void;
  /** Puts a counter, or the position in a list (from 0), where the server's is. */
  setCounter(input: { hostId: string; next: number }): void;
  /** Sends what shuts the door again (Host.close), and watches it shut. */
  closeHost(input: { hostId: string; cause: Cause }): KnockResult;
  loadRules(input: Record<never, never>): Rulebook;
  /** Adds the rule, or changes the one with its id. */
  saveRule(input: { rule: Rule }): Rulebook;
  removeRule(input: { ruleId: string }): Rulebook;
  saveNetwork(input: { network: KnownNetwork }): Rulebook;
  removeNetwork(input: { networkId: string }): Rulebook;
  /** Nothing is knocked by itself meanwhile; null ends it. */
  pauseRules(input: { pause: 'hour' | 'until-tomorrow' | 'until-resumed' | null }): Rulebook;
  /** What a rule would have done in the recorded days, saved or not. */
  dryRun(input: { rule: Rule; days: number }): DryRun;
  /** Lets a door that is kept open close in its time. */
  stopKeeping(input: { hostId: string }): void;
  /** One page of decisions, newest first, of entries older than `beforeId`. `acted`: only those that did something. */
  readDecisions(input: { acted: boolean; beforeId: number | null; count: number }): {
    readonly entries: readonly DecisionEntry[];
    readonly total: number;
  };
  /** Reads again what is known of the vault and the counters. */
  loadSecrets(input: Record<never, never>): VaultLook;
  unlockVault(input: { passphrase: string }): VaultLook;
  lockVault(input: Record<never, never>): VaultLook;
  /** See SecretPorts.setPassphrase. */
  setPassphrase(input: { current: string | null; next: string | null }): VaultLook;
  useKeyring(input: { use: boolean }): VaultLook;
  /** Removes secrets and counters of hosts that are no longer saved. */
  forgetSecrets(input: { hostIds: readonly string[] }): VaultLook;
  /** The keys that gpg offers for signing and encrypting; `home` as GNUPGHOME. */
  gpgKeys(input: { home: string | null }): readonly GpgKey[];
  /** Compares this computer's clock with the one in the settings. */
  checkClock(input: Record<never, never>): ClockOffset;
  /** Finds hosts in a text that other programs wrote. Changes nothing; nothing in it is executed, resolved or contacted. */
  readImport(input: { name: string; text: string; passphrase: string | null }): Offer;
  /** All that was picked, or nothing as far as a disk allows. Ends the offer; no picks are the way to forget it. */
  applyImport(input: { offerId: string; picks: readonly Pick[] }): readonly Host[];
  /** Hosts with their secrets, sealed with a passphrase: for another computer. */
  exportHosts(input: { hostIds: readonly string[]; passphrase: string }): { readonly text: string };
}

const hostId = v.pipe(v.string(), v.uuid());
const cause = v.picklist(['window', 'tray', 'test', 'connect', 'command-line']);
const id = v.pipe(v.string(), v.uuid());
const subject = v.union([
  v.strictObject({ hostId }),
  v.strictObject({ host: hostSchema, secrets: v.optional(editsSchema) }),
]);
const passphrase = v.pipe(v.string(), v.maxLength(1_000));
const counter = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 47));
const nothing = v.strictObject({});
/** Larger files are no configuration. */
export const mostImportCharacters = 5_000_000;

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
  saveHost: v.strictObject({
    host: hostSchema,
    was: v.nullable(hostSchema),
    secrets: v.optional(editsSchema),
  }),
  removeHost: v.strictObject({ hostId }),
  loadHosts: nothing,
  connect: v.strictObject({ hostId }),
  openPractice: nothing,
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
  clearActivity: nothing,
  closeHost: v.strictObject({ hostId, cause }),
  loadRules: nothing,
  saveRule: v.strictObject({ rule: ruleSchema }),
  removeRule: v.strictObject({ ruleId: id }),
  saveNetwork: v.strictObject({ network: knownNetworkSchema }),
  removeNetwork: v.strictObject({ networkId: id }),
  pauseRules: v.strictObject({
    pause: v.nullable(v.picklist(['hour', 'until-tomorrow', 'until-resumed'])),
  }),
  dryRun: v.strictObject({
    rule: ruleSchema,
    days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31)),
  }),
  stopKeeping: v.strictObject({ hostId }),
  readDecisions: v.strictObject({
    acted: v.boolean(),
    beforeId: v.nullable(v.number()),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  preview: v.strictObject({
    subject,
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    from: v.optional(counter),
  }),
  explainPacket: v.strictObject({ hostId, packet: v.pipe(v.string(), v.maxLength(10_000)) }),
  settleDoubt: v.strictObject({ hostId, worked: v.boolean() }),
  setCounter: v.strictObject({ hostId, next: counter }),
  loadSecrets: nothing,
  unlockVault: v.strictObject({ passphrase }),
  lockVault: nothing,
  setPassphrase: v.strictObject({ current: v.nullable(passphrase), next: v.nullable(passphrase) }),
  useKeyring: v.strictObject({ use: v.boolean() }),
  forgetSecrets: v.strictObject({ hostIds: v.array(hostId) }),
  gpgKeys: v.strictObject({ home: v.nullable(v.pipe(v.string(), v.maxLength(1_000))) }),
  checkClock: nothing,
  readImport: v.strictObject({
    name: v.pipe(v.string(), v.maxLength(1_000)),
    text: v.pipe(v.string(), v.maxLength(mostImportCharacters)),
    passphrase: v.nullable(passphrase),
  }),
  applyImport: v.strictObject({
    offerId: v.pipe(v.string(), v.uuid()),
    picks: v.array(
      v.strictObject({
        item: v.pipe(v.number(), v.integer(), v.minValue(0)),
        as: v.picklist(['add', 'update']),
        address: v.optional(address),
      }),
    ),
  }),
  exportHosts: v.strictObject({ hostIds: v.array(hostId), passphrase }),
} satisfies { [Name in keyof Commands]: v.GenericSchema<unknown, Parameters<Commands[Name]>[0]> };

export type Api = {
  [Name in keyof Commands]: (
    input: Parameters<Commands[Name]>[0],
  ) => Promise<Result<ReturnType<Commands[Name]>, Failure>>;
} & {
  /** Delivers the current snapshot first, then every later one. Returns the function that ends it. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
};
