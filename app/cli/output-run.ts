import type { Host } from '../hosts/schema.ts';
import { describeEvent } from '../present/event.ts';
import { methodName, serviceName } from '../present/host.ts';
import { describeMoment } from '../present/time.ts';
import { describeLook, describeVerdict, reasonCode } from '../present/verdict.ts';
import type { Verdict } from '../probe/verdict.ts';
import type { KnockResult, RunEvent } from '../run.ts';
import type { Output, Tone } from './output.ts';
import { schemaVersion } from './output-json.ts';

/** Shows one run while it happens. */
export interface RunOutput {
  start(): void;
  event(event: RunEvent): void;
  end(result: KnockResult): void;
}

export function createRunOutput(request: {
  readonly output: Output;
  readonly host: Host;
  readonly command: 'knock' | 'check' | 'close';
  readonly quiet: boolean;
  readonly version: string;
}): RunOutput {
  const { output, host, command } = request;
  if (output.isJson) return jsonLines(request);
  const end = (result: KnockResult): void => {
    const words = command === 'check' ? describeLook(result, host) : describeVerdict(result, host);
    output.parts([
      [words.title, toneOf(result.verdict)],
      [`: ${words.detail}`, 'plain'],
    ]);
    const flag = result.verdict === 'rate-limited' ? ' (--force)' : '';
    if (!request.quiet) output.line(`${words.next.replace(/\.$/, '')}${flag}.`, 'dim');
  };
  if (request.quiet) return { start() {}, event() {}, end };
  return { ...(output.isLive ? liveLines : plainLines)(output, host), end };
}

function jsonLines(request: {
  readonly output: Output;
  readonly host: Host;
  readonly command: 'knock' | 'check' | 'close';
  readonly version: string;
}): RunOutput {
  const { output, host, command, version } = request;
  return {
    start() {
      const { id, name, address } = host;
      output.json({ type: 'start', schema: schemaVersion, version, command, host: { id, name, address } });
    },
    event: (event) => output.json(event),
    end: (result) =>
      output.json({ type: 'result', schema: schemaVersion, ...result, error: reasonCode(result) }),
  };
}

type Progress = Omit<RunOutput, 'end'>;

/** One line for each event that matters, with its time. */
function plainLines(output: Output, host: Host): Progress {
  const isNews = newsFilter();
  return {
    start: () => title(output, host),
    event(event) {
      if (isNews(event)) eventLine(output, event, host);
    },
  };
}

/** The same lines but those of single packets, and a last line that is drawn again. */
function liveLines(output: Output, host: Host): Progress {
  const isNews = newsFilter();
  return {
    start() {
      title(output, host);
      if (host.check !== undefined) output.status(`looking at ${serviceName(host)}`);
    },
    event(event) {
      if (event.type !== 'packet' && isNews(event)) eventLine(output, event, host);
      if (event.type === 'packet') output.status(`knocking ${Math.max(event.step, 1)} of ${event.of}`);
      else if (event.type === 'probe' && event.phase === 'after') {
        output.status(`waiting for ${serviceName(host)}, ${describeMoment(event.atMs)}`);
      }
    },
  };
}

function title(output: Output, host: Host): void {
  output.parts([
    [host.name, 'strong'],
    [host.name === host.address ? '' : `  ${host.address}`, 'plain'],
    [`  ${methodName(host.knock)}`, 'dim'],
  ]);
}

function eventLine(output: Output, event: RunEvent, host: Host): void {
  output.parts([
    [`${describeMoment(event.atMs).padStart(9)}  `, 'dim'],
    [describeEvent(event, host), 'plain'],
  ]);
}

/**
 * Lets a probe pass that shows something else than the one before it on the same address, and an answer to a step
 * that none came to before: dozens show the same.
 */
function newsFilter(): (event: RunEvent) => boolean {
  const shown = new Map<string, string>();
  const isNew = (place: string, what: string): boolean => {
    const before = shown.get(place);
    shown.set(place, what);
    return before !== what;
  };
  return (event) => {
    if (event.type === 'probe') return isNew(event.address, event.outcome.kind);
    if (event.type === 'answer')
      return event.step > 0 && isNew(`${event.address} ${event.step}`, event.answer);
    return true;
  };
}

/** Green for open doors, red for shut ones, yellow for what nobody knows. */
export function toneOf(verdict: Verdict): Tone {
  switch (verdict) {
    case 'opened':
    case 'already-open':
    case 'closed':
    case 'already-closed':
      return 'good';
    case 'sent':
    case 'rate-limited':
    case 'cancelled':
      return 'warn';
    case 'still-closed':
    case 'still-open':
    case 'service-down':
    case 'wrong-service':
    case 'unreachable':
      return 'bad';
    default:
      return verdict satisfies never;
  }
}
