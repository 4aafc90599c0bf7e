import { describeVault, describeSecretProblem, keptSecrets, secretRows } from '../../present/secrets.ts';
import { fail, ok, type Result } from '../../result.ts';
import { readSecret } from '../../secrets/encoding.ts';
import type { Encoding, SecretInput } from '../../secrets/input.ts';
import { slotsOfHost, type Slot } from '../../secrets/slots.ts';
import { notText, secretText, usualEncoding } from '../entered.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { localTime } from '../local-time.ts';
import { schemaVersion } from '../output-json.ts';
import { askSecret, askTwice, newPassphrase, readPassphrase, vaultOf, withVault } from '../passphrase.ts';
import { refuse, type Refusal, type Session } from '../session.ts';
import { findSaved } from '../subject.ts';

export async function secretStatus({ api, ports, output }: Session): Promise<ExitCode> {
  const look = await ports.secrets.look();
  if (!look.ok) return refuse(output, look.error);
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return refuse(output, hosts.error);
  const kept = keptSecrets(look.value, hosts.value);
  if (output.isJson) {
    const { state, opensWith } = look.value;
    output.json({ type: 'secrets', schema: schemaVersion, vault: state, opensWith, secrets: kept });
    return exitCodes.open;
  }
  if (look.value.state === 'none') {
    output.line('No secrets yet. Begin with: postern secrets passphrase');
    return exitCodes.open;
  }
  output.line(describeVault(look.value));
  const [head, ...rows] = secretRows(kept, (atMs) => localTime(atMs).slice(0, 16));
  if (head !== undefined && rows.length > 0) output.line(head, 'dim');
  for (const row of rows) output.line(row);
  return exitCodes.open;
}

export async function changePassphrase(session: Session): Promise<ExitCode> {
  const { ports, output } = session;
  const look = await ports.secrets.look();
  if (!look.ok) return refuse(output, look.error);
  const isSet = look.value.opensWith.passphrase;
  // Before anything is typed in vain.
  if (!isSet && look.value.state === 'locked') {
    return refuse(output, { code: 'vault-locked', opensWith: 'keyring' });
  }

  const current = isSet ? await readPassphrase(session, 'Passphrase until now: ') : ok(null);
  if (!current.ok) return refuse(output, current.error);
  const next = isSet ? await askTwice(session) : await newPassphrase(session);
  const set = next.ok
    ? await ports.secrets.setPassphrase({ current: current.value, next: next.value })
    : next;
  current.value?.fill(0);
  if (next.ok) next.value.fill(0);
  if (!set.ok) return refuse(output, set.error);
  output.line(isSet ? 'The passphrase was changed.' : 'The passphrase was set.', 'good');
  return exitCodes.open;
}

export interface SetFlags {
  readonly encoding?: Encoding;
}

interface Place {
  /** As typed: a name or an id. */
  readonly host: string;
  readonly slot: Slot;
}

export async function setSecret(
  session: Session,
  { host: typed, slot, flags }: Place & { readonly flags: SetFlags },
): Promise<ExitCode> {
  const { api, ports, output } = session;
  const host = await findSaved(session, typed);
  if (!host.ok) return refuse(output, host.error);
  const { id: hostId, name } = host.value;
  const places = slotsOfHost(host.value);
  if (!places.includes(slot)) {
    const uses = places.length === 0 ? 'It needs no secret.' : `It uses ${places.join(', ')}.`;
    return refuse(output, { code: 'usage', message: `"${name}" does not use ${slot}. ${uses}` });
  }

  // Before anything is typed in vain.
  const look = await vaultOf(session).look();
  if (!look.ok) return refuse(output, look.error);
  if (look.value.state === 'none' && look.value.keyring !== 'real') {
    return refuse(output, { code: 'vault-missing' });
  }
  const input = await readInput(session, {
    slot,
    encoding: flags.encoding ?? usualEncoding(slot, host.value.knock),
  });
  if (!input.ok) return refuse(output, input.error);
  // As the window does: what could not be knocked with is refused, and a new list begins at its first line.
  const edit = { host: host.value, was: host.value, secrets: { [slot]: input.value } };
  const changed = await withVault(session, () => api.saveHost(edit));
  if (!changed.ok) return refuse(output, changed.error);
  const kept = await ports.secrets.look();
  const bytes = kept.ok ? kept.value.secrets[hostId]?.[slot]?.bytes : undefined;
  output.line(`Kept ${slot} of "${name}"${bytes === undefined ? '' : ` (${bytes} bytes)`}.`, 'good');
  return exitCodes.open;
}

export async function removeSecret(session: Session, { host: typed, slot }: Place): Promise<ExitCode> {
  const { ports, output } = session;
  const look = await ports.secrets.look();
  if (!look.ok) return refuse(output, look.error);
  const host = typed in look.value.secrets ? ok({ id: typed, name: typed }) : await findSaved(session, typed);
  if (!host.ok) return refuse(output, host.error);
  const { id: hostId, name } = host.value;
  if (look.value.secrets[hostId]?.[slot] === undefined) {
    return refuse(output, { code: 'usage', message: `"${name}" has no ${slot}. Nothing was removed.` });
  }
  const changed = await ports.secrets.change([{ hostId, slot, bytes: null }]);
  if (!changed.ok) return refuse(output, changed.error);
  output.line(`Removed ${slot} of "${name}".`);
  return exitCodes.open;
}

/** What is piped in, or typed unseen. */
async function readInput(
  session: Session,
  { slot, encoding }: { readonly slot: Slot; readonly encoding: Encoding },
): Promise<Result<SecretInput, Refusal>> {
  const piped = await session.secretInput.readAll();
  const given = piped === null ? await askSecret(session, `${slot} (${encoding}, not shown): `) : ok(piped);
  if (!given.ok) return given;
  const text = secretText(given.value);
  if (text === null) return fail({ code: 'usage', message: `This is ${notText}` });
  const secret = readSecret(text, encoding);
  if (!secret.ok) return fail({ code: 'usage', message: describeSecretProblem(secret.error, encoding) });
  secret.value.fill(0);
  return ok({ text, encoding });
}
