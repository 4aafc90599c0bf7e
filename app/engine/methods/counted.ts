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

  const change = (edit: (counter: Counter) => Counter) =>
    counters.change(host.id, (counter) => edit(current(counter, total)));

  /** Where the counter stands: read when our turn has come, because the knock before ours may have moved it. */
  async function begin(): Promise<Result<Counter, Obstacle>> {
    if (before !== null) return ok(before);
    const loaded = await counters.load();
    if (!loaded.ok) return fail(notKept(loaded.error));
    before = current(loaded.value[host.id] ?? null, total);
    waiting = [...candidates(before, knock.window)];
    return waiting.length > 0 ? ok(before) : fail({ code: 'list-used-up' });
  }

  return {
    servicePort: null,
    async next({ number, known }) {
      const begun = await begin();
      if (!begun.ok) return begun;
      const wanted = waiting.shift();
      if (wanted === undefined) return ok(null);
      const steps = stepsOf(wanted);
      if (!steps.ok) return steps;
      const reserved = await change((counter) => reserve(counter, wanted));
      if (!reserved.ok) return fail(notKept(reserved.error));
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
      if (moving === null) return;
      const used = moving.kind === 'line' ? moving.number - 1 : moving.number;
      if (end !== 'closed' && end !== 'unsent') wereAllShut = false;
      // A slow server may have opened for the number before, after we had given that one up.
      lowest = Math.min(lowest, used);
      if (end === 'opened') await change((counter) => confirm(counter, used, lowest));
      if (end === 'unseen') await change((counter) => doubted(counter, used));
    },
    async close() {
      wipe();
      if (before !== null && wereAllShut) await change((counter) => release(counter, knock.window));
    },
  };
}

/** The counter of a host that has none yet, and of one whose list was replaced by a longer one. */
function current(counter: Counter | null, total: number | null): Counter {
  return counter === null ? newCounter(0, total) : { ...counter, total };
}

function notKept(failure: Failure): Obstacle {
  if (failure.code === 'store-unwritable' || failure.code === 'store-unreadable') {
    return { code: 'counter-not-kept', reason: failure.reason };
  }
  return { code: 'counter-not-kept', reason: failure.code === 'store-busy' ? 'busy' : 'damaged' };
}
