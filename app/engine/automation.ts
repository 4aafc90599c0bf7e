import { dayMs } from '../clock.ts';
import type { Api, KnockOptions } from '../contract.ts';
import { ipFamily } from '../hosts/address.ts';
import type { Host } from '../hosts/schema.ts';
import { egressOf } from '../network/identity.ts';
import type { Ports } from '../ports.ts';
import { ok } from '../result.ts';
import { decide } from '../rules/decide.ts';
import { happeningOf, type Decision, type Happening, type Occasion } from '../rules/decision.ts';
import { dryRun } from '../rules/dry-run.ts';
import { endsKeeping } from '../rules/keep-open.ts';
import { nextScheduled } from '../rules/schedule.ts';
import { emptyRulebook, type Rule, type Rulebook } from '../rules/schema.ts';
import { createAttemptLog } from './attempt-log.ts';
import type { Decisions } from './decisions.ts';
import { hostFacts } from './host-facts.ts';
import { createKeeper } from './keeper.ts';
import { practiceTag } from './practice.ts';
import type { Store } from './store.ts';
import { createWhereabouts } from './whereabouts.ts';
import { createLeaving } from './leaving.ts';

/** Knocking without being asked. */
export interface Automaton {
  readonly commands: Pick<Api, 'dryRun' | 'stopKeeping'>;
  /** Watches networks, clock and doors until the signal aborts, and does what the rules say. */
  run(signal: AbortSignal): Promise<void>;
  /** The user connected to this host: rules may keep it open. */
  connected(hostId: string): void;
  /** The user wants this door shut. */
  closed(hostId: string): void;
  /** What it waits for may be another thing now. */
  reconsider(): void;
}

/** What is scheduled on many computers must not hit a server in the same moment. */
const jitterMs = 3_000;

/** Between two tries to keep a door open while something is in the way: no network, a portal, locked secrets. */
const askAgainMs = 10_000;

/** A clock that jumps is noticed after this long at the latest. */
const longestSleepMs = 60_000;

/**
 *   hints ──settle──▶ reading ──compare──▶ happening ──decide──▶ decisions ──▶ knock, keep open, close
 *                                             ▲                                  │
 *                     clock: schedule, renewal, retry ◀───────────────────────────┘
 *
 * One thing after the other, except the knocks themselves: while they wait for an answer, the network may change again.
 */
export function createAutomaton({
  store,
  ports,
  decisions,
  api,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly decisions: Decisions;
  readonly api: Pick<Api, 'knock' | 'check' | 'closeHost' | 'cancelKnock' | 'loadRules'>;
}): Automaton {
  const { clock } = ports;
  const offsetAt = (at: number): number => clock.offsetAt(at);
  const keeper = createKeeper({ memory: ports.memory, offsetAt });

  let alarm = new AbortController();
  const here = createWhereabouts({
    ports,
    captiveCheckUrl: () => store.get().settings.captiveCheckUrl,
    async nameToResolve() {
      if (book().rules.every(({ enabled }) => !enabled)) return null;
      return (await hostsNow()).find(({ address }) => ipFamily(address) === null)?.address ?? null;
    },
  });
  let lastScheduledAt = 0;
  const attempts = createAttemptLog(clock);
  const retries = new Map<string, { readonly at: number; readonly of: Happening }>();
  const waiting: Occasion[] = [];
  const working = new Set<Promise<unknown>>();
  const knocking = new Set<string>();
  const leaving = createLeaving();
  let stop: AbortSignal | null = null;

  const book = (): Rulebook => {
    const { rulebook } = store.get().automation;
    return rulebook.state === 'ready' ? rulebook.book : emptyRulebook;
  };
  const show = (): void =>
    store.update(({ automation }) => ({
      automation: {
        ...automation,
        network: here.network,
        isCaptive: here.conditions.isCaptive,
        keeping: keeper.shown(),
      },
    }));
  const poke = (): void => {
    alarm.abort();
    alarm = new AbortController();
  };
  const hostsNow = async (): Promise<readonly Host[]> => {
    const loaded = await ports.hosts.load();
    // The practice door is for trying things out.
    return loaded.ok ? loaded.value.filter(({ tags }) => !tags.includes(practiceTag)) : [];
  };

  async function run(signal: AbortSignal): Promise<void> {
    stop = signal;
    store.update(({ automation }) => ({ automation: { ...automation, isRunning: true } }));
    lastScheduledAt = clock.now();
    const unwatch = ports.network.watch({
      onHint(hint) {
        here.hint(hint);
        poke();
      },
      onSources: (sources) => store.update(({ automation }) => ({ automation: { ...automation, sources } })),
    });
    try {
      await here.begin(signal);
      show();
      waiting.push({ kind: 'started' });
      while (!signal.aborted) {
        await doWhatIsDue(signal);
        if (signal.aborted) break;
        const { signal: poked } = alarm;
        const forMs = Math.min(longestSleepMs, dueInMs());
        if (forMs > 0) await clock.sleep(forMs, AbortSignal.any([signal, poked]));
      }
    } finally {
      unwatch();
      for (const hostId of knocking) void api.cancelKnock({ hostId });
      await Promise.all(working);
      store.update(({ automation }) => ({ automation: { ...automation, isRunning: false } }));
    }
  }

  /** Until there is something to do, milliseconds. */
  function dueInMs(): number {
    const wall = [
      nextScheduled(book().rules, lastScheduledAt, offsetAt),
      keeper.next()?.step.at ?? null,
      ...[...retries.values()].map(({ at }) => at),
    ].flatMap((at) => (at === null ? [] : [at - clock.now()]));
    const look = here.dueAt === null ? [] : [here.dueAt - clock.elapsed()];
    const now = waiting.length > 0 ? [0] : [];
    return Math.max(0, Math.min(Infinity, ...wall, ...look, ...now));
  }

  async function doWhatIsDue(signal: AbortSignal): Promise<void> {
    // Another program may have changed them.
    await api.loadRules({});
    if (here.dueAt !== null && clock.elapsed() >= here.dueAt) await arrive(signal);
    const now = clock.now();
    const scheduled = nextScheduled(book().rules, lastScheduledAt, offsetAt);
    if (scheduled !== null && scheduled <= now) {
      lastScheduledAt = scheduled;
      // A time that passed while the computer slept is passed.
      if (now - scheduled < 60_000) waiting.push({ kind: 'schedule', at: scheduled });
    }
    for (const [hostId, { at, of }] of retries) {
      if (at > now) continue;
      retries.delete(hostId);
      waiting.push({ kind: 'retry', hostId, of });
    }
    const kept = keeper.next();
    if (kept !== null && kept.step.at <= now) await tend(kept.hostId, kept.step.act);
    for (const occasion of waiting.splice(0)) await consider(occasion);
  }

  /** Something has happened to the network, or not. */
  async function arrive(signal: AbortSignal): Promise<void> {
    const happenings = await here.look(signal);
    show();
    if (happenings.length === 0) return;
    // What failed before says nothing here, and a door that is kept open is shut for a new address.
    retries.clear();
    waiting.push(...happenings);
    for (const { hostId } of keeper.all()) renew(hostId);
  }

  function renew(hostId: string): void {
    keeper.busy(hostId);
    waiting.push({ kind: 'renewal', hostId });
  }

  async function consider(occasion: Occasion): Promise<void> {
    const { network, conditions } = here;
    const hosts = await hostsNow();
    const now = clock.now();
    const facts = await factsOf(hosts, occasion);
    const decided = decide({
      occasion,
      rulebook: book(),
      network,
      hosts: facts,
      keeping: keeper.all(),
      recent: attempts.recent(),
      conditions,
      now,
      offsetAt,
    });
    const happening = happeningOf(occasion);
    const asked = decided.filter(({ because }) => because.code !== 'other-occasion');
    const openIds = facts.flatMap(({ id, isOpen }) => (isOpen ? [id] : []));
    const question = { at: now, occasion, network, conditions, openIds };
    await decisions.note(question, { asked, hosts, book: book() });
    for (const decision of asked) {
      const host = hosts.find(({ id }) => id === decision.hostId);
      if (host === undefined) continue;
      if (decision.act !== 'skip') start(act(host, decision, occasion));
      else if (happening.kind === 'renewal') start(waitOrEnd(host, decision, happening));
    }
    const opening = new Set(asked.flatMap(({ act: does, hostId }) => (does === 'skip' ? [] : [hostId])));
    const { reach } = store.get();
    for (const { id: hostId } of leaving.hear({ happening, network, hosts, reach, opening })) {
      start(api.closeHost({ hostId, cause: 'left' }));
    }
  }

  /** A door that is kept open was not knocked: it is over, or what stands in the way passes. */
  async function waitOrEnd(host: Host, { because }: Decision, of: Happening): Promise<void> {
    if (endsKeeping(because)) return endKeeping(host);
    // The next network, or the end of the portal, renews it anyway.
    if (because.code === 'offline' || because.code === 'captive') return;
    const until = because.code === 'backing-off' ? because.until : null;
    retries.set(host.id, { at: until ?? clock.now() + askAgainMs, of });
    poke();
  }

  function start(work: Promise<unknown>): void {
    working.add(work);
    void work.finally(() => working.delete(work));
  }

  const factsOf = (hosts: readonly Host[], occasion: Occasion) =>
    Promise.all(
      hosts.map((host) =>
        hostFacts({ host, occasion, snapshot: store.get(), since: here.since, keeper, ports }),
      ),
    );

  /** Does what was decided. Never rejects for what a user can meet: the activity tells how it ended. */
  async function act(host: Host, decision: Decision, occasion: Occasion): Promise<void> {
    const rule = book().rules.find(({ id }) => id === decision.ruleId);
    const { network } = here;
    if (rule === undefined || network === null) return;
    const happening = happeningOf(occasion);
    const isRenewal = happening.kind === 'renewal';
    const { ruleId } = decision;
    const attempt = attempts.begin({
      hostId: host.id,
      ruleId,
      egress: egressOf(network),
      act: decision.act === 'close' ? 'close' : isRenewal ? 'renewal' : 'knock',
    });
    if (decision.act === 'close') {
      const closed = await api.closeHost({
        hostId: host.id,
        cause: occasion.kind === 'left' ? 'left' : 'rule',
      });
      return attempt(closed.ok && closed.value.verdict !== 'still-open' ? 'opened' : 'failed');
    }
    let hasKnocked = false;
    if (decision.because.code === 'already-open') attempt('opened');
    else {
      if (happening.kind === 'schedule') await clock.sleep(jitter(), stop ?? undefined);
      if (stop?.aborted !== false) return attempt('failed');
      const options: KnockOptions = {
        cause: isRenewal ? 'keep-open' : 'rule',
        ruleId,
        always: isRenewal,
        force: false,
        // One that began on the network before this one is of no use here.
        ifRunning: occasion.kind === 'joined' || occasion.kind === 'changed' ? 'replace' : 'join',
      };
      knocking.add(host.id);
      const knocked = await api.knock({ subject: { hostId: host.id }, options });
      knocking.delete(host.id);
      const verdict = knocked.ok ? knocked.value.verdict : null;
      const hasOpened = verdict === 'opened' || verdict === 'already-open';
      attempt(hasOpened ? 'opened' : verdict === 'sent' ? 'sent' : 'failed');
      // Somebody stopped it, and does not want it begun again; or the next network takes its place.
      if (verdict === 'cancelled') return here.network === network ? stopKeeping(host.id) : undefined;
      if (!hasOpened && verdict !== 'sent') return retryLater(host, occasion);
      hasKnocked = knocked.ok && knocked.value.packets > 0;
    }
    await keepOpen(host, rule, { isRenewal, hasKnocked });
  }

  /** The door is open: if it is to be kept so, its time begins anew. */
  async function keepOpen(
    host: Host,
    rule: Rule,
    { isRenewal, hasKnocked }: { readonly isRenewal: boolean; readonly hasKnocked: boolean },
  ): Promise<void> {
    const before = keeper.about(host.id);
    // The user may have ended it meanwhile.
    const about =
      rule.do.kind === 'keep-open' && (!isRenewal || before !== null)
        ? { ruleId: rule.id, while: rule.do.while }
        : before;
    if (about === null) return;
    retries.delete(host.id);
    const seen = store.get().reach[host.id];
    await keeper.opened(host, about, {
      now: clock.now(),
      hasKnocked,
      seen: seen?.state === 'open' ? seen : null,
    });
    show();
    poke();
  }

  function retryLater(host: Host, occasion: Occasion): void {
    const { network } = here;
    if (network === null) return;
    const pause = attempts.backOff(host.id, egressOf(network));
    if (pause === null) return;
    const happening = happeningOf(occasion);
    if (pause.until === null) return happening.kind === 'renewal' ? start(endKeeping(host)) : undefined;
    retries.set(host.id, { at: pause.until, of: happening });
    poke();
  }

  /** A door that is kept open has its turn. */
  async function tend(hostId: string, step: 'renew' | 'look' | 'end'): Promise<void> {
    const host = (await hostsNow()).find(({ id }) => id === hostId);
    if (host === undefined) {
      return stopKeeping(hostId);
    }
    if (step === 'end') return endKeeping(host);
    if (step === 'renew') return renew(hostId);
    keeper.busy(hostId);
    start(lookAt(host));
  }

  /** Looks whether a door whose time is not known is still open. */
  async function lookAt(host: Host): Promise<void> {
    const looked = await api.check({ subject: { hostId: host.id } });
    const isOpen = looked.ok && looked.value.verdict === 'already-open';
    if (isOpen) keeper.sawOpen(host.id, clock.now());
    else {
      await keeper.sawClosed(host, clock.now());
      if (keeper.about(host.id) !== null) renew(host.id);
    }
    show();
    poke();
  }

  /** Nothing is knocked for this door any more; it closes in its time. */
  function stopKeeping(hostId: string): void {
    keeper.end(hostId);
    retries.delete(hostId);
    show();
  }

  async function endKeeping(host: Host): Promise<void> {
    stopKeeping(host.id);
    if (host.close !== undefined && host.closeOn.includes('keep-open-end')) {
      await api.closeHost({ hostId: host.id, cause: 'keep-open' });
    }
  }

  function jitter(): number {
    const [a = 0, b = 0] = ports.knock.random(2);
    return ((a * 256 + b) / 65_536) * jitterMs;
  }

  return {
    run,
    reconsider: poke,
    closed: stopKeeping,
    connected(hostId) {
      // Who does not look at networks and clocks keeps nothing open.
      if (stop?.aborted !== false) return;
      waiting.push({ kind: 'connect', hostId });
      poke();
    },
    commands: {
      async stopKeeping({ hostId }) {
        stopKeeping(hostId);
        return ok(undefined);
      },
      async dryRun({ rule, days }) {
        const now = clock.now();
        const [entries, hosts] = [await decisions.all(), await hostsNow()];
        const facts = await factsOf(hosts, { kind: 'woke' });
        const recorded = entries.filter(({ at }) => at > now - days * dayMs);
        const { networks } = book();
        return ok(dryRun({ rule, recorded, networks, hosts: facts, until: now, offsetAt }));
      },
    },
  };
}
