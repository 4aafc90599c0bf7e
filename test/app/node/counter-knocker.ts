// Knocks with a counter at a server that is a file, one run after the other, and dies by SIGKILL at one step of one run.
import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { createCounterStore } from '../../../app/node/counter-store.ts';
import { candidates, confirm, newCounter, release, reserve } from '../../../app/otp/counter.ts';

const [folder = '', hostId = '', wire = '', kind = '', runs = '0', death = ''] = process.argv.slice(2);
const window = 5;
const store = createCounterStore({ folder, patienceMs: 60_000 });

/** What the server expects after all that has arrived. */
function position() {
  let expected = 0;
  for (const line of readFileSync(wire, 'utf8').split('\n')) {
    const n = line.startsWith('sent ') ? Number(line.slice(5)) : -1;
    const most = kind === 'ahead' ? expected + window : expected;
    if (expected <= n && n <= most) expected = n + 1;
  }
  return expected;
}

function step(name: string, run: number) {
  if (name === death && run === Number(runs) - 1) process.kill(process.pid, 'SIGKILL');
}

async function change(edit: Parameters<typeof store.change>[1]) {
  const changed = await store.change(hostId, edit);
  if (!changed.ok || changed.value === null) throw new Error(JSON.stringify(changed));
  return changed.value;
}

async function knock(run: number) {
  const loaded = await store.load();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const counter = loaded.value[hostId] ?? (await change((known) => known ?? newCounter(0, null)));
  for (const n of candidates(counter, window)) {
    step('reserve', run);
    await change((known) => known && reserve(known, n));
    step('send', run);
    const before = position();
    appendFileSync(wire, `sent ${n}\n`);
    step('look', run);
    if (position() === before) continue;
    appendFileSync(wire, `opened ${n}\n`);
    step('confirm', run);
    await change((known) => known && confirm(known, n));
    appendFileSync(wire, `confirmed ${n}\n`);
    step('end', run);
    return;
  }
  await change((known) => known && release(known, window));
}

// So that whoever kills this process knows that it is at work.
writeSync(1, '.');
for (let run = 0; run < Number(runs); run += 1) await knock(run);
