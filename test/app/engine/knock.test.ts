import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Run } from '../../../app/snapshot.ts';
import { id } from '../hosts/host.ts';
import { at, home, knockd, nas, service } from './story.ts';

const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;

function engineAt(world: ReturnType<typeof createWorld>) {
  return { engine: createEngine(world.ports), ...world };
}

test('a second knock of a host joins the running one: one sequence leaves, both hear its result', async () => {
  const { engine, clock, hits } = engineAt(at(home, knockd()));
  const subject = { host: nas() };
  const [first, second] = await clock.run(
    Promise.all([engine.knock({ subject, options }), engine.knock({ subject, options })]),
  );
  expect(second).toEqual(first);
  expect(hits).toHaveLength(3);
});

test('a knock that replaces waits for the last packet of the other and sends its own sequence whole', async () => {
  const { engine, clock, hits } = engineAt(at(home, knockd()));
  const subject = { host: nas() };
  const first = engine.knock({ subject, options });
  const second = clock
    .sleep(37)
    .then(() => engine.knock({ subject, options: { ...options, ifRunning: 'replace' } }));
  const [replaced, opened] = await clock.run(Promise.all([first, second]));
  expect(replaced).toMatchObject({ value: { verdict: 'cancelled', packets: 2 } });
  // knockd swallows the first full sequence behind two thirds of another one; the retry opens.
  expect(opened).toMatchObject({ value: { verdict: 'opened', tries: 2 } });
  expect(hits.map(({ port }) => port)).toEqual([7000, 8000, 7000, 8000, 9000, 9000, 7000, 8000, 9000]);
});

test('knocks of different hosts run side by side', async () => {
  const world = createWorld({ servers: { [home]: knockd(), '198.51.100.8': knockd() } });
  const { engine, clock } = engineAt(world);
  const hosts = [nas(), nas({ id: id(2), name: 'backup', address: '198.51.100.8' })];
  const results = await clock.run(
    Promise.all(hosts.map((host) => engine.knock({ subject: { host }, options }))),
  );
  expect(results).toMatchObject([{ value: { verdict: 'opened' } }, { value: { verdict: 'opened' } }]);
  expect(clock.elapsed()).toBeLessThan(200);
});

test('cancelling ends a knock at once and leaves the result in the snapshot', async () => {
  const { engine, clock } = engineAt(
    at(
      home,
      service(() => 'drop'),
    ),
  );
  const host = nas();
  let run: Run | undefined;
  engine.watch((snapshot) => {
    run = snapshot.runs[host.id];
  });
  clock.after(500, () => void engine.cancelKnock({ hostId: host.id }));
  await clock.run(engine.knock({ subject: { host }, options }));
  expect(run).toMatchObject({ state: 'done', result: { verdict: 'cancelled', tookMs: 500 } });
});

test('the snapshot follows a run event by event, and revisions grow by one', async () => {
  const { engine, clock } = engineAt(at(home, knockd()));
  const host = nas();
  const seen: { readonly revision: number; readonly events: number | undefined }[] = [];
  engine.watch(({ revision, runs }) => seen.push({ revision, events: runs[host.id]?.events.length }));
  await clock.run(engine.knock({ subject: { host }, options }));
  expect(seen.map(({ revision }) => revision)).toEqual(seen.map((_, index) => index));
  expect(seen.at(0)?.events).toBeUndefined();
  expect(seen.at(-1)?.events).toBe(seen.at(-2)?.events);
});

test('a saved host is knocked by its id, an unknown id is a failure', async () => {
  const host = nas();
  const { engine, clock } = engineAt(createWorld({ servers: { [home]: knockd() }, hosts: [host] }));
  const known = await clock.run(engine.knock({ subject: { hostId: host.id }, options }));
  const unknown = await clock.run(engine.knock({ subject: { hostId: id(9) }, options }));
  expect(known).toMatchObject({ ok: true, value: { verdict: 'opened' } });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'host-not-found' } });
});

test('a check joins the running knock, whose verdict says more', async () => {
  const { engine, clock } = engineAt(at(home, knockd()));
  const subject = { host: nas() };
  const knocking = engine.knock({ subject, options });
  const [knocked, checked] = await clock.run(Promise.all([knocking, engine.check({ subject })]));
  expect(checked).toEqual(knocked);
});

test('a host without a check cannot be checked', async () => {
  const { engine, clock } = engineAt(at(home, knockd()));
  const { check: _, ...host } = nas();
  const result = await clock.run(engine.check({ subject: { host } }));
  expect(result).toEqual({ ok: false, error: { code: 'nothing-to-check', name: 'nas' } });
});
