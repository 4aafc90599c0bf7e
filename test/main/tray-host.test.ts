import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBus, type Bus } from '../../app/node/dbus/bus.ts';
import { findTrayHost } from '../../main/tray-host.ts';
import { openFakeBus, type FakeBus } from '../app/node/dbus/fake-bus.ts';

let folder = '';
let bus: FakeBus | null = null;
const open: Bus[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-bus-'));
});

afterEach(async () => {
  for (const connection of open.splice(0)) connection.end();
  await bus?.close();
  bus = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(hasTrayHost: boolean): Promise<FakeBus> {
  bus = await openFakeBus({ socket: join(folder, 'bus'), hasTrayHost });
  return bus;
}

async function connectTo({ address }: { readonly address: string }): Promise<Bus> {
  const connection = await connectBus({ addresses: address });
  open.push(connection);
  return connection;
}

test('a panel that is there is found', async () => {
  const there = await start(true);
  const host = await findTrayHost({ openBus: () => connectTo(there) });
  expect(host.isPresent()).toBe(true);
  // The watch stands before the question, so that nothing happens between them.
  expect(there.calls).toEqual(['Hello', 'AddMatch', 'NameHasOwner']);
});

test('a panel that goes for good is missed', async () => {
  const there = await start(true);
  const host = await findTrayHost({ openBus: () => connectTo(there) });
  const gone = new Promise((resolve) => host.onChange(resolve));
  there.setTrayHost(false);
  expect(await gone).toBe(false);
});

test('without a bus there is no tray host', async () => {
  const host = await findTrayHost({ openBus: () => connectBus({ addresses: `unix:path=${folder}/none` }) });
  expect(host.isPresent()).toBe(false);
});

test('a panel that starts later is noticed, one that is restarted is not missed', async () => {
  const there = await start(false);
  const host = await findTrayHost({ openBus: () => connectTo(there) });
  expect(host.isPresent()).toBe(false);
  const changes: boolean[] = [];
  const came = new Promise((resolve) => {
    host.onChange((isPresent) => resolve(changes.push(isPresent)));
  });
  there.setTrayHost(true);
  await came;
  there.setTrayHost(false);
  there.setTrayHost(true);
  // The answer comes after both signals on the same connection.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect({ changes, isPresent: host.isPresent() }).toEqual({ changes: [true], isPresent: true });
});
