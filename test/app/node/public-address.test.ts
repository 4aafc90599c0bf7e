import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { firstAddress, publicAddress } from '../../../app/node/public-address.ts';

const { signal } = new AbortController();

/** A web server on the loopback; its address. */
async function page(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `http://127.0.0.1:${address.port}/`;
}

test.each([
  ['a line', '198.51.100.7\n', '198.51.100.7'],
  ['a line of Windows', '198.51.100.7\r\n', '198.51.100.7'],
  ['a page', '<html><body>Current IP Address: 198.51.100.7</body></html>', '198.51.100.7'],
  ['JSON', '{"ip":"198.51.100.7","via":"203.0.113.9"}', '198.51.100.7'],
  ['the first of two', 'v1.2.3.4.5 10.300.1.1 198.51.100.7 203.0.113.9', '198.51.100.7'],
  ['at the end of a sentence', 'You are 198.51.100.7.', '198.51.100.7'],
  ['IPv6', '2001:db8::7', null],
  ['no address', '<html>busy</html>', null],
  ['the address that packets use for their own sender', '0.0.0.0', null],
  ['an empty page', '', null],
])('an answer with %s', async (_, body, expected) => {
  const url = await page((_request, response) => response.end(body));
  expect(await publicAddress(url, signal)).toBe(expected);
});

test('only the first 1,024 bytes are looked at, and no address that they cut', async () => {
  expect(firstAddress(`${'x '.repeat(506)}198.51.100.7`)).toBeNull();
  expect(firstAddress(`198.51.100.7 ${'x'.repeat(1_011)}`)).toBe('198.51.100.7');
  let isClosed = false;
  const url = await page((request, response) => {
    request.socket.once('close', () => (isClosed = true));
    const more = (): void => {
      if (response.write(' '.repeat(65_536))) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  expect(await publicAddress(url, signal)).toBeNull();
  await expect.poll(() => isClosed).toBe(true);
});

test.each([404, 500, 204])('an answer of %i is none', async (status) => {
  const url = await page((_request, response) => response.writeHead(status).end('198.51.100.7'));
  expect(await publicAddress(url, signal)).toBeNull();
});

test.each([
  [3, '198.51.100.7'],
  [4, null],
])('%i redirects lead to %s', async (count, expected) => {
  const url = await page((request, response) => {
    const nth = Number(request.url?.slice(1) ?? 0);
    if (nth === count) response.end('198.51.100.7');
    else response.writeHead(302, { location: `/${nth + 1}` }).end();
  });
  expect(await publicAddress(url, signal)).toBe(expected);
});

test('a server that changes to another protocol has told no address', async () => {
  const url = await page((request) => {
    request.socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
  });
  expect(await publicAddress(url, signal)).toBeNull();
});

test.each(['file:///etc/hostname', 'data:text/plain,198.51.100.7', 'ftp://127.0.0.1/', 'http://'])(
  'a redirect to %s is not followed',
  async (location) => {
    const url = await page((_request, response) => response.writeHead(302, { location }).end());
    expect(await publicAddress(url, signal)).toBeNull();
  },
);

test('the page is asked over IPv4 alone, with nothing but what is needed', async () => {
  let asked: unknown;
  const url = await page((request, response) => {
    asked = { family: request.socket.remoteFamily, method: request.method, headers: request.headers };
    response.end('198.51.100.7');
  });
  expect(await publicAddress(url.replace('127.0.0.1', 'localhost'), signal)).toBe('198.51.100.7');
  expect(asked).toEqual({
    family: 'IPv4',
    method: 'GET',
    headers: {
      'user-agent': 'Postern',
      accept: 'text/plain, */*',
      host: new URL(url).host.replace('127.0.0.1', 'localhost'),
      connection: 'close',
    },
  });
});

test('a page that does not answer, or not to the end, is given up', async () => {
  const silent = await page(() => {});
  const halting = await page((_request, response) => response.write('198.51.100.7'));
  expect(await publicAddress(silent, signal, { waitMs: 50 })).toBeNull();
  expect(await publicAddress(halting, signal, { waitMs: 50 })).toBeNull();
});

test('it ends when it is told to', async () => {
  const controller = new AbortController();
  const url = await page(() => controller.abort());
  expect(await publicAddress(url, controller.signal)).toBeNull();
});

test.each(['http://127.0.0.1:1/', 'ftp://127.0.0.1/', 'nonsense', 'http://[::1]:1/'])(
  'there is nothing at %s',
  async (url) => {
    expect(await publicAddress(url, signal)).toBeNull();
  },
);
