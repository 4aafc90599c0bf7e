// Adds hosts to the store in a folder, one change after the other, and says the name of each that was confirmed.
import { addHost } from '../../../app/hosts/edit.ts';
import { parseHost } from '../../../app/hosts/schema.ts';
import { createHostStore } from '../../../app/node/host-store.ts';

const [folder = '', writer = '', count = '0'] = process.argv.slice(2);
const store = createHostStore({ folder, patienceMs: 60_000 });

for (let n = 0; n < Number(count); n += 1) {
  const host = parseHost({
    id: store.newId(),
    name: `${writer}-${n}`,
    address: '192.0.2.1',
    knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 7000 }] },
  });
  if (!host.ok) throw new Error('the test writes an invalid host');
  const changed = await store.change((hosts) => addHost(hosts, host.value));
  if (!changed.ok) throw new Error(JSON.stringify(changed.error));
  process.stdout.write(`${host.value.name}\n`);
}
