import { exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { unlockFor } from '../passphrase.ts';
import { refuse, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';
import { showRun } from './run.ts';

/** Sends what shuts the door of a host again. */
export async function close(
  session: Session,
  name: string,
  { quiet = false }: { readonly quiet?: boolean },
): Promise<ExitCode> {
  const { output } = session;
  const found = await findSaved(session, name);
  if (!found.ok) return refuse(output, found.error);
  const host = found.value;
  if (host.close === undefined) return refuse(output, { code: 'nothing-to-close', name: host.name });
  const opened = await unlockFor(session, host.close);
  if (!opened.ok) return refuse(output, opened.error);
  const closed = await showRun(session, { host, subject: { hostId: host.id }, quiet, work: { do: 'close' } });
  return closed.ok ? exitCodeOf(closed.value) : refuse(output, closed.error);
}
