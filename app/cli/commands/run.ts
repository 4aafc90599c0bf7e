import type { KnockOptions } from '../../contract.ts';
import type { Failure } from '../../errors.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Result } from '../../result.ts';
import type { KnockResult } from '../../run.ts';
import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { createRunOutput } from '../output-run.ts';
import { refuse, type Session } from '../session.ts';

/** One run of a host, shown while it happens. Ctrl-C cancels it and still tells how far it came. */
export async function showRun(
  session: Session,
  request: { readonly host: Host; readonly quiet: boolean; readonly knock: KnockOptions | null },
): Promise<ExitCode> {
  const { api, output, version } = session;
  const { host, quiet, knock } = request;
  const shown = createRunOutput({ output, host, command: knock ? 'knock' : 'check', quiet, version });
  shown.start();

  let told = 0;
  const stopWatching = api.watch(({ runs }) => {
    const events = runs[host.id]?.events ?? [];
    for (const event of events.slice(told)) shown.event(event);
    told = events.length;
  });
  const result: Result<KnockResult, Failure> = await session.cancellable(
    () => void api.cancelKnock({ hostId: host.id }),
    () => (knock ? api.knock({ subject: { host }, options: knock }) : api.check({ subject: { host } })),
  );
  stopWatching();

  if (!result.ok) return refuse(output, result.error);
  shown.end(result.value);
  return exitCodeOf(result.value.verdict);
}
