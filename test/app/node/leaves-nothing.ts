// Hits a silent port in every way, closes all shots and tells what the process would still wait for.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Packet } from '../../../app/knock/ports.ts';
import { prepare } from '../../../app/node/hits.ts';

const port = Number(process.argv[2]);
const packets: readonly Packet[] = [
  { proto: 'tcp', port, mode: 'syn' },
  { proto: 'tcp', port, mode: 'connect' },
  { proto: 'udp', port, data: Uint8Array.of(0) },
];

for (const isSent of [true, false]) {
  for (const packet of packets) {
    const prepared = await prepare(packet, { address: '127.0.0.1', family: 4, source: null });
    if (!prepared.ok) throw new Error(prepared.error.code);
    if (isSent) await prepared.value.send(() => {});
    prepared.value.close();
    prepared.value.close();
  }
}
await nextTurn();
await nextTurn();
console.log(JSON.stringify(process.getActiveResourcesInfo().filter((kind) => /TCP|UDP|Timeout/.test(kind))));
