import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { fakeKnockd } from '../../../app/fake/servers.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { PracticePorts } from '../../../app/practice/ports.ts';

/** A door that is drawn anew with every start of the program. */
function doorAt(ports: readonly number[]) {
  return {
    address: '127.0.0.1',
    knock: { method: 'sequence', steps: ports.map((port) => ({ proto: 'tcp' as const, port })), gapMs: 20 },
    check: { port: 22 },
    openForMs: 15_000,
  } satisfies Awaited<ReturnType<PracticePorts['open']>>;
}

const steps = [11_000, 12_000, 10_500].map((port) => ({ proto: 'tcp' as const, port }));
const server = fakeKnockd({
  doors: [{ steps, servicePort: 22, openForMs: 15_000 }],
  seqTimeoutMs: 10_000,
  latencyMs: () => 0,
});
const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;

test('the practice host is saved once and knocks the door as it is now', async () => {
  const world = createWorld({ servers: { '127.0.0.1': server } });
  const before = createEngine({
    ...world.ports,
    practice: { open: async () => doorAt([1_111, 2_222, 1_500]) },
  });
  const first = await before.openPractice({});
  const after = createEngine({
    ...world.ports,
    practice: { open: async () => doorAt([11_000, 12_000, 10_500]) },
  });
  if (!first.ok) throw new Error('the practice host was not saved');

  const knocked = await world.clock.run(after.knock({ subject: { hostId: first.value.id }, options }));
  const hosts = await after.loadHosts({});

  expect(first.value).toMatchObject({ name: 'Practice door', tags: ['practice'] });
  expect(knocked).toMatchObject({ ok: true, value: { verdict: 'opened' } });
  expect(hosts).toMatchObject({ value: [{ id: first.value.id, knock: { steps } }] });
});
