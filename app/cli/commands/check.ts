import type { ExitCode } from '../exit-codes.ts';
import type { HostFlags } from '../host-flags.ts';
import { refuse, type Session } from '../session.ts';
import { hostToCheck } from '../subject.ts';
import { runCommand } from './run.ts';

export interface CheckFlags extends HostFlags {
  readonly quiet?: true;
}

export async function check(session: Session, name: string, flags: CheckFlags): Promise<ExitCode> {
  const found = await hostToCheck(session, name, flags);
  if (!found.ok) return refuse(session.output, found.error);
  const { host } = found.value;
  if (host.check === undefined) {
    return refuse(session.output, { code: 'nothing-to-check', name: host.name });
  }
  return runCommand(session, { ...found.value, quiet: flags.quiet === true, work: { do: 'check' } });
}
