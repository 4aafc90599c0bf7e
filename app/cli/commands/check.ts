import type { ExitCode } from '../exit-codes.ts';
import type { HostFlags } from '../host-flags.ts';
import { refuse, type Session } from '../session.ts';
import { hostToCheck } from '../subject.ts';
import { runCommand } from './run.ts';

export interface CheckFlags extends HostFlags {
  readonly quiet?: true;
}

export async function check(session: Session, name: string, flags: CheckFlags): Promise<ExitCode> {
  const host = await hostToCheck(session, name, flags);
  if (!host.ok) return refuse(session.output, host.error);
  if (host.value.check === undefined) {
    return refuse(session.output, { code: 'nothing-to-check', name: host.value.name });
  }
  return runCommand(session, { host: host.value, quiet: flags.quiet === true, knock: null });
}
