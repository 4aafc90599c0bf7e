import { describePacketVerdict, packetRows } from '../../present/spa.ts';
import { ok } from '../../result.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { localTime } from '../local-time.ts';
import { schemaVersion } from '../output-json.ts';
import { unlockFor } from '../passphrase.ts';
import { readWhole } from '../read-whole.ts';
import { refuse, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';

/** Says what a packet is, and what a server with the keys of this host would do with it. */
export async function explainPacket(session: Session, name: string, typed: string): Promise<ExitCode> {
  const { api, output } = session;
  const host = await findSaved(session, name);
  if (!host.ok) return refuse(output, host.error);
  const { id, name: hostName, knock } = host.value;
  const notFwknop = { code: 'usage', message: `"${hostName}" sends no fwknop packets.` } as const;
  if (knock.method !== 'spa') return refuse(output, notFwknop);
  const bytes = typed === '-' ? await readWhole(session, typed) : ok(new TextEncoder().encode(typed));
  if (!bytes.ok) return refuse(output, bytes.error);

  const opened = await unlockFor(session, knock);
  if (!opened.ok) return refuse(output, opened.error);
  const packet = new TextDecoder().decode(bytes.value).trim();
  const explained = await api.explainPacket({ hostId: id, packet });
  if (!explained.ok) return refuse(output, explained.error);
  if (explained.value.kind === 'other-method') return refuse(output, notFwknop);
  if (output.isJson) {
    const of = { id, name: hostName };
    output.json({ type: 'packet-explained', schema: schemaVersion, host: of, ...explained.value });
    return exitCodes.open;
  }
  for (const row of packetRows(explained.value, localTime)) output.line(row);
  const { what, next } = describePacketVerdict(explained.value);
  output.parts([
    [what, explained.value.refusal === null ? 'good' : 'bad'],
    [` ${next}`, 'plain'],
  ]);
  return exitCodes.open;
}
