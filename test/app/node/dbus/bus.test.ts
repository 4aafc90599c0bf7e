import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBus, socketPaths } from '../../../../app/node/dbus/bus.ts';
import { openFakeBus, type FakeBus } from './fake-bus.ts';

let folder = '';
let bus: FakeBus | null = null;
const open: { end(): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-bus-'));
});

afterEach(async () => {
  for (const connection of open.splice(0)) connection.end();
  await bus?.close();
  bus = null;
  rmSync(folder, { recursive: true, force: true });
});

const hasOwner = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'NameHasOwner',
  args: ['org.kde.StatusNotifierWatcher'],
};

async function start(options: Partial<Parameters<typeof openFakeBus>[0]> = {}): Promise<FakeBus> {
  bus = await openFakeBus({ socket: join(folder, 'bus'), hasTrayHost: true, ...options });
  return bus;
}

async function connectTo({ address }: { readonly address: string }) {
  const connection = await connectBus({ addresses: address });
  open.push(connection);
  return connection;
}

test.each(['little', 'big'] as const)('a question is answered, in %s-endian too', async (order) => {
  const there = await start({ order });
  const connection = await connectTo(there);
  expect(await connection.call(hasOwner)).toEqual([true]);
  expect(there.calls).toEqual(['Hello', 'NameHasOwner']);
});

test('an error of the bus is the end of the call, not of the connection', async () => {
  const connection = await connectTo(await start());
  await expect(connection.call({ ...hasOwner, member: 'Refuse' })).rejects.toThrow('no such member');
  expect(await connection.call(hasOwner)).toEqual([true]);
});

test('a bus that goes ends what was asked, and what is asked later', async () => {
  const connection = await connectTo(await start());
  await bus?.close();
  await expect(connection.call(hasOwner)).rejects.toThrow('the bus is gone');
});

test('whoever wants to know is told once that the bus is gone, and at once if it was', async () => {
  const connection = await connectTo(await start());
  const told: string[] = [];
  connection.onEnd(() => told.push('early'));
  await bus?.close();
  await expect.poll(() => told).toEqual(['early']);
  connection.end();
  connection.onEnd(() => told.push('late'));
  expect(told).toEqual(['early', 'late']);
});

test.each(['REJECTED EXTERNAL\r\n', '\0\0\0\0\r\n'])(
  'a login answered with %j is no connection',
  async (login) => {
    const there = await start({ login });
    await expect(connectBus({ addresses: there.address })).rejects.toThrow('the bus is gone');
  },
);

test('addresses are read as the specification writes them', () => {
  expect(
    socketPaths(
      'tcp:host=a,port=1;unix:path=/run/user/1000/bus,guid=0f;unix:abstract=/tmp/a%20b;unix:tmpdir=/x',
    ),
  ).toEqual(['/run/user/1000/bus', '\0/tmp/a b']);
});

test('the first address that answers is taken', async () => {
  const there = await start();
  const connection = await connectTo({ address: `unix:path=${folder}/nobody;${there.address}` });
  expect(await connection.call(hasOwner)).toEqual([true]);
});

test('a real bus understands us', () => {
  const script = `
    import { connectBus } from ${JSON.stringify(join(import.meta.dirname, '../../../../app/node/dbus/bus.ts'))};
    const bus = await connectBus({ addresses: process.env.DBUS_SESSION_BUS_ADDRESS });
    const ask = (name) => bus.call({ ...${JSON.stringify(hasOwner)}, args: [name] });
    console.log(JSON.stringify([await ask('org.kde.StatusNotifierWatcher'), await ask('org.freedesktop.DBus')]));
    bus.end();`;
  const out = execFileSync(
    'dbus-run-session',
    ['--', process.execPath, '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
    },
  );
  expect(JSON.parse(out)).toEqual([[false], [true]]);
});
