import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isConnectedTo } from '../../../../app/node/network/connected.ts';
import { createSystem } from '../../../../app/node/network/system.ts';
import { fakeSystem } from './fake-system.ts';

const here = { platform: 'linux', ...createSystem({ root: '/', folders: [] }) } as const;

async function service(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

test.skipIf(process.platform !== 'linux').each(['127.0.0.1', '::1'])(
  'a connection of another process to %s counts until it ends',
  async (address) => {
    const port = await service(address);
    expect(await isConnectedTo({ address, port }, here)).toBe(false);
    const program = fork(new URL('connection.ts', import.meta.url), [address, String(port)]);
    onTestFinished(() => void program.kill());
    await once(program, 'message');
    expect(await isConnectedTo({ address, port }, here)).toBe(true);
    program.kill();
    await expect.poll(() => isConnectedTo({ address, port }, here)).toBe(false);
  },
);

test.skipIf(process.platform !== 'linux')('a connection of our own does not count', async () => {
  const port = await service('127.0.0.1');
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  expect(await isConnectedTo({ address: '127.0.0.1', port }, here)).toBe(false);
});

test('elsewhere netstat tells, and without it nobody', async () => {
  const asked = { address: '203.0.113.7', port: 22 };
  const row = 'tcp4       0      0  192.168.1.20.52345     203.0.113.7.22         ESTABLISHED\n';
  const mac = fakeSystem({ programs: { 'netstat -anW -p tcp': row } });
  expect(await isConnectedTo(asked, { platform: 'darwin', ...mac })).toBe(true);
  expect(await isConnectedTo(asked, { platform: 'win32', ...fakeSystem({}) })).toBeNull();
  expect(await isConnectedTo(asked, { platform: 'linux', ...fakeSystem({}) })).toBeNull();
  expect(await isConnectedTo(asked, { platform: 'freebsd', ...fakeSystem({}) })).toBeNull();
});
