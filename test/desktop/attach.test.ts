import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { host as makeHost } from '../app/hosts/host.ts';
import { control } from './launch.ts';
import { posternOfEachTest, type Postern } from './postern.ts';

const start = posternOfEachTest(afterEach);
const cli = join(import.meta.dirname, '..', '..', 'app', 'cli', 'bin.ts');

/** A service on the loopback whose connections are counted: knocks are, too, where a step is its port. */
async function service(): Promise<{ readonly port: number; readonly connections: () => number }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a service without a port');
  return { port: address.port, connections: () => sockets.length };
}

/** The command line beside the app; its exit code does not matter. */
async function postern(there: Postern, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, POSTERN_HOME: there.folder };
  const run = promisify(execFile)(process.execPath, [cli, ...args], { env });
  return (await run.catch((error: { readonly stdout: string }) => error)).stdout;
}

const trayLines = async ({ app }: Postern): Promise<readonly string[]> =>
  (await control(app, (standIn) => standIn.tray()))?.menu?.map(({ text }) => text) ?? [];

test('what the command line knocks is knocked by the app that runs, which shows it', async () => {
  const open = await service();
  const nas = makeHost({
    name: 'nas',
    address: '127.0.0.1',
    knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 47_001 }] },
    check: { port: open.port },
  });
  const there = await start({ hosts: [nas] });
  await expect.poll(() => trayLines(there)).toContain('nas: not checked');
  // No file tells the app of this: it was asked.
  expect(await postern(there, 'check', 'nas', '--quiet')).toContain('Open');
  await expect.poll(async () => (await trayLines(there)).join()).toContain('nas: open');
});

test('a rule that the command line adds is known to the app at once', async () => {
  const nas = makeHost({ name: 'nas', address: '127.0.0.1', check: { port: 47_002 } });
  const there = await start({ hosts: [nas] });
  await expect.poll(() => trayLines(there)).toContain('nas: not checked');
  expect(await postern(there, 'rules', 'add', '--when', 'woke', '--hosts', 'nas')).toContain('Added:');
  expect(await postern(there, 'decisions')).toContain('Postern started');
});

test('a door that is to be shut on quitting is shut, and nothing is waited for else', async () => {
  const [open, closing] = [await service(), await service()];
  const nas = makeHost({
    name: 'nas',
    address: '127.0.0.1',
    check: { port: open.port },
    close: { method: 'sequence', tcp: 'connect', steps: [{ proto: 'tcp', port: closing.port }] },
    closeOn: ['quit'],
  });
  const there = await start({ hosts: [nas] });
  await expect.poll(() => trayLines(there)).toContain('nas: not checked');
  await postern(there, 'check', 'nas', '--quiet');
  expect(closing.connections()).toBe(0);
  const ended = there.app.waitForEvent('close');
  await control(there.app, (standIn, path) => standIn.chooseInTray(path), 'Quit Postern');
  await ended;
  expect(closing.connections()).toBeGreaterThan(0);
});
