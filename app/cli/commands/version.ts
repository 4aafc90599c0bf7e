import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export function version(session: Session): ExitCode {
  session.output.line(`postern ${session.version}`);
  return exitCodes.open;
}
