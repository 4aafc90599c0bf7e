import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { compare } from '../../../app/node/compare-clock.ts';
import { fail } from '../../../app/result.ts';

const { signal } = new AbortController();

/** A time server on the loopback, which answers with what `answer` makes of a question; its address. */
async function timeServer(answer: (question: Buffer) => readonly Uint8Array[]): Promise<string> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.on('message', (question: Buffer, { port, address }: RemoteInfo) => {
    for (const packet of answer(question)) socket.send(packet, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `ntp://127.0.0.1:${socket.address().port}`;
}

/** A web server on the loopback; its address. */
async function webServer(answer: RequestListener): Promise<string> {
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

/** The answer of a server whose clock is ahead of ours. RFC 5905 §7.3 */
function ntpAnswer(question: Buffer, aheadMs: number): Buffer {
  const answer = Buffer.alloc(48);
  answer[0] = (4 << 3) | 4;
  answer[1] = 2;
  question.copy(answer, 24, 40, 48);
  const nowS = (Date.now() + aheadMs) / 1_000 + 2_208_988_800;
  for (const at of [32, 40]) {
    answer.writeUInt32BE(Math.floor(nowS), at);
    answer.writeUInt32BE(Math.floor((nowS % 1) * 2 ** 32), at + 4);
  }
  return answer;
}

test('a time server says how far our clock is behind', async () => {
  const source = await timeServer((question) => [ntpAnswer(question, 300_000)]);
  const compared = await compare(source, signal);
  if (!compared.ok) throw new Error(compared.error);
  const { offsetMs, errorMs } = compared.value;
  expect(Math.abs(offsetMs - 300_000)).toBeLessThanOrEqual(errorMs + 1);
});

test('a packet that answers no question of ours is passed over', async () => {
  const source = await timeServer((question) => [
    Buffer.alloc(48),
    ntpAnswer(Buffer.alloc(48), 900_000),
    ntpAnswer(question, 0),
  ]);
  const compared = await compare(source, signal);
  expect(compared.ok && Math.abs(compared.value.offsetMs) < 60_000).toBe(true);
});

test('the date of a web server says how far our clock is ahead', async () => {
  const source = await webServer((_request, response) => {
    response.setHeader('Date', new Date(Date.now() - 300_000).toUTCString()).end();
  });
  const compared = await compare(source, signal);
  if (!compared.ok) throw new Error(compared.error);
  expect(Math.abs(compared.value.offsetMs + 300_000)).toBeLessThanOrEqual(compared.value.errorMs + 1);
});

test('a web server that changes to another protocol is no clock', async () => {
  const source = await webServer((request) => {
    request.socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
  });
  expect(await compare(source, signal)).toEqual(fail('unreachable'));
});

test.each(['ntp', 'http'])('who no longer wants to know over %s does not wait', async (scheme) => {
  const silent = await timeServer(() => []);
  const source = silent.replace('ntp', scheme);
  expect(await compare(source, AbortSignal.abort())).toEqual(fail('no-answer'));
});

test.each(['ntp://127.0.0.1:0', 'file:///etc/hostname', 'time.example.net'])(
  '%s is no clock',
  async (source) => {
    expect(await compare(source, signal)).toEqual(fail('not-a-clock'));
  },
);
