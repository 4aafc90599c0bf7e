import type { Api, Subject } from '../contract.ts';
import type { Failure } from '../errors.ts';
import { usesCounter } from '../hosts/method.ts';
import type { Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Cause } from '../history/entry.ts';
import { reachAfter } from '../reach/reach.ts';
import type { KnockResult, RunEvent } from '../run.ts';
import type { Activity } from './activity.ts';
import { runClose } from './close.ts';
import type { Method } from './method.ts';
import { openMethod } from './methods/open.ts';
import { practiceTag, savePracticeHost } from './practice.ts';
import { runCheck, runKnock } from './run.ts';
import type { Store } from './store.ts';

type Work = (emit: (event: RunEvent) => void, signal: AbortSignal) => Promise<KnockResult>;

interface Running {
  readonly ended: Promise<KnockResult>;
  readonly cancel: AbortController;
}

/** Knocking and looking. A second knock of a host joins the running one or replaces it: two never interleave. */
export function knockCommands({
  store,
  ports,
  activity,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly activity: Pick<Activity, 'note'>;
}): Pick<Api, 'knock' | 'check' | 'closeHost' | 'cancelKnock'> {
  const running = new Map<string, Running>();

  return {
    async knock({ subject, options }) {
      const found = await find(subject);
      if (!found.ok) return found;
      const host = found.value;
      const edits = 'host' in subject ? subject.secrets : undefined;
      const opened = await openMethod({ host, edits, ports });
      if (!opened.ok) return opened;
      const method = opened.value;
      const earlier = running.get(host.id);
      if (earlier !== undefined && options.ifRunning === 'join') {
        await method.close();
        return ok(await earlier.ended);
      }
      earlier?.cancel.abort(replaced);
      const { clockSource } = store.get().settings;
      const work: Work = (emit, signal) =>
        closing(method, () => runKnock({ host, method, clockSource, ports, emit, signal, ...options }));
      const result = await start(
        host,
        { kind: 'knock', cause: options.cause, ruleId: options.ruleId ?? null },
        work,
      );
      if (usesCounter(host)) await showCounters();
      return ok(result);
    },

    async check({ subject }) {
      const found = await find(subject);
      if (!found.ok) return found;
      const host = found.value;
      if (host.check === undefined) return fail({ code: 'nothing-to-check', name: host.name });
      const earlier = running.get(host.id);
      // A running knock looks at the service anyway, and its verdict says more.
      if (earlier !== undefined) return ok(await earlier.ended);
      return ok(
        await start(host, { kind: 'check' }, (emit, signal) => runCheck({ host, ports, emit, signal })),
      );
    },

    async closeHost({ hostId, cause }) {
      const found = await find({ hostId });
      if (!found.ok) return found;
      const host = found.value;
      if (host.close === undefined) return fail({ code: 'nothing-to-close', name: host.name });
      const opened = await openMethod({ host, purpose: 'close', ports });
      if (!opened.ok) return opened;
      const method = opened.value;
      running.get(host.id)?.cancel.abort();
      const work: Work = (emit, signal) =>
        closing(method, () => runClose({ host, method, ports, emit, signal }));
      return ok(await start(host, { kind: 'close', cause, ruleId: null }, work));
    },

    async cancelKnock({ hostId }) {
      running.get(hostId)?.cancel.abort();
      return ok(undefined);
    },
  };

  async function showCounters(): Promise<void> {
    const loaded = await ports.counters.load();
    if (loaded.ok) store.update(() => ({ counters: loaded.value }));
  }

  async function find(subject: Subject): Promise<Result<Host, Failure>> {
    if ('host' in subject) return ok(subject.host);
    const loaded = await ports.hosts.load();
    if (!loaded.ok) return loaded;
    const host = loaded.value.find(({ id }) => id === subject.hostId);
    // The practice door is only there while Postern runs, on other ports each time.
    if (host?.tags.includes(practiceTag) === true) return savePracticeHost(ports);
    return host ? ok(host) : fail({ code: 'host-not-found', name: subject.hostId, similar: [] });
  }

  /** Starts when the host's earlier run has ended, so that its last packet is out before our first. */
  async function start(host: Host, purpose: Purpose, work: Work): Promise<KnockResult> {
    const cancel = new AbortController();
    const earlier = running.get(host.id)?.ended;
    const ended = (async () => {
      // What went wrong there was told to who asked for it.
      await earlier?.catch(() => undefined);
      return show(host, purpose, cancel.signal, work);
    })();
    running.set(host.id, { ended, cancel });
    try {
      return await ended;
    } finally {
      if (running.get(host.id)?.cancel === cancel) running.delete(host.id);
    }
  }

  function showReach(host: Host, { kind }: Purpose, result: KnockResult): void {
    const now = ports.clock.now();
    store.update(({ reach }) => {
      const seen = reachAfter({ host, result, kind, earlier: reach[host.id], now });
      return seen === null ? {} : { reach: { ...reach, [host.id]: seen } };
    });
  }

  /** Keeps a run in the snapshot from its first event to its result; one that was replaced falls silent. */
  async function show(host: Host, purpose: Purpose, signal: AbortSignal, work: Work): Promise<KnockResult> {
    const startedAt = ports.clock.now();
    let events: readonly RunEvent[] = [];
    const put = (result: KnockResult | null): void => {
      if (signal.reason === replaced) return;
      const cause = purpose.kind === 'check' ? null : purpose.cause;
      const run = { kind: purpose.kind, cause, startedAt, events };
      store.update(({ runs }) => ({
        runs: {
          ...runs,
          [host.id]: result ? { ...run, state: 'done', result } : { ...run, state: 'running' },
        },
      }));
    };
    put(null);
    const result = await work((event) => {
      events = [...events, event];
      put(null);
    }, signal);
    put(result);
    if (signal.reason === replaced) return result;
    showReach(host, purpose, result);
    if (purpose.kind !== 'check') {
      await activity.note({ hostId: host.id, hostName: host.name, startedAt, ...purpose, result, events });
    }
    return result;
  }
}

/** Whatever becomes of the work, the secrets that it had are wiped. */
async function closing<T>(method: Method, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await method.close();
  }
}

/** A check is not kept, so nobody needs to know who asked for it. */
type Purpose =
  | { readonly kind: 'knock' | 'close'; readonly cause: Cause; readonly ruleId: string | null }
  | { readonly kind: 'check' };

/** The reason of an abort that makes way for another knock. */
const replaced = 'replaced';
