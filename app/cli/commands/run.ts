import type { KnockOptions, Subject } from '../../contract.ts';
import type { Failure } from '../../errors.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Result } from '../../result.ts';
import type { KnockResult } from '../../run.ts';
import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { createRunOutput } from '../output-run.ts';
import { refuse, type Session } from '../session.ts';

interface RunRequest {
  readonly host: Host;
  readonly subject: Subject;
  readonly quiet: boolean;
  readonly work:
    | { readonly do: 'knock'; readonly options: KnockOptions }
    /** Look, without a knock. */
    | { readonly do: 'check' }
    /** Send what shuts the door of a saved host. */
    | { readonly do: 'close' };
}

/** One run of a host, shown while it happens. Ctrl-C cancels it, and it still tells how far it came. */
export async function showRun(session: Session, request: RunRequest): Promise<Result<KnockResult, Failure>> {
  const { api, output, version } = session;
  const { host, subject, quiet, work } = request;
  const shown = createRunOutput({ output, host, command: work.do, quiet, version });
  shown.start();

  let told = 0;
  // The engine keeps the last run of each host; this one begins when it says that it runs.
  let isRunning = false;
  const stopWatching = api.watch(({ runs }) => {
    const run = runs[host.id];
    isRunning ||= run?.state === 'running';
    if (run === undefined || !isRunning) return;
    for (const event of run.events.slice(told)) shown.event(event);
    told = run.events.length;
  });
  const result = await session.cancellable(
    () => void api.cancelKnock({ hostId: host.id }),
    () => start(),
  );
  stopWatching();
  if (result.ok) shown.end(result.value);
  return result;

  function start(): Promise<Result<KnockResult, Failure>> {
    switch (work.do) {
      case 'knock':
        return api.knock({ subject, options: work.options });
      case 'check':
        return api.check({ subject });
      case 'close':
        return api.closeHost({ hostId: host.id, cause: 'command-line' });
      default:
        return work satisfies never;
    }
  }
}

/** The same as a whole command. */
export async function runCommand(session: Session, request: RunRequest): Promise<ExitCode> {
  const result = await showRun(session, request);
  return result.ok ? exitCodeOf(result.value) : refuse(session.output, result.error);
}
