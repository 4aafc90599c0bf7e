import type { Keeping as Shown } from '../automation.ts';
import type { Host } from '../hosts/schema.ts';
import type { MemoryPorts } from '../memory/ports.ts';
import type { Reach } from '../reach/reach.ts';
import {
  endsAt,
  learnOpenFor,
  nextStep,
  openTimeOf,
  type Keeping,
  type KeepStep,
} from '../rules/keep-open.ts';
import type { OffsetAt } from '../rules/zone.ts';

/** The doors that are kept open, and what is learnt of how long they stay open by themselves. */
export interface Keeper {
  readonly all: () => readonly Keeping[];
  /** What the snapshot shows. */
  readonly shown: () => Readonly<Record<string, Shown>>;
  /** The next step of any door, or null. */
  next(): { readonly hostId: string; readonly step: KeepStep } | null;
  /** Why a door is kept open; null: it is not. */
  about(hostId: string): About | null;
  /** Where the service of a door that is kept open was last seen; null: nowhere. */
  addressOf(hostId: string): string | null;
  /** The door is open at `now`, after a knock that was just sent or without one; `seen` is what was seen of that. */
  opened(
    host: Host,
    about: About,
    at: {
      readonly now: number;
      readonly hasKnocked: boolean;
      readonly seen: Extract<Reach, { state: 'open' }> | null;
    },
  ): Promise<void>;
  /** The door was looked at and is still open. */
  sawOpen(hostId: string, now: number): void;
  /** The door was looked at and is shut: how long it stayed open is known better now. */
  sawClosed(host: Host, now: number): Promise<void>;
  /** The next knock is on its way: `opened` says when it has done its work. */
  busy(hostId: string): void;
  end(hostId: string): void;
  /** How long a host's door stays open: as it says, or as was learnt. */
  openForMs(host: Host): Promise<number | null>;
}

type About = Pick<Keeping, 'ruleId' | 'while'>;

type Kept = Keeping & {
  readonly address: string | null;
  readonly lookedAt: number | null;
  /** Its next knock is under way, or waits for something: only its end is looked for. */
  readonly isBusy: boolean;
};

export function createKeeper({
  memory,
  offsetAt,
}: {
  readonly memory: Pick<MemoryPorts, 'recall' | 'remember'>;
  readonly offsetAt: OffsetAt;
}): Keeper {
  const kept = new Map<string, Kept>();
  const stepOf = (each: Kept): KeepStep =>
    each.isBusy
      ? { act: 'end', at: endsAt(each, offsetAt) }
      : nextStep(each, { lookedAt: each.lookedAt, offsetAt });

  // Asked for every host at every occasion: what the host says costs no look into its memory.
  const openForMs = async (host: Host): Promise<number | null> =>
    host.openForMs ?? openTimeOf(null, (await memory.recall(host.id)).openTime ?? null);

  return {
    all: () => [...kept.values()],
    shown: () =>
      Object.fromEntries(
        [...kept.values()].map((each) => {
          const step = stepOf(each);
          const { startedAt: since, while: condition, openForMs: stays, ruleId } = each;
          const until = endsAt(each, offsetAt);
          const nextAt = step.act === 'renew' ? step.at : null;
          return [each.hostId, { since, while: condition, until, nextAt, openForMs: stays, ruleId }];
        }),
      ),
    next() {
      const steps = [...kept.values()].map((each) => ({ hostId: each.hostId, step: stepOf(each) }));
      return steps.toSorted((a, b) => a.step.at - b.step.at)[0] ?? null;
    },
    about: (hostId) => kept.get(hostId) ?? null,
    addressOf: (hostId) => kept.get(hostId)?.address ?? null,
    async opened(host, { ruleId, while: condition }, { now, hasKnocked, seen }) {
      const before = kept.get(host.id);
      const openMs = await openForMs(host);
      const closesAt = hasKnocked ? null : (seen?.closesAt ?? null);
      kept.set(host.id, {
        hostId: host.id,
        ruleId,
        while: condition,
        startedAt: before?.ruleId === ruleId ? before.startedAt : now,
        // It may have been opened before somebody wanted to keep it so.
        openedAt: openMs === null || closesAt === null ? now : Math.min(now, closesAt - openMs),
        openForMs: openMs,
        address: seen?.address ?? before?.address ?? null,
        lookedAt: host.check === undefined ? null : now,
        isBusy: false,
      });
    },
    sawOpen(hostId, now) {
      const each = kept.get(hostId);
      if (each !== undefined) kept.set(hostId, { ...each, lookedAt: now, isBusy: false });
    },
    async sawClosed(host, now) {
      const each = kept.get(host.id);
      if (each === undefined || each.lookedAt === null) return;
      const known = await memory.recall(host.id);
      const seen = { openedAt: each.openedAt, lastOpenAt: each.lookedAt, firstClosedAt: now };
      await memory.remember(host.id, { ...known, openTime: learnOpenFor(known.openTime ?? null, seen) });
    },
    busy(hostId) {
      const each = kept.get(hostId);
      if (each !== undefined) kept.set(hostId, { ...each, isBusy: true });
    },
    end: (hostId) => void kept.delete(hostId),
    openForMs,
  };
}
