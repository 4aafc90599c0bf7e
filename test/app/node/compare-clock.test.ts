import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { compare } from '../../../app/node/compare-clock.ts';

const closers: (() => unknown)[] = [];
const never = new AbortController().signal;
const fiveMinutes = 300_000;

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A socket on the loopback that answers each question like this, or not at all. */
async function answering(
  answer: (question: Uint8Array) => readonly Uint8Array[],
  address: '127.0.0.1' | '::1' = '127.0.0.1',
) {
  const questions: { readonly bytes: Uint8Array; readonly from: RemoteInfo }[] = [];
  const socket = createSocket(address === '::1' ? 'udp6' : 'udp4');
  socket.on('message', (bytes, from) => {
    questions.push({ bytes, from });
    for (const reply of answer(bytes)) socket.send(reply, from.port, from.address);
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { port: socket.address().port, questions };
}

/** A time server of stratum 2 whose clock is ahead by this much. */
const timeServer = (aheadMs: number) => (question: Uint8Array) => {
  const packet = new Uint8Array(48);
  const view = new DataView(packet.buffer);
  const ntpMs = Date.now() + aheadMs + 2_208_988_800_000;
  packet.set([0x24, 2]);
  packet.set(question.subarray(40, 48), 24);
  for (const at of [32, 40]) {
    view.setUint32(at, Math.floor(ntpMs / 1_000));
    view.setUint32(at + 4, Math.floor(((ntpMs % 1_000) / 1_000) * 2 ** 32));
  }
  return [packet];
};

async function webServer(handle: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

/** A port of the loopback that nothing listens on. */
async function closedPort(): Promise<number> {
  const { port } = await answering(() => []);
  await closers.pop()?.();
  return port;
}

/** Whether this is what was found, as exactly as it says itself. */
function isNear(compared: Awaited<ReturnType<typeof compare>>, offsetMs: number): boolean {
  if (!compared.ok) throw new Error(compared.error);
  const { offsetMs: seen, errorMs } = compared.value;
  // Both clocks count whole milliseconds.
  return Math.abs(seen - offsetMs) <= errorMs + 1;
}

describe('a time server', () => {
  test.each(['127.0.0.1', '::1'] as const)('on %s tells how far our clock is off', async (address) => {
    const { port, questions } = await answering(timeServer(fiveMinutes), address);
    const host = address === '::1' ? '[::1]' : address;
    expect(isNear(await compare(`ntp://${host}:${port}`, never), fiveMinutes)).toBe(true);
    expect(questions).toHaveLength(1);
  });

  test('is asked with a new cookie each time', async () => {
    const { port, questions } = await answering(timeServer(0));
    await compare(`ntp://127.0.0.1:${port}`, never);
    await compare(`ntp://127.0.0.1:${port}`, never);
    const cookies = questions.map(({ bytes }) => bytes.subarray(40).join());
    expect(new Set(cookies).size).toBe(2);
  });

  test('that talks of something else is no clock', async () => {
    const cancel = new AbortController();
    const { port } = await answering(() => {
      setTimeout(() => cancel.abort(), 100);
      return [new TextEncoder().encode('220 mail.example.net')];
    });
    const compared = await compare(`ntp://127.0.0.1:${port}`, cancel.signal);
    expect(compared).toEqual({ ok: false, error: 'not-a-clock' });
  });

  test('is heard behind somebody who answers in its name', async () => {
    const { port } = await answering((question) => [
      ...timeServer(0)(new Uint8Array(48)),
      ...timeServer(fiveMinutes)(question),
    ]);
    expect(isNear(await compare(`ntp://127.0.0.1:${port}`, never), fiveMinutes)).toBe(true);
  });

  test('that is not there cannot be reached', async () => {
    const compared = await compare(`ntp://127.0.0.1:${await closedPort()}`, never);
    expect(compared).toEqual({ ok: false, error: 'unreachable' });
  });

  test('that says nothing is waited for until somebody cancels', async () => {
    const cancel = new AbortController();
    const { port } = await answering(() => {
      cancel.abort();
      return [];
    });
    const compared = await compare(`ntp://127.0.0.1:${port}`, cancel.signal);
    expect(compared).toEqual({ ok: false, error: 'no-answer' });
  });

  test('is not asked once somebody cancelled', async () => {
    const { port, questions } = await answering(() => []);
    const compared = await compare(`ntp://127.0.0.1:${port}`, AbortSignal.abort());
    expect(compared).toEqual({ ok: false, error: 'no-answer' });
    expect(questions).toEqual([]);
  });
});

describe('a web server', () => {
  test('tells the time in the head of its answer, which is all it is asked for', async () => {
    const { url, asked } = await webServer((_, response) => {
      response.setHeader('Date', new Date(Date.now() + fiveMinutes).toUTCString());
      response.end();
    });
    expect(isNear(await compare(`${url}time`, never), fiveMinutes)).toBe(true);
    expect(asked).toEqual(['HEAD /time']);
  });

  test('that hides the time is no clock', async () => {
    const { url } = await webServer((_, response) => {
      response.sendDate = false;
      response.end();
    });
    expect(await compare(url, never)).toEqual({ ok: false, error: 'not-a-clock' });
  });

  test('tells the time with a refusal too', async () => {
    const { url } = await webServer((_, response) => {
      response.statusCode = 404;
      response.end();
    });
    expect(isNear(await compare(url, never), 0)).toBe(true);
  });

  test('that changes to another protocol is not waited for', async () => {
    const { url } = await webServer(({ socket }) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
    });
    expect(await compare(url, never)).toEqual({ ok: false, error: 'unreachable' });
  });

  test('that is not there cannot be reached', async () => {
    const compared = await compare(`http://127.0.0.1:${await closedPort()}/`, never);
    expect(compared).toEqual({ ok: false, error: 'unreachable' });
  });

  test('that says nothing is waited for until somebody cancels', async () => {
    const cancel = new AbortController();
    const { url } = await webServer(() => cancel.abort());
    expect(await compare(url, cancel.signal)).toEqual({ ok: false, error: 'no-answer' });
  });
});

test.each([
  '',
  'ntp://127.0.0.1:0',
  'ntp.example.net',
  'ftp://127.0.0.1/',
  'ntp://127.0.0.1:0',
  'ntp://127.0.0.1:99999',
  'file:///etc',
])('%j is no clock', async (source) => {
  expect(await compare(source, never)).toEqual({ ok: false, error: 'not-a-clock' });
});
