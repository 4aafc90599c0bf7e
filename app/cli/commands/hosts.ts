import { usesCounter } from '../../hosts/method.ts';
import { parseHost, type Host } from '../../hosts/schema.ts';
import { describeCounter } from '../../present/counter.ts';
import { describeFailure } from '../../present/errors.ts';
import { describeHost, hostRows } from '../../present/host-table.ts';
import { describeSecrets } from '../../present/secrets.ts';
import type { VaultLook } from '../../secrets/look.ts';
import { slotsOfHost } from '../../secrets/slots.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { localTime } from '../local-time.ts';
import { schemaVersion } from '../output-json.ts';
import { refuse, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';
import { counterFacts, counterOf } from './counter.ts';

export async function listHosts(session: Session): Promise<ExitCode> {
  const { api, ports, output } = session;
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return refuse(output, hosts.error);
  const damaged = await ports.hosts.damaged();
  const broken = damaged.ok ? damaged.value : [];
  if (output.isJson) {
    const entries = broken.map(({ index, id, name, issues }) => ({ index, id, name, issues }));
    output.json({ type: 'hosts', schema: schemaVersion, hosts: hosts.value, damaged: entries });
    return exitCodes.open;
  }
  const [head, ...rows] = hostRows(hosts.value);
  if (head !== undefined && rows.length > 0) output.line(head, 'dim');
  for (const row of rows) output.line(row);
  if (rows.length === 0 && broken.length === 0) {
    output.line(
      'No hosts yet. Add one with: postern hosts add NAME --address ADDRESS --steps "7000 8000 9000"',
    );
  }
  for (const { index, name, issues } of broken) {
    const { what } = describeFailure({ code: 'invalid-host', issues });
    output.problem(
      `Entry ${index + 1} of the hosts file${name === null ? '' : ` ("${name}")`} is left out: ${what}`,
    );
  }
  return exitCodes.open;
}

export async function showHost(session: Session, name: string): Promise<ExitCode> {
  const { ports, output } = session;
  const host = await findSaved(session, name);
  if (!host.ok) return refuse(output, host.error);
  const look = await ports.secrets.look();
  const kept = look.ok ? (look.value.secrets[host.value.id] ?? {}) : null;
  const counted = await counterOf(session, host.value);
  const counter = counted.ok ? counted.value : null;
  if (output.isJson) {
    const secrets = kept === null ? null : secretFacts(host.value, kept);
    const where = usesCounter(host.value) && counted.ok ? counterFacts(host.value, counter) : null;
    output.json({ type: 'host', schema: schemaVersion, host: host.value, secrets, counter: where });
    return exitCodes.open;
  }
  for (const line of describeHost(host.value)) output.line(line);
  for (const line of describeSecrets(host.value, kept, localTime)) output.line(line);
  for (const line of describeCounter(host.value, counter)) output.line(`${'Counter'.padEnd(15)} ${line}`);
  for (const each of [look, counted]) if (!each.ok) output.problem(describeFailure(each.error).what);
  return exitCodes.open;
}

export async function renameHost(session: Session, name: string, newName: string): Promise<ExitCode> {
  const { api, output } = session;
  const old = await findSaved(session, name);
  if (!old.ok) return refuse(output, old.error);
  const host = parseHost({ ...old.value, name: newName });
  if (!host.ok) return refuse(output, host.error);
  const saved = await api.saveHost({ host: host.value, was: old.value });
  if (!saved.ok) return refuse(output, saved.error);
  output.line(`Renamed "${old.value.name}" to "${host.value.name}".`);
  return exitCodes.open;
}

export async function removeHost(session: Session, name: string): Promise<ExitCode> {
  const { api, output } = session;
  const host = await findSaved(session, name);
  if (!host.ok) return refuse(output, host.error);
  const removed = await api.removeHost({ hostId: host.value.id });
  if (!removed.ok) return refuse(output, removed.error);
  output.line(`Removed "${host.value.name}".`);
  return exitCodes.open;
}

function secretFacts(host: Host, kept: VaultLook['secrets'][string]): readonly object[] {
  return slotsOfHost(host).map((slot) => {
    const { bytes = null, setAt = null } = kept[slot] ?? {};
    return { slot, set: bytes !== null, bytes, setAt };
  });
}
