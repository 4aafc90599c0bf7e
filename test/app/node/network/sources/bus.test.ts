import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  logindSource,
  networkManagerSource,
  systemBus,
} from '../../../../../app/node/network/sources/bus.ts';
import type { Source } from '../../../../../app/node/network/sources/source.ts';
import { openFakeBus } from '../../dbus/fake-bus.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

async function startBus(owned: readonly string[]) {
  const bus = await openFakeBus({ socket: join(temporaryFolder(), 'bus'), owned });
  onTestFinished(() => bus.close());
  return bus;
}

function listenTo(source: Source) {
  const hints: string[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const ended = source.listen(
    { onActive: () => void states.push('active'), onHint: (hint) => void hints.push(hint) },
    stop.signal,
  );
  return { hints, states, stop, ended };
}

const networkManager = 'org.freedesktop.NetworkManager';
const propertiesChanged = {
  member: 'PropertiesChanged',
  interface: 'org.freedesktop.DBus.Properties',
  strings: [networkManager],
};

test('NetworkManager tells of changes', async () => {
  const bus = await startBus([networkManager]);
  const { hints, states } = listenTo(networkManagerSource(bus.address));
  await expect.poll(() => states).toEqual(['active']);
  bus.signal(propertiesChanged);
  await expect.poll(() => hints).toEqual(['changed']);
});

test('logind tells of waking, and not of falling asleep', async () => {
  const bus = await startBus(['org.freedesktop.login1']);
  const { hints, states } = listenTo(logindSource(bus.address));
  await expect.poll(() => states).toEqual(['active']);
  const prepare = { member: 'PrepareForSleep', interface: 'org.freedesktop.login1.Manager' };
  bus.signal({ ...prepare, flag: true });
  bus.signal({ ...prepare, flag: false });
  await expect.poll(() => hints).toEqual(['woke']);
});

test('without a bus, or a bus without it, it is missing', async () => {
  const bus = await startBus([]);
  const nowhere = `unix:path=${join(temporaryFolder(), 'nobody')}`;
  expect(await listenTo(networkManagerSource(bus.address)).ended).toBe('missing');
  expect(await listenTo(networkManagerSource(nowhere)).ended).toBe('missing');
});

test('a bus that goes, and a service that ends, is the end', async () => {
  const bus = await startBus([networkManager]);
  const first = listenTo(networkManagerSource(bus.address));
  await expect.poll(() => first.states).toEqual(['active']);
  bus.drop();
  expect(await first.ended).toBe('died');

  const second = listenTo(networkManagerSource(bus.address));
  await expect.poll(() => second.states).toEqual(['active']);
  bus.signal({ member: 'NameOwnerChanged', strings: [networkManager, ':1.5', ''] });
  expect(await second.ended).toBe('died');
});

test('told to stop, it hears nothing more', async () => {
  const bus = await startBus([networkManager]);
  const { hints, states, stop, ended } = listenTo(networkManagerSource(bus.address));
  await expect.poll(() => states).toEqual(['active']);
  stop.abort();
  await ended;
  bus.signal(propertiesChanged);
  expect(hints).toEqual([]);
});

test('the system bus is where the environment says, or the usual place', () => {
  expect(systemBus({ DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/x' })).toBe('unix:path=/x');
  expect(systemBus({})).toContain('unix:path=/run/dbus/system_bus_socket');
});
