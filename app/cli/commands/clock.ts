import type { Failure } from '../../errors.ts';
import { describeOffset } from '../../present/clock.ts';
import { fail, type Result } from '../../result.ts';
import type { ClockOffset } from '../../time/ports.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { refuse, type Session } from '../session.ts';

export interface ClockFlags {
  readonly source?: string;
}

/** Compares this computer's clock with the one of the settings, or another one. */
export async function clock(session: Session, flags: ClockFlags): Promise<ExitCode> {
  const { output, ports } = session;
  const source = flags.source ?? (await ports.settings.load()).clockSource;
  if (source === '') {
    const message = 'No clock to compare with is set. Name one: postern clock --source ntp://HOST';
    return refuse(output, { code: 'usage', message });
  }
  const offset = await compare(session, flags.source);
  if (!offset.ok) return refuse(output, offset.error);
  if (output.isJson) output.json({ type: 'clock-offset', schema: schemaVersion, source, ...offset.value });
  else output.line(`This computer's clock is ${describeOffset(offset.value)} (${source}).`);
  return exitCodes.open;
}

async function compare(
  { api, ports }: Session,
  source: string | undefined,
): Promise<Result<ClockOffset, Failure>> {
  if (source === undefined) return api.checkClock({});
  const offset = await ports.time.compare(source, new AbortController().signal);
  return offset.ok ? offset : fail({ code: 'clock-unknown', source, problem: offset.error });
}
