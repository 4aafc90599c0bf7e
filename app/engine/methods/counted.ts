import type { Failure, Obstacle } from '../../errors.ts';
import type { HotpKnock, ListKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import type { KnockPorts } from '../../knock/ports.ts';
import {
  candidates,
  confirm,
  doubted,
  newCounter,
  release,
  reserve,
  type Counter,
} from '../../otp/counter.ts';
import type { CounterPorts } from '../../otp/ports.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Method } from '../method.ts';
import { attemptOf, sequenceOf } from './attempt.ts';

/**
 * Ports that are used once: those of a counter, or the lines of a list. The next number is on disk before a packet of
 * this one leaves; what was seen to fail is given back at the end.
 */
export function countedMethod(request: {
  readonly host: Host;
  readonly knock: HotpKnock | ListKnock;
  readonly counters: CounterPorts;
  readonly random: KnockPorts['random'];
  /** How many lines the list has; null for a counter. */
  readonly total: number | null;
  readonly stepsOf: (number: number) => Result<readonly Step[], Obstacle>;
  readonly wipe: () => void;
}): Method {
  const { host, knock, counters, random, total, stepsOf, wipe } = request;
  let before: Counter | null = null;
  let waiting: number[] = [];
  let lowest = Infinity;
  let wereAllShut = true;
  /** Reserved, and not known to have left. */
  const pending: number[] = [];
  /** Of those since `before`: they left, or may have. */
  let left: readonly number[] = [];

  /** As this run has left it on disk. */
  let kept: Counter | null = null;

  const change = (edit: (counter: Counter) => Counter) =>
    counters.change(host.id, (counter) => (kept = edit(current(counter, total))));

  /** For what goes backwards: not if the user, or a knock that had its turn after ours, has moved the counter since. */
  const takeBack = (edit: (counter: Counter) => Counter) =>
    counters.change(host.id, (counter) => (isSame(counter, kept) ? (kept = edit(counter)) : counter));

  /** Where the counter stands: read when our turn has come, because the knock before ours may have moved it. */
  async function begin(): Promise<Result<null, Obstacle>> {
    const loaded = await counters.load();
    if (!loaded.ok) return fail(notKept(loaded.error));
    before = current(loaded.value[host.id] ?? null, total);
    waiting = [...candidates(before, knock.window)];
    return waiting.length > 0 ? ok(null) : fail({ code: 'list-used-up' });
  }
  let beginning: ReturnType<typeof begin> | null = null;

  /** Forgets reservations of what never left: knockd takes no line but the one that would then be passed by. */
  async function giveBack(earlier: Counter): Promise<void> {
    const used = [...left, ...pending].map((number) => number + 1);
    await takeBack((counter) =>
      used.length === 0 ? earlier : { ...counter, next: Math.max(earlier.next, ...used) },
    );
  }

  return {
    servicePort: null,
    async next({ number, known }) {
      const begun = await (beginning ??= begin());
      if (!begun.ok) return begun;
      const wanted = waiting.shift();
      if (wanted === undefined) return ok(null);
      const steps = stepsOf(wanted);
      if (!steps.ok) return steps;
      const reserved = await change((counter) => reserve(counter, wanted));
      if (!reserved.ok) return fail(notKept(reserved.error));
      pending.push(wanted);
      const kind = knock.method === 'list' ? 'line' : 'counter';
      const moving = { kind, number: kind === 'line' ? wanted + 1 : wanted, offBy: 0 } as const;
      return ok(
        attemptOf({
          host,
          knock: sequenceOf(knock, steps.value),
          number,
          known,
          random,
          clears: number > 1,
          moving,
        }),
      );
    },
    async ended({ moving }, end) {
      if (moving === null || before === null) return;
      const used = moving.kind === 'line' ? moving.number - 1 : moving.number;
      pending.splice(pending.indexOf(used), 1);
      if (end === 'unsent') return giveBack(before);
      left = [...left, used];
      if (end !== 'closed') wereAllShut = false;
      // A slow server may have opened for the number before, after we had given that one up.
      lowest = Math.min(lowest, used);
      if (end === 'opened') {
        before = confirm(before, used, lowest);
        left = [];
        // The other family goes on, and a number is never sent again once it was seen to open.
        waiting = waiting.filter((number) => number > used);
        const confirmed = before;
        // The other family may have reserved more meanwhile.
        await change(() => pending.reduce(reserve, confirmed));
      }
      if (end === 'unseen') await change((counter) => doubted(counter, used));
    },
    async close() {
      wipe();
      if (before === null) return;
      if (pending.splice(0).length > 0) await giveBack(before);
      if (wereAllShut) await takeBack((counter) => release(counter, knock.window));
    },
  };
}

/** The counter of a host that has none yet, and of one whose list was replaced by a longer one. */
export function current(counter: Counter | null, total: number | null): Counter {
  return counter === null ? newCounter(0, total) : { ...counter, total };
}

function isSame(one: Counter | null, other: Counter | null): one is Counter {
  return (
    one !== null &&
    one.confirmed === other?.confirmed &&
    one.next === other.next &&
    one.total === other.total &&
    one.doubt === other.doubt
  );
}

function notKept(failure: Failure): Obstacle {
  if (failure.code === 'store-unwritable' || failure.code === 'store-unreadable') {
    return { code: 'counter-not-kept', reason: failure.reason };
  }
  return { code: 'counter-not-kept', reason: failure.code === 'store-busy' ? 'busy' : 'damaged' };
}
