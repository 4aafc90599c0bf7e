import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../app/fake/clock.ts';
import { fakeFwknopd, fakePknock } from '../../../../app/fake/code-servers.ts';
import { createWorld } from '../../../../app/fake/world.ts';
import { ok } from '../../../../app/result.ts';
import type { SpaPorts } from '../../../../app/spa/ports.ts';
import { home, home6, tell } from '../story.ts';
import { bytesOf, hostWith, serverClock, service, startedAt, vaultWith } from './codes.ts';

/** This computer as servers see it, and as it sees itself in a simulated world. */
const ourAddress = '198.51.100.9';

describe('a fwknop packet', () => {
  const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };
  const secrets = { 'spa-key': 'the encryption key', 'spa-hmac-key': 'the key of the HMAC' };

  function fwknopd({ aheadMs = 0, hmacKey = secrets['spa-hmac-key'] } = {}) {
    return fakeFwknopd({
      keys: {
        mode: 'cbc',
        key: bytesOf(secrets['spa-key']),
        hmac: { hash: 'sha256', key: bytesOf(hmacKey) },
      },
      clock: serverClock(aheadMs),
      sourceAddress: ourAddress,
      openForMs: 30_000,
    });
  }

  /** One knock of a server, with what it heard. */
  async function knock(
    change: object,
    {
      server = fwknopd(),
      outside = {},
      host = {},
      vault = secrets,
    }: {
      readonly server?: ReturnType<typeof fwknopd>;
      readonly outside?: Partial<SpaPorts>;
      readonly host?: Parameters<typeof hostWith>[1];
      readonly vault?: Parameters<typeof vaultWith>[1];
    } = {},
  ) {
    const made = hostWith({ ...spa, ...change }, host);
    const world = createWorld({ servers: { [home]: server }, vault: vaultWith(made, vault), spa: outside });
    return { ...(await tell({ host: made, world })), heard: server.heard };
  }

  test.each([
    ['the address it comes from', { kind: 'source' }, '0.0.0.0,tcp/22'],
    ['an address of the host', { kind: 'fixed', address: ourAddress }, `${ourAddress},tcp/22`],
    ["this computer's own address", { kind: 'local' }, `${ourAddress},tcp/22`],
    [
      'an address that a web page tells',
      { kind: 'resolve', url: 'https://ip.example.net/' },
      `${ourAddress},tcp/22`,
    ],
  ])('that admits %s opens the door', async (_, allow, message) => {
    const { result, heard } = await knock({ allow }, { outside: { publicAddress: async () => ourAddress } });
    expect(result).toMatchObject({ verdict: 'opened', tries: 1, packets: 1, port: 22 });
    expect(heard).toMatchObject([{ verdict: 'opened', fields: { message } }]);
  });

  test('asks a web page once in a run, with the address of the host', async () => {
    const asked: string[] = [];
    const url = 'https://ip.example.net/';
    const publicAddress = async (page: string) => {
      asked.push(page);
      return ourAddress;
    };
    const server = fwknopd({ hmacKey: 'another key' });
    const { result } = await knock(
      { allow: { kind: 'resolve', url } },
      { server, outside: { publicAddress }, host: { tries: 3 } },
    );
    expect(result).toMatchObject({ verdict: 'still-closed', tries: 3 });
    expect(asked).toEqual([url]);
  });

  test.each([
    [{ kind: 'resolve', url: 'https://ip.example.net/' }, 'https://ip.example.net/'],
    [{ kind: 'local' }, null],
  ])('without an address to admit does not leave: %j', async (allow, source) => {
    const nobody = { publicAddress: async () => null, localAddressTowards: async () => null };
    const { result, world } = await knock({ allow }, { outside: nobody });
    expect(result).toMatchObject({ verdict: 'unreachable', obstacle: { code: 'address-unknown', source } });
    expect(world.hits).toEqual([]);
  });

  test('is made anew for each try', async () => {
    const { result, heard, world } = await knock(
      {},
      { server: fwknopd({ aheadMs: 300_000 }), host: { tries: 3 } },
    );
    expect(result).toMatchObject({ verdict: 'still-closed', tries: 3 });
    expect(heard.map(({ verdict }) => verdict)).toEqual(['too-old', 'too-old', 'too-old']);
    expect(new Set(world.hits.map(({ data }) => data?.join())).size).toBe(3);
  });

  test("says the time of the server's clock where the host knows the difference", async () => {
    const { result } = await knock({ clockOffsetS: 300 }, { server: fwknopd({ aheadMs: 300_000 }) });
    expect(result.verdict).toBe('opened');
  });

  test('with another HMAC key opens nothing', async () => {
    const { result, heard } = await knock(
      {},
      { server: fwknopd({ hmacKey: 'another key' }), host: { tries: 1 } },
    );
    expect([result.verdict, heard]).toEqual(['still-closed', [{ verdict: 'refused', fields: null }]]);
  });

  test('asks for as long as the host says', async () => {
    const { heard } = await knock({ timeoutS: 90 });
    expect(heard).toMatchObject([{ verdict: 'opened', fields: { type: 3, timeoutS: 90 } }]);
  });

  test.each(['tcp', 'http'] as const)('goes over %s as one connection', async (transport) => {
    const { result, world, events } = await knock({ transport });
    expect(result).toMatchObject({ verdict: 'opened', packets: 1 });
    expect(world.hits).toMatchObject([{ proto: 'tcp', port: 62_201 }]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'packet', proto: 'tcp', bytes: world.hits[0]?.data?.length }),
    );
  });

  test('goes to another port each time where that is wanted', async () => {
    const server = fwknopd({ hmacKey: 'another key' });
    const { world } = await knock({ port: 'random' }, { server, host: { tries: 4 } });
    const ports = world.hits.map(({ port }) => port);
    expect(new Set(ports).size).toBe(4);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(1_024);
  });

  test('for a random outside port has its service looked for there', async () => {
    const nat = { kind: 'forward', host: '192.168.10.5', outsidePort: 'random' };
    const { result, heard } = await knock({ nat });
    expect(result.verdict).toBe('opened');
    expect(result.port).toBeGreaterThanOrEqual(10_000);
    expect(heard[0]?.fields).toMatchObject({ message: `0.0.0.0,tcp/${result.port}`, nat: '192.168.10.5,22' });
  });

  test('keeps its random outside port from try to try', async () => {
    const nat = { kind: 'forward', host: '192.168.10.5', outsidePort: 'random' };
    const { heard } = await knock({ nat }, { server: fwknopd({ aheadMs: 300_000 }), host: { tries: 3 } });
    expect(heard).toHaveLength(3);
    expect(new Set(heard.map(({ fields }) => fields?.message)).size).toBe(1);
  });

  test.each([
    ['a server that has an IPv6 address only', { address: home6 }],
    ['a host that is to be reached over IPv6', { address: 'nas.example', family: '6' }],
  ] as const)('does not leave for %s', async (_, change) => {
    const host = hostWith(spa, change);
    const world = createWorld({ names: { 'nas.example': [home6] }, vault: vaultWith(host, secrets) });
    const { result } = await tell({ host, world });
    expect(result).toMatchObject({ verdict: 'unreachable', obstacle: { code: 'ipv4-only' } });
    expect(world.hits).toEqual([]);
  });

  test('goes over IPv4 to a name that has both', async () => {
    const host = hostWith(spa, { address: 'nas.example', family: 'both' });
    const world = createWorld({
      servers: { [home]: fwknopd() },
      names: { 'nas.example': [home6, home] },
      vault: vaultWith(host, secrets),
    });
    const { result } = await tell({ host, world });
    expect(result).toMatchObject({ verdict: 'opened', address: home, addresses: [{ family: 4 }] });
  });

  test('that is too large does not leave', async () => {
    const ports = Array.from({ length: 12 }, (_, index) => ({ proto: 'tcp', port: 40_000 + index }));
    const { result, world } = await knock({
      ask: { kind: 'access', ports },
      digest: 'sha512',
      hmac: 'sha512',
    });
    expect(result).toMatchObject({
      verdict: 'unreachable',
      obstacle: { code: 'packet-too-large', most: 399 },
    });
    expect(world.hits).toEqual([]);
  });

  test('whose two keys are the same does not leave', async () => {
    const same = { 'spa-key': 'one key', 'spa-hmac-key': 'one key' };
    const { result, world } = await knock({}, { vault: same });
    expect(result.obstacle).toEqual({ code: 'packet-refused', problem: 'same-keys' });
    expect(world.hits).toEqual([]);
  });

  test('that gpg shall seal is given to it in plain, with the keys of the host', async () => {
    const asked: unknown[] = [];
    const sealWithGpg: SpaPorts['sealWithGpg'] = async ({ plaintext, ...keys }) => {
      asked.push(keys, new TextDecoder().decode(plaintext).split(':')[3]);
      return ok(Uint8Array.of(0x85, 0x01, 0x90, ...new Uint8Array(400)));
    };
    const cipher = { kind: 'gpg', recipient: 'server@example.net', home: '/srv/gpg' };
    const { result } = await knock(
      { cipher },
      { outside: { sealWithGpg }, host: { check: undefined as never } },
    );
    expect(result).toMatchObject({ verdict: 'sent', packets: 1 });
    expect(asked).toEqual([
      { recipient: 'server@example.net', signer: undefined, home: '/srv/gpg' },
      '3.0.0',
    ]);
  });

  test('without gpg does not leave', async () => {
    const { result, world } = await knock({ cipher: { kind: 'gpg', recipient: 'server@example.net' } });
    expect(result).toMatchObject({ verdict: 'unreachable', obstacle: { code: 'gpg', problem: 'missing' } });
    expect(world.hits).toEqual([]);
  });
});

describe("xt_pknock's packet", () => {
  const secret = 'open sesame';
  const pknock = { method: 'pknock', port: 2_000 };

  async function knock(
    change: object = {},
    {
      inMinuteMs = 20_000,
      aheadMs = 0,
      host = {},
    }: {
      readonly inMinuteMs?: number;
      readonly aheadMs?: number;
      readonly host?: Parameters<typeof hostWith>[1];
    } = {},
  ) {
    const made = hostWith({ ...pknock, ...change }, host);
    const server = fakePknock({
      secret: bytesOf(secret),
      port: 2_000,
      sourceAddress: ourAddress,
      clock: serverClock(inMinuteMs + aheadMs),
      ...service,
    });
    const world = createWorld({
      servers: { [home]: server },
      clock: createVirtualClock({ startedAt: startedAt + inMinuteMs }),
      vault: vaultWith(made, { 'pknock-secret': secret }),
    });
    return tell({ host: made, world });
  }

  const heldFor = ({ events }: Awaited<ReturnType<typeof knock>>) =>
    events.flatMap((event) => (event.type === 'held' ? [event.forMs] : []));

  test('opens the door with one datagram', async () => {
    const story = await knock();
    expect(story.result).toMatchObject({ verdict: 'opened', tries: 1, packets: 1 });
    expect(story.world.hits).toMatchObject([{ proto: 'udp', port: 2_000 }]);
    expect(heldFor(story)).toEqual([]);
  });

  test.each([
    ['ends', 57_000, 5_000, 61_000],
    ['began', 500, 2_000, 2_500],
  ])('is held back when the minute just %s', async (_, inMinuteMs, forMs, leavesMs) => {
    const story = await knock({}, { inMinuteMs });
    expect(story.result.verdict).toBe('opened');
    expect(heldFor(story)).toEqual([forMs]);
    expect((story.world.hits[0]?.atMs ?? 0) + inMinuteMs).toBeGreaterThanOrEqual(leavesMs);
  });

  test('loses none of its time to being held back', async () => {
    const { result } = await knock({}, { inMinuteMs: 57_000, host: { deadlineMs: 1_000, tries: 1 } });
    expect(result.verdict).toBe('opened');
  });

  test("is made for the minute of the server's clock where the host knows the difference", async () => {
    const { result } = await knock({ clockOffsetS: -600 }, { aheadMs: -600_000 });
    expect(result.verdict).toBe('opened');
  });

  test('for another address than the server sees opens nothing', async () => {
    const { result } = await knock(
      { allow: { kind: 'fixed', address: '192.0.2.77' } },
      { host: { tries: 1 } },
    );
    expect(result.verdict).toBe('still-closed');
  });

  test('does not leave for a server with an IPv6 address only', async () => {
    const { result, world } = await knock({}, { host: { address: home6 } });
    expect(result.obstacle).toEqual({ code: 'ipv4-only' });
    expect(world.hits).toEqual([]);
  });
});
