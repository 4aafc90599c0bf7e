import type { Api } from '../contract.ts';
import type { DecisionEntry } from '../history/decision-entry.ts';
import type { Host } from '../hosts/schema.ts';
import { describeCause, describeNetwork, describeOccasion } from '../present/occasion.ts';
import { describeDecision } from '../present/rules.ts';
import { describeVerdict, reasonCode } from '../present/verdict.ts';
import type { Run, Snapshot } from '../snapshot.ts';
import { localTime } from './local-time.ts';
import { schemaVersion } from './output-json.ts';
import { toneOf } from './output-run.ts';
import type { Output } from './output.ts';

/** As many as one question brings. */
const mostAtOnce = 200;

/** Prints what an engine does from now on: networks, decisions and knocks. Returns the function that ends it. */
export function showEvents({
  api,
  output,
  now,
}: {
  readonly api: Pick<Api, 'watch' | 'readDecisions' | 'loadHosts'>;
  readonly output: Output;
  readonly now: () => number;
}): () => Promise<void> {
  const since = now();
  let before: Snapshot | null = null;
  let toldId = 0;
  let toldSources = '';
  // One after the other, in the order in which it happened.
  let telling = Promise.resolve();
  const tell = (work: () => void | Promise<void>): void => {
    telling = telling.then(work);
  };

  const stop = api.watch((snapshot) => {
    const earlier = before;
    before = snapshot;
    if (earlier === null) {
      if (snapshot.automation.network !== null) tell(() => showNetwork(snapshot.automation));
      return;
    }
    const { automation } = snapshot;
    const { network, isCaptive, newestDecisionId } = automation;
    if (network?.key !== earlier.automation.network?.key || isCaptive !== earlier.automation.isCaptive) {
      tell(() => showNetwork(automation));
    }
    if (automation.sources !== earlier.automation.sources) tell(() => showSources(automation));
    if (newestDecisionId !== earlier.automation.newestDecisionId) tell(showDecisions);
    for (const [hostId, run] of Object.entries(snapshot.runs)) {
      const isNew = run !== earlier.runs[hostId] && run.state === 'done' && run.kind !== 'check';
      if (isNew) tell(() => showRun(hostId, run));
    }
  });

  function showNetwork({ network, isCaptive }: Snapshot['automation']): void {
    if (output.isJson) return output.json({ type: 'network', at: now(), network, isCaptive });
    const where = network === null ? 'offline' : describeNetwork(network, null);
    line(now(), isCaptive ? `${where}: it wants a login first` : where);
  }

  function showSources({ sources }: Snapshot['automation']): void {
    if (output.isJson) return output.json({ type: 'sources', at: now(), sources });
    const active = sources.filter(({ state }) => state === 'active').map(({ name }) => name);
    const text = `listening to ${active.join(', ') || 'nothing'}`;
    if (text !== toldSources) line(now(), text);
    toldSources = text;
  }

  async function showDecisions(): Promise<void> {
    const read = await api.readDecisions({ acted: false, beforeId: null, count: mostAtOnce });
    if (!read.ok) return;
    const fresh = read.value.entries.filter(({ id, at }) => id > toldId && at >= since).toReversed();
    for (const entry of fresh) showEntry(entry);
    toldId = read.value.entries[0]?.id ?? toldId;
  }

  function showEntry(entry: DecisionEntry): void {
    if (output.isJson) output.json({ type: 'decided', ...decisionJson(entry) });
    else decisionLines(output, entry);
  }

  async function showRun(hostId: string, run: Extract<Run, { state: 'done' }>): Promise<void> {
    const { kind, cause, startedAt, result } = run;
    const host = await find(hostId);
    const name = host?.name ?? hostId;
    if (output.isJson) {
      const error = reasonCode(result);
      return output.json({ type: 'ran', at: startedAt, kind, cause, hostId, hostName: name, result, error });
    }
    const words = host === null ? { title: result.verdict, detail: '' } : describeVerdict(result, host);
    const why = cause === null ? '' : ` (${describeCause(cause)})`;
    output.parts([
      [`${localTime(now())}  `, 'dim'],
      [`${name}: ${words.title}`, toneOf(result.verdict)],
      [`${why}: ${words.detail}`, 'plain'],
    ]);
  }

  async function find(hostId: string): Promise<Host | null> {
    const hosts = await api.loadHosts({});
    return hosts.ok ? (hosts.value.find(({ id }) => id === hostId) ?? null) : null;
  }

  const line = (at: number, text: string): void => timedLine(output, at, text);

  return async () => {
    stop();
    await telling;
  };
}

/** What happened, and below it what every rule made of that. */
export function decisionLines(output: Output, entry: DecisionEntry): void {
  const { at, occasion, networkName, decisions } = entry;
  timedLine(output, at, describeOccasion(occasion, { name: networkName }));
  const time = (moment: number): string => localTime(moment).slice(11, 16);
  for (const decision of decisions) {
    output.line(`  ${describeDecision(decision, { host: decision.hostName, time })}`, 'dim');
  }
}

/** The same for programs. */
export function decisionJson({ at, occasion, networkName, decisions }: DecisionEntry): object {
  return { at, occasion, networkName, decisions: decisions.map(({ rule: _, ...decision }) => decision) };
}

function timedLine(output: Output, at: number, text: string): void {
  output.parts([
    [`${localTime(at)}  `, 'dim'],
    [text, 'plain'],
  ]);
}

/** The first line: who acts. */
export function showWatching(
  output: Output,
  { version, isAttached }: { readonly version: string; readonly isAttached: boolean },
): void {
  if (output.isJson) return output.json({ type: 'watching', schema: schemaVersion, version, isAttached });
  output.line(
    isAttached
      ? 'Postern runs already: this is what it does.'
      : 'Postern acts on your rules. Ctrl-C ends it.',
    'strong',
  );
}
