import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { fail } from '../../../app/result.ts';
import { home, home6, knockd, nas, service } from './story.ts';

const names = { 'nas.example': [home6, home] };

function worldWith(host: Host, servers = { [home]: knockd() }) {
  return createWorld({ servers, names, hosts: [host] });
}

test('ssh is started with the address that opened, not with the name', async () => {
  const host = nas({ address: 'nas.example', connect: { kind: 'ssh' } });
  const world = worldWith(host);
  const connected = await world.clock.run(createEngine(world.ports).connect({ hostId: host.id }));
  expect(connected).toMatchObject({ ok: true, value: { verdict: 'opened', address: home } });
  expect(world.launches).toMatchObject([
    { program: 'ssh', args: expect.arrayContaining(['--', home]) as string[] },
  ]);
});

test('nothing is started when the door stays shut', async () => {
  const host = nas({ tries: 1, connect: { kind: 'ssh' } });
  const world = worldWith(host, { [home]: service(() => 'drop') });
  const connected = await world.clock.run(createEngine(world.ports).connect({ hostId: host.id }));
  expect(connected).toMatchObject({ ok: true, value: { verdict: 'still-closed' } });
  expect(world.launches).toEqual([]);
});

test('a server that admits one connection leaves it to the program', async () => {
  const host = nas({ admitsOne: true, connect: { kind: 'ssh' } });
  const world = worldWith(host);
  await world.clock.run(createEngine(world.ports).connect({ hostId: host.id }));
  expect(world.launches).toHaveLength(1);
  expect(world.probes()).toBe(0);
});

test('a host with nothing to start is not knocked for it', async () => {
  const host = nas();
  const world = worldWith(host);
  const connected = await world.clock.run(createEngine(world.ports).connect({ hostId: host.id }));
  expect(connected).toEqual({ ok: false, error: { code: 'nothing-to-start', name: 'nas' } });
  expect(world.hits).toEqual([]);
});

test('a program that does not start is a failure, although the door is open', async () => {
  const host = nas({ connect: { kind: 'ssh' } });
  const world = worldWith(host);
  const launch = { launch: async () => fail({ code: 'not-started', program: 'xterm' } as const) };
  const connected = await world.clock.run(
    createEngine({ ...world.ports, launch }).connect({ hostId: host.id }),
  );
  expect(connected).toEqual({ ok: false, error: { code: 'not-started', program: 'xterm' } });
});
