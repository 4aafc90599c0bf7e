import type { Api } from '../../contract.ts';
import type { Host } from '../../hosts/schema.ts';
import { formatSequence } from '../../knock/sequence.ts';
import { formatOneTimeList } from '../../otp/one-time.ts';
import type { NumberedSteps, Preview } from '../../preview.ts';
import { describeObstacle } from '../../present/obstacles.ts';
import { methodName } from '../../present/host.ts';
import { alignRows } from '../../present/table.ts';
import { describeDuration } from '../../present/time.ts';
import { fail, ok, type Result } from '../../result.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { unlockFor } from '../passphrase.ts';
import { refuse, type Refusal, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';

export interface CodesFlags {
  readonly count?: number;
  /** A time step, a counter, or a line from 1. */
  readonly from?: number;
  readonly knockd?: true;
}

type Codes = Extract<Preview, { readonly kind: 'ports' }>;

/** As many as one preview holds. */
const mostCodes = 1_000;

/** The next ports of a host whose ports change. Sends nothing, and uses nothing up. */
export async function codes(session: Session, name: string, flags: CodesFlags): Promise<ExitCode> {
  const { output } = session;
  const found = await findSaved(session, name);
  if (!found.ok) return refuse(output, found.error);
  const host = found.value;
  const problem = problemWith(host, flags);
  if (problem !== null) return refuse(output, { code: 'usage', message: problem });

  const opened = await unlockFor(session, host.knock);
  if (!opened.ok) return refuse(output, opened.error);
  const shown = await previewOf(session.api, host, flags);
  if (!shown.ok) return refuse(output, shown.error);
  const all = [shown.value.now, ...shown.value.next];
  if (flags.knockd) {
    output.text(formatOneTimeList(all.map(({ steps }) => steps)));
    output.problem('Keep a line to spare: knockd ends when its last one is used.');
  } else if (output.isJson) output.json(jsonOf(session, host, shown.value, all));
  else tell(session, host, shown.value, all);
  return exitCodes.open;
}

function problemWith({ name, knock }: Host, { count = 1, from, knockd }: CodesFlags): string | null {
  const { method } = knock;
  if (method === 'sequence') return `The ports of "${name}" never change. See: postern hosts show "${name}"`;
  if (method === 'spa' || method === 'pknock') return `"${name}" sends a packet that is made anew each time.`;
  if (count < 1 || count > mostCodes) return `--count: Write a number from 1 to ${mostCodes}.`;
  if (knockd && method === 'totp') return 'knockd has no list for ports that change with the time.';
  if (from === 0 && method === 'list') return '--from: Lines count from 1.';
  return null;
}

async function previewOf(
  api: Api,
  host: Host,
  { count, from, knockd }: CodesFlags,
): Promise<Result<Codes, Refusal>> {
  const isList = host.knock.method === 'list';
  const shown = await api.preview({
    subject: { hostId: host.id },
    count: count ?? (knockd ? 100 : 5),
    ...(from !== undefined && { from: isList ? from - 1 : from }),
  });
  if (!shown.ok) return shown;
  if (shown.value.kind === 'ports') return ok(shown.value);
  if (shown.value.kind === 'packet') throw new Error('ports that change, shown as a packet');
  const { reason } = shown.value;
  switch (reason.code) {
    case 'list-used-up':
      return fail({ code: 'list-used-up', name: host.name });
    case 'no-sequence': {
      const { what, next } = describeObstacle(reason);
      return fail({ code: 'usage', message: `${what} ${next}` });
    }
    case 'secret-missing':
    case 'vault-locked':
    case 'vault-damaged':
    case 'store-broken':
    case 'store-newer':
    case 'store-unreadable':
      return fail(reason);
    default:
      throw new Error(`codes that cannot be shown: ${reason.code}`);
  }
}

/** When a code begins, from now; null where that depends on knocks. */
function startsInMs({ ports }: Session, { changesAt, everyMs }: Codes, place: number): number | null {
  if (changesAt === null || everyMs === null) return null;
  return changesAt + (place - 1) * everyMs - ports.clock.now();
}

function tell(session: Session, host: Host, shown: Codes, all: readonly NumberedSteps[]): void {
  const { output } = session;
  output.parts([
    [host.name, 'strong'],
    [`  ${methodName(host.knock)}`, 'dim'],
  ]);
  const isTimed = shown.everyMs !== null;
  const rows = all.map(({ number, steps }, place) => [
    String(number),
    ...(isTimed ? [whenOf(session, shown, place)] : []),
    steps.length === 0 ? 'none: this code cannot be knocked' : formatSequence(steps),
  ]);
  const head = { totp: 'STEP', hotp: 'COUNTER', list: 'LINE', sequence: '', spa: '', pknock: '' };
  const [titles, ...lines] = alignRows([
    [head[host.knock.method], ...(isTimed ? ['WHEN'] : []), 'PORTS'],
    ...rows,
  ]);
  output.line(titles ?? '', 'dim');
  for (const line of lines) output.line(line);
}

function whenOf(session: Session, shown: Codes, place: number): string {
  const startMs = startsInMs(session, shown, place) ?? 0;
  const endMs = startMs + (shown.everyMs ?? 0);
  const whole = (ms: number): string => describeDuration(Math.round(ms / 1_000) * 1_000);
  if (endMs <= 0) return `ended ${whole(-endMs)} ago`;
  return startMs <= 0 ? `now, ${whole(endMs)} left` : `in ${whole(startMs)}`;
}

function jsonOf(session: Session, host: Host, shown: Codes, all: readonly NumberedSteps[]): object {
  const { id, name, knock } = host;
  return {
    type: 'codes',
    schema: schemaVersion,
    host: { id, name },
    method: knock.method,
    everyMs: shown.everyMs,
    codes: all.map(({ number, steps }, place) => ({
      number,
      startsInMs: startsInMs(session, shown, place),
      hits: steps,
    })),
  };
}
