import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { afterKnock } from '../after-knock.ts';
import type { HostFlags } from '../host-flags.ts';
import { unlockFor } from '../passphrase.ts';
import { refuse, type Session } from '../session.ts';
import { hostToKnock } from '../subject.ts';
import { showRun } from './run.ts';

export interface KnockFlags extends HostFlags {
  readonly always?: true;
  readonly force?: true;
  readonly quiet?: true;
}

export async function knock(session: Session, name: string, flags: KnockFlags): Promise<ExitCode> {
  const found = await hostToKnock(session, name, flags);
  if (!found.ok) return refuse(session.output, found.error);
  const { host, subject } = found.value;
  const opened = await unlockFor(session, host.knock);
  if (!opened.ok) return refuse(session.output, opened.error);
  const quiet = flags.quiet === true;
  const result = await showRun(session, {
    host,
    subject,
    quiet,
    work: {
      do: 'knock',
      options: {
        cause: 'command-line',
        always: flags.always === true,
        force: flags.force === true,
        ifRunning: 'join',
      },
    },
  });
  if (!result.ok) return refuse(session.output, result.error);
  await afterKnock(session, { host, result: result.value, quiet });
  return exitCodeOf(result.value);
}
