import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { isCaptive } from '../../../../app/node/network/captive.ts';

const { signal } = new AbortController();

async function page(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `http://127.0.0.1:${address.port}/generate_204`;
}

test.each([
  [204, 'online'],
  [200, 'captive'],
  [302, 'captive'],
  [511, 'captive'],
] as const)('status %i means %s', async (status, expected) => {
  const url = await page((_request, response) => response.writeHead(status, { Location: '/login' }).end());
  expect(await isCaptive(url, signal)).toBe(expected);
});

test('the way to the sign-in page is not taken', async () => {
  const asked: (string | undefined)[] = [];
  const url = await page((request, response) => {
    asked.push(request.url);
    response.writeHead(302, { Location: '/login' }).end();
  });
  expect(await isCaptive(url, signal)).toBe('captive');
  expect(asked).toEqual(['/generate_204']);
});

test('a page without an end is not read', async () => {
  let isClosed = false;
  const url = await page((request, response) => {
    request.socket.once('close', () => (isClosed = true));
    response.writeHead(200).write('x');
  });
  expect(await isCaptive(url, signal)).toBe('captive');
  await expect.poll(() => isClosed).toBe(true);
});

test('nobody there, silence, and what is no page, are unknown', async () => {
  const silent = await page(() => {});
  expect(await isCaptive(silent, signal, { waitMs: 50 })).toBe('unknown');
  expect(await isCaptive(silent, AbortSignal.abort())).toBe('unknown');
  expect(await isCaptive('http://127.0.0.1:1/', signal)).toBe('unknown');
  expect(await isCaptive('not a page', signal)).toBe('unknown');
  expect(await isCaptive('file:///etc/hosts', signal)).toBe('unknown');
});
