import { compareNetworks, type Delta } from '../network/delta.ts';
import { identityOf } from '../network/identity.ts';
import type { Hint } from '../network/ports.ts';
import type { NetworkIdentity, Reading } from '../network/reading.ts';
import { addHint, readAt, usable, type Hints } from '../network/settle.ts';
import type { Ports } from '../ports.ts';
import type { Conditions } from '../rules/decide.ts';
import type { Happening } from '../rules/decision.ts';

/** Where this computer is, and what has happened to that. */
export interface Whereabouts {
  /** Null: offline, or not looked yet. */
  readonly network: NetworkIdentity | null;
  /** Since when it is there, milliseconds since 1970. */
  readonly since: number;
  readonly conditions: Conditions;
  /** When to look next, by the monotonic clock; null: nothing hints at a change. */
  readonly dueAt: number | null;
  hint(hint: Hint): void;
  /** Reads what is due and says what has happened. */
  look(signal: AbortSignal): Promise<readonly Happening[]>;
  /** Reads for the first time. */
  begin(signal: AbortSignal): Promise<void>;
}

/** Between two looks whether a portal still stands in the way. */
const captiveAgainMs = 10_000;

/** A router that was not spoken to yet has no hardware address: it has one a moment later. */
const gatewayAgainMs = 2_000;

export function createWhereabouts({
  ports,
  nameToResolve,
  captiveCheckUrl,
}: {
  readonly ports: Pick<Ports, 'clock' | 'network'>;
  /** A name that rules need; null: there is none to wait for. */
  readonly nameToResolve: () => Promise<string | null>;
  /** See Settings.captiveCheckUrl. */
  readonly captiveCheckUrl: () => string;
}): Whereabouts {
  const { clock } = ports;
  let hints: Hints | null = null;
  let network: NetworkIdentity | null = null;
  let since = 0;
  let conditions: Conditions = { isCaptive: false, isMetered: null, onBattery: null };
  let captiveAgainAt: number | null = null;
  let gatewayAgainAt: number | null = null;

  const dueAt = (): number | null => {
    const due = [hints === null ? null : readAt(hints), captiveAgainAt, gatewayAgainAt].filter(
      (at) => at !== null,
    );
    return due.length === 0 ? null : Math.min(...due);
  };
  const isDue = (at: number | null): boolean => at !== null && clock.elapsed() >= at;

  /** Reads until what was read can be used, or nothing is new, or it has taken too long. */
  async function arrive(woke: boolean, signal: AbortSignal): Promise<Delta> {
    const startedAt = clock.elapsed();
    let reading: Reading = await ports.network.read();
    for (;;) {
      const now = identityOf(reading);
      if (!woke && compareNetworks(network, now).delta.kind === 'nothing') break;
      const hasNames = now === null || (await canResolve(signal));
      const state = usable({ since: startedAt, now: clock.elapsed(), hasRoute: now !== null, hasNames });
      if (state.kind !== 'wait' || signal.aborted) break;
      await clock.sleep(state.until - clock.elapsed(), signal);
      reading = await ports.network.read();
    }
    const { isMetered, onBattery } = reading;
    conditions = { ...conditions, isMetered, onBattery };
    const compared = compareNetworks(network, identityOf(reading));
    network = compared.network;
    if (compared.delta.kind !== 'nothing') since = clock.now();
    const hasNew = compared.delta.kind !== 'nothing' && network !== null && network.gatewayMac === null;
    gatewayAgainAt = hasNew ? clock.elapsed() + gatewayAgainMs : null;
    return compared.delta;
  }

  async function canResolve(signal: AbortSignal): Promise<boolean> {
    const name = await nameToResolve();
    return name === null || ports.network.canResolve(name, signal);
  }

  /** Asks the page of the settings whether a portal stands in the way. True if one was lifted. */
  async function lookForPortal(signal: AbortSignal): Promise<boolean> {
    const url = captiveCheckUrl();
    const was = conditions.isCaptive;
    const isAsked = url !== '' && network !== null;
    const answer = isAsked ? await ports.network.isCaptive(url, signal) : 'online';
    // A portal that does not answer for once is still there.
    const isCaptive = answer === 'captive' || (answer === 'unknown' && was);
    conditions = { ...conditions, isCaptive };
    captiveAgainAt = isCaptive ? clock.elapsed() + captiveAgainMs : null;
    return was && !isCaptive;
  }

  return {
    get network() {
      return network;
    },
    get since() {
      return since;
    },
    get conditions() {
      return conditions;
    },
    get dueAt() {
      return dueAt();
    },
    hint(hint) {
      hints = addHint(hints, hint, clock.elapsed());
    },
    async look(signal) {
      const happenings: Happening[] = [];
      if (hints !== null && isDue(readAt(hints))) {
        const { woke } = hints;
        hints = null;
        happenings.push(...happeningsOf(await arrive(woke, signal)));
        if (woke) happenings.push({ kind: 'woke' });
        // On a new network another portal may stand, or none.
        if (happenings.length > 0) {
          conditions = { ...conditions, isCaptive: false };
          captiveAgainAt = clock.elapsed();
        }
      } else if (isDue(gatewayAgainAt)) happenings.push(...happeningsOf(await arrive(false, signal)));
      if (isDue(captiveAgainAt)) {
        const wasLifted = await lookForPortal(signal);
        // What could not be done on arriving is done now.
        if (wasLifted && network !== null && happenings.length === 0) {
          happenings.push({ kind: 'joined', network });
        }
      }
      return signal.aborted ? [] : happenings;
    },
    async begin(signal) {
      await arrive(true, signal);
      await lookForPortal(signal);
    },
  };
}

function happeningsOf(delta: Delta): readonly Happening[] {
  switch (delta.kind) {
    case 'nothing':
      return [];
    case 'moved':
      return [
        { kind: 'left', network: delta.from },
        { kind: 'joined', network: delta.to },
      ];
    default:
      return [delta];
  }
}
