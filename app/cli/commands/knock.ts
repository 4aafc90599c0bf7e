import type { ExitCode } from '../exit-codes.ts';
import type { HostFlags } from '../flags.ts';
import { refuse, type Session } from '../session.ts';
import { hostToKnock } from '../subject.ts';
import { runCommand } from './run.ts';

export interface KnockFlags extends HostFlags {
  readonly always?: true;
  readonly force?: true;
  readonly quiet?: true;
}

export async function knock(session: Session, name: string, flags: KnockFlags): Promise<ExitCode> {
  const host = await hostToKnock(session, name, flags);
  if (!host.ok) return refuse(session.output, host.error);
  return runCommand(session, {
    host: host.value,
    quiet: flags.quiet === true,
    knock: {
      cause: 'command-line',
      always: flags.always === true,
      force: flags.force === true,
      ifRunning: 'join',
    },
  });
}
