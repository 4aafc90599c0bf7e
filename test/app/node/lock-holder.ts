// Takes a lock turn after turn, and writes down when each begins and ends.
import { appendFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { takeLock } from '../../../app/node/lock.ts';

const [folder = '', log = '', turns = '0'] = process.argv.slice(2);
const signal = new AbortController().signal;

for (let turn = 0; turn < Number(turns); turn += 1) {
  const release = await takeLock({ folder, name: 'log', signal });
  appendFileSync(log, `${process.pid} begins\n`);
  // The moment in which another process would get in.
  await breathe();
  appendFileSync(log, `${process.pid} ends\n`);
  await release?.();
  process.stdout.write('.');
}
