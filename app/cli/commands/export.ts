import { access, writeFile } from 'node:fs/promises';
import type { Failure } from '../../errors.ts';
import type { Host } from '../../hosts/schema.ts';
import { attempt } from '../../node/files.ts';
import { count } from '../../present/text.ts';
import { ok, type Result } from '../../result.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { newPassphrase, withVault } from '../passphrase.ts';
import { refuse, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';

/** Writes hosts with their secrets and counters into a new file that a passphrase seals. Without names: all. */
export async function exportHosts(
  session: Session,
  file: string,
  names: readonly string[],
): Promise<ExitCode> {
  const { api, output } = session;
  const there = { code: 'usage', message: `${file} is there already. Choose another name.` } as const;
  // Before anything is asked.
  if (await exists(file)) return refuse(output, there);
  const hosts = await hostsNamed(session, names);
  if (!hosts.ok) return refuse(output, hosts.error);
  if (hosts.value.length === 0) {
    return refuse(output, { code: 'usage', message: 'There are no hosts to export.' });
  }

  const typed = await newPassphrase(session);
  if (!typed.ok) return refuse(output, typed.error);
  const passphrase = new TextDecoder().decode(typed.value);
  typed.value.fill(0);
  const hostIds = hosts.value.map(({ id }) => id);
  const exported = await withVault(session, () => api.exportHosts({ hostIds, passphrase }));
  if (!exported.ok) return refuse(output, exported.error);

  // Never over a file that came into being meanwhile, and for the owner alone.
  const written = await attempt(() => writeFile(file, exported.value.text, { flag: 'wx', mode: 0o600 }));
  if (!written.ok) {
    const failure: Failure = { code: 'store-unwritable', file, reason: written.error };
    return refuse(output, written.error === 'not-a-file' ? there : failure);
  }
  if (output.isJson) {
    const entries = hosts.value.map(({ id, name }) => ({ id, name }));
    output.json({ type: 'export', schema: schemaVersion, file, hosts: entries });
  } else {
    output.line(`Exported ${count(hosts.value.length, 'host')} to ${file}.`, 'good');
    const sealer = session.env['POSTERN_PASSPHRASE_FILE'];
    // Nobody was asked, so it is told.
    if (sealer) output.line(`It opens with the passphrase in ${sealer}.`);
  }
  return exitCodes.open;
}

async function exists(file: string): Promise<boolean> {
  return (await attempt(() => access(file))).ok;
}

async function hostsNamed(
  session: Session,
  names: readonly string[],
): Promise<Result<readonly Host[], Failure>> {
  if (names.length === 0) return session.api.loadHosts({});
  const hosts = new Map<string, Host>();
  for (const name of names) {
    const host = await findSaved(session, name);
    if (!host.ok) return host;
    hosts.set(host.value.id, host.value);
  }
  return ok([...hosts.values()]);
}
