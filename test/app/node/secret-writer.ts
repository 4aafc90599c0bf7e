// Sets secrets in the vault of a folder, one after the other, and says the host of each that was confirmed.
import { readFileSync } from 'node:fs';
import { createSecretStore } from '../../../app/node/secret-store.ts';
import { id } from '../hosts/host.ts';

const [folder = '', first = '0', count = '0'] = process.argv.slice(2);
const store = createSecretStore({ folder, patienceMs: 60_000 });
const unlocked = await store.unlock(readFileSync(0));
if (!unlocked.ok) throw new Error(JSON.stringify(unlocked.error));

for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
  const hostId = id(n);
  const changed = await store.change([
    { hostId, slot: 'otp-secret', bytes: new TextEncoder().encode(hostId) },
  ]);
  if (!changed.ok) throw new Error(JSON.stringify(changed.error));
  process.stdout.write(`${hostId}\n`);
}
