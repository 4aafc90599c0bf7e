import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { decisionJson, decisionLines } from '../output-watch.ts';
import { schemaVersion } from '../output-json.ts';
import { refuse, type Session } from '../session.ts';

export interface DecisionFlags {
  readonly acted?: true;
  readonly count?: number;
}

/** What was decided, oldest first, with the reasons. */
export async function decisions(session: Session, flags: DecisionFlags): Promise<ExitCode> {
  const { api, output } = session;
  const { acted = false, count = 20 } = flags;
  if (count < 1 || count > 200) return refuse(output, { code: 'usage', message: '--count: Use 1 to 200.' });
  const read = await api.readDecisions({ acted, beforeId: null, count });
  if (!read.ok) return refuse(output, read.error);
  const entries = read.value.entries.toReversed();
  if (output.isJson) {
    const { total } = read.value;
    output.json({ type: 'decisions', schema: schemaVersion, entries: entries.map(decisionJson), total });
    return exitCodes.open;
  }
  for (const entry of entries) decisionLines(output, entry);
  if (entries.length === 0) {
    output.line(
      acted
        ? 'No rule has done anything yet.'
        : 'Nothing was decided yet. Rules act in the desktop app and in: postern watch',
    );
  }
  return exitCodes.open;
}
