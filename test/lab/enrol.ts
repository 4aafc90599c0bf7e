/** Hosts with secrets in a POSTERN_HOME, as a user who set a passphrase leaves them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../app/engine/engine.ts';
import type { HostInput } from '../../app/hosts/schema.ts';
import { parseHost } from '../../app/hosts/schema.ts';
import { createPorts } from '../../app/node/ports.ts';
import type { SecretEdits } from '../../app/secrets/input.ts';

const passphrase = 'open sesame in the lab';

/** Where the passphrase of every enrolled home is written down (POSTERN_PASSPHRASE_FILE). */
export function passphraseFile(home: string): string {
  return join(home, 'passphrase');
}

/** Saves a host with its secrets. The first time it makes the vault. */
export async function enrol(
  home: string,
  host: Omit<HostInput, 'id'> & { readonly id?: string },
  secrets: SecretEdits,
): Promise<string> {
  const api = createEngine(createPorts({ folder: home }));
  writeFileSync(passphraseFile(home), `${passphrase}\n`, { mode: 0o600 });
  const look = await api.loadSecrets({});
  if (!look.ok) throw new Error(look.error.code);
  const opened =
    look.value.state === 'none'
      ? await api.setPassphrase({ current: null, next: passphrase })
      : await api.unlockVault({ passphrase });
  if (!opened.ok) throw new Error(opened.error.code);
  const parsed = parseHost({ id: crypto.randomUUID(), ...host });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const saved = await api.saveHost({ host: parsed.value, was: null, secrets });
  if (!saved.ok) throw new Error(JSON.stringify(saved.error));
  return saved.value.id;
}
