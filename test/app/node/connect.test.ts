import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Expectation } from '../../../app/hosts/schema.ts';
import { connect } from '../../../app/node/connect.ts';
import type { ProbeRequest } from '../../../app/probe/ports.ts';
import { selfSigned } from './self-signed.ts';
import { openSilentPort } from './silent-port.ts';

const servers: Server[] = [];
let silent: Awaited<ReturnType<typeof openSilentPort>>;

beforeAll(async () => {
  silent = await openSilentPort();
});

afterAll(() => silent.close());

// A server is closed only when all its connections are: a probe that kept one would stop here.
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

/** A service on the loopback. Returns its port and the connections it had. */
async function serve(onConnection: (socket: Socket) => void, host = '127.0.0.1') {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => {});
    socket.resume();
    onConnection(socket);
  });
  return { port: await listen(server, host), connections };
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Says the pieces one after the other, far enough apart to arrive as such. */
function say(...pieces: readonly string[]) {
  return (socket: Socket): void => {
    socket.setNoDelay(true);
    const [piece, ...later] = pieces;
    if (piece === undefined) return;
    socket.write(piece);
    setTimeout(() => say(...later)(socket), 10);
  };
}

function probe(port: number, expectation: Expectation | null = null, request: Partial<ProbeRequest> = {}) {
  const signal = new AbortController().signal;
  return connect(
    {
      address: '127.0.0.1',
      family: 4,
      source: null,
      port,
      expect: expectation,
      timeoutMs: 5_000,
      ...request,
    },
    signal,
  );
}

const rttMs = expect.any(Number) as number;
const open = { kind: 'open', rttMs };
const wrong = (saw: string) => ({ kind: 'wrong', rttMs, saw });

describe('without an expectation', () => {
  test('a connection that stands is open, and is closed again', async () => {
    const { port, connections } = await serve(() => {});
    expect(await probe(port)).toEqual(open);
    expect(connections).toHaveLength(1);
  });

  test('a connection that is reset at once has stood', async () => {
    const { port } = await serve((socket) => socket.resetAndDestroy());
    expect(await probe(port)).toEqual(open);
  });

  test('IPv6 is as good', async () => {
    const { port } = await serve(() => {}, '::1');
    expect(await probe(port, null, { address: '::1', family: 6 })).toEqual(open);
  });

  test('the source address is the one asked for', async () => {
    const { port, connections } = await serve(() => {});
    await probe(port, null, { source: '127.0.0.2' });
    expect(connections.map(({ remoteAddress }) => remoteAddress)).toEqual(['127.0.0.2']);
  });

  test('a port that nothing listens on refuses', async () => {
    const { port } = await serve(() => {});
    await new Promise((done) => servers.pop()?.close(done));
    expect(await probe(port)).toEqual({ kind: 'refused', rttMs });
  });

  test('no answer within the time is silence', async () => {
    const outcome = await probe(silent.port, null, { timeoutMs: 50 });
    expect(outcome).toEqual({ kind: 'silent', waitedMs: expect.any(Number) as number });
    expect(outcome.kind === 'silent' && outcome.waitedMs).toBeGreaterThanOrEqual(49);
  });
});

describe('what never leaves', () => {
  test.each<[string, Partial<ProbeRequest>, object]>([
    [
      'a source that is not ours',
      { source: '192.0.2.7' },
      { code: 'source-unavailable', source: '192.0.2.7' },
    ],
    ['a source of the other family', { source: '::1' }, { code: 'source-unavailable', source: '::1' }],
    [
      // The source makes sure of it.
      'a link that is not there',
      { address: 'fe80::7%no-such-link', family: 6, source: '127.0.0.1' },
      { code: 'no-route', address: 'fe80::7%no-such-link' },
    ],
  ])('%s', async (_, request, obstacle) => {
    const { port, connections } = await serve(() => {});
    expect(await probe(port, null, request)).toEqual({ kind: 'not-sent', obstacle });
    expect(connections).toEqual([]);
  });
});

describe('SSH', () => {
  const ssh = { kind: 'ssh' } as const;

  test.each<[string, readonly string[], object]>([
    ['in one piece', ['SSH-2.0-OpenSSH_9.2p1\r\n'], open],
    ['in pieces', ['SS', 'H', '-2.0-OpenSSH'], open],
    ['after other lines', ['Welcome.\r\nPlease wa', 'it.\r\nSSH-2', '.0-x\r\n'], open],
    ['after more than we read', [`${'x'.repeat(5_000)}\r\nSSH-2.0-x\r\n`], wrong('x'.repeat(80))],
  ])('%s', async (_, pieces, outcome) => {
    const { port } = await serve(say(...pieces));
    expect(await probe(port, ssh)).toEqual(outcome);
  });

  test('never: the service says something else and waits', async () => {
    const { port } = await serve(say('220 mail.example.net ESMTP\r\n'));
    expect(await probe(port, ssh, { timeoutMs: 1_000 })).toEqual(wrong('220 mail.example.net ESMTP'));
  });

  test('never: the service says nothing', async () => {
    const { port } = await serve(() => {});
    expect(await probe(port, ssh, { timeoutMs: 50 })).toEqual(wrong(''));
  });

  test('never: the service ends the connection', async () => {
    const { port } = await serve((socket) => socket.end('Too many connections\r\n'));
    expect(await probe(port, ssh)).toEqual(wrong('Too many connections'));
  });

  test('never: the service resets the connection', async () => {
    const { port } = await serve((socket) => socket.resetAndDestroy());
    expect(await probe(port, ssh)).toEqual(wrong(''));
  });
});

describe('HTTP', () => {
  test.each<[string, number | undefined, readonly string[], object]>([
    ['any status', undefined, ['HTTP/1.1 503 Service Unavailable\r\n\r\n'], open],
    ['the status asked for, in pieces', 200, ['HTTP/1.', '1 20', '0 OK\r\n\r\n'], open],
    ['another status', 200, ['HTTP/1.1 404 Not Found\r\n\r\n'], wrong('HTTP/1.1 404 Not Found')],
    ['another protocol', undefined, ['SSH-2.0-x\r\n'], wrong('SSH-2.0-x')],
  ])('%s', async (_, status, pieces, outcome) => {
    const asked: Buffer[] = [];
    const { port } = await serve((socket) => {
      socket.once('data', (data: Buffer) => {
        asked.push(data);
        say(...pieces)(socket);
      });
    });
    expect(await probe(port, { kind: 'http', ...(status !== undefined && { status }) })).toEqual(outcome);
    expect(Buffer.concat(asked).toString()).toMatch(/^HEAD \/ HTTP\/1\.1\r\nHost: 127\.0\.0\.1\r\n/);
  });
});

describe('a prefix', () => {
  const ready = { kind: 'prefix', text: '+OK' } as const;

  test.each<[string, readonly string[], object]>([
    ['in pieces', ['+', 'OK ready\r\n'], open],
    ['of another text is wrong before the end', ['-ERR'], wrong('-ERR')],
  ])('%s', async (_, pieces, outcome) => {
    const { port } = await serve(say(...pieces));
    expect(await probe(port, ready)).toEqual(outcome);
  });
});

describe('TLS', () => {
  const tls = { kind: 'tls' } as const;

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s, whoever signed the certificate', async (version) => {
    const server = createTlsServer({ ...selfSigned(), minVersion: version, maxVersion: version });
    server.on('secureConnection', (socket) => socket.on('error', () => {}).resume());
    expect(await probe(await listen(server), tls)).toEqual(open);
  });

  test('a server that refuses us by an alert speaks TLS', async () => {
    // RFC 8446 §6: fatal (2), unrecognized_name (112).
    const alert = Buffer.from('15030300020270', 'hex');
    const { port } = await serve((socket) => socket.once('data', () => socket.end(alert)));
    expect(await probe(port, tls)).toEqual(open);
  });

  test.each<[string, (socket: Socket) => void]>([
    ['says something else', (socket) => socket.write('SSH-2.0-x\r\n')],
    ['ends the connection', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ])('a server that %s does not', async (_, answer) => {
    const { port } = await serve(answer);
    expect(await probe(port, tls)).toEqual(wrong(''));
  });

  test('a server that says nothing does not, when the time is over', async () => {
    const { port } = await serve(() => {});
    expect(await probe(port, tls, { timeoutMs: 50 })).toEqual(wrong(''));
  });
});

describe('an abort', () => {
  test('ends the wait for an answer at once', async () => {
    const stop = new AbortController();
    const outcome = connect(
      { address: '127.0.0.1', family: 4, source: null, port: silent.port, expect: null, timeoutMs: 600_000 },
      stop.signal,
    );
    stop.abort();
    expect(await outcome).toEqual({ kind: 'silent', waitedMs: expect.any(Number) as number });
  });

  test.each<Expectation>([{ kind: 'ssh' }, { kind: 'tls' }])(
    'of a connection that stands tells that it stood: %j',
    async (expectation) => {
      const stop = new AbortController();
      const { port } = await serve((socket) => {
        socket.write('SS');
        setTimeout(() => stop.abort(), 50);
      });
      const request = { address: '127.0.0.1', family: 4, source: null, port, timeoutMs: 600_000 } as const;
      const outcome = await connect({ ...request, expect: expectation }, stop.signal);
      expect(outcome).toMatchObject({ kind: 'wrong' });
    },
  );

  test('that came before makes no connection', async () => {
    const { port, connections } = await serve(() => {});
    const request = { address: '127.0.0.1', family: 4, source: null, port, timeoutMs: 5_000 } as const;
    expect(await connect({ ...request, expect: null }, AbortSignal.abort())).toEqual({
      kind: 'silent',
      waitedMs: 0,
    });
    expect(await probe(port)).toEqual(open);
    expect(connections).toHaveLength(1);
  });
});
