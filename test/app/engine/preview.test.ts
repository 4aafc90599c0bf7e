import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { fakeFwknopd } from '../../../app/fake/code-servers.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Counter } from '../../../app/otp/counter.ts';
import type { Preview } from '../../../app/preview.ts';
import { fail } from '../../../app/result.ts';
import { id } from '../hosts/host.ts';
import {
  bytesOf,
  derivation,
  hitsOf,
  hostWith,
  otpSecret,
  serverClock,
  startedAt,
  vaultWith,
  withPorts,
} from './methods/codes.ts';
import { home, nas, tell } from './story.ts';

const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };
const spaSecrets = { 'spa-key': 'canary encryption key', 'spa-hmac-key': 'canary HMAC key' };

type Options = Parameters<typeof createWorld>[0];
type Secrets = Parameters<typeof vaultWith>[1];

async function previewOf(host: Host, secrets: Secrets, count = 3, options: Options = {}): Promise<Preview> {
  const world = createWorld({ vault: vaultWith(host, secrets), ...options });
  const preview = await createEngine(world.ports).preview({ subject: { host }, count });
  if (!preview.ok) throw new Error(preview.error.code);
  expect(world.hits).toEqual([]);
  return preview.value;
}

describe.each([
  [nas().knock, {}],
  [{ method: 'totp', derivation }, { 'otp-secret': 'canary of the codes' }],
  [{ method: 'hotp', derivation }, { 'otp-secret': 'canary of the codes' }],
  [spa, spaSecrets],
  [{ ...spa, cipher: { kind: 'gpg', recipient: 'server@example.net' } }, spaSecrets],
  [{ method: 'pknock', port: 2_000 }, { 'pknock-secret': 'canary of pknock' }],
] as const)('a preview of %j', (knock, secrets) => {
  const counter: Counter = { confirmed: 5, next: 6, total: null, doubt: 5 };

  test('sends, asks, reserves and keeps nothing', async () => {
    const nobody = async () => {
      throw new Error('nobody may ask');
    };
    const host = hostWith(knock);
    const world = withPorts(
      createWorld({ counters: { [host.id]: counter }, vault: vaultWith(host, secrets) }),
      (ports) => ({
        counters: { ...ports.counters, change: nobody },
        secrets: { ...ports.secrets, change: nobody },
        spa: { sealWithGpg: nobody, gpgKeys: nobody, publicAddress: nobody, localAddressTowards: nobody },
        resolve: { resolve: nobody },
        probe: { connect: nobody },
        knock: { ...ports.knock, prepare: nobody },
      }),
    );
    const preview = await createEngine(world.ports).preview({ subject: { host }, count: 3 });
    expect(preview).toMatchObject({ ok: true });
    expect(preview.ok && preview.value.kind).not.toBe('none');
  });

  test('holds no secret', async () => {
    const preview = JSON.stringify(await previewOf(hostWith(knock), secrets));
    expect(preview).not.toContain('canary');
  });

  test('wipes what it read', async () => {
    const handedOut: Uint8Array[] = [];
    const host = hostWith(knock);
    const world = withPorts(createWorld({ vault: vaultWith(host, secrets) }), (ports) => ({
      secrets: {
        ...ports.secrets,
        read: async (hostId, slot) => {
          const read = await ports.secrets.read(hostId, slot);
          if (read.ok && read.value !== null) handedOut.push(read.value);
          return read;
        },
      },
    }));
    await createEngine(world.ports).preview({ subject: { host }, count: 3 });
    expect(handedOut.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  });
});

test('fixed ports are shown as they are', async () => {
  expect(await previewOf(nas(), {})).toEqual({
    kind: 'ports',
    now: { number: 0, steps: [7000, 8000, 9000].map((port) => ({ proto: 'tcp', port })) },
    next: [],
    changesAt: null,
    everyMs: null,
  });
});

test('ports that change with the time are shown with the moment of the change', async () => {
  const host = hostWith({ method: 'totp', derivation, stepS: 60, clockOffsetS: 20 });
  const first = startedAt / 60_000;
  expect(await previewOf(host, { 'otp-secret': otpSecret })).toEqual({
    kind: 'ports',
    now: { number: first, steps: hitsOf(first) },
    next: [
      { number: first + 1, steps: hitsOf(first + 1) },
      { number: first + 2, steps: hitsOf(first + 2) },
    ],
    changesAt: startedAt + 40_000,
    everyMs: 60_000,
  });
});

describe('numbers', () => {
  const hotp = hostWith({ method: 'hotp', derivation });
  const list = hostWith({ method: 'list' });
  const listed = { 'one-time-list': ' 7001\n 7002\n 7003\n' };
  const at = (host: Host, counter: Counter): Options => ({ counters: { [host.id]: counter } });
  const shown = (preview: Preview) =>
    preview.kind === 'ports' ? [preview.now, ...preview.next].map(({ number }) => number) : preview;

  test('begin with the next one', async () => {
    const counter = { confirmed: 5, next: 6, total: null, doubt: null };
    const preview = await previewOf(hotp, { 'otp-secret': otpSecret }, 3, at(hotp, counter));
    expect(preview).toMatchObject({ now: { number: 6, steps: hitsOf(6) }, changesAt: null, everyMs: null });
    expect(shown(preview)).toEqual([6, 7, 8]);
  });

  test('begin with the one that a knock would send when the window is exhausted', async () => {
    const counter = { confirmed: 5, next: 11, total: null, doubt: null };
    const options = at(hotp, counter);
    const preview = await previewOf(hotp, { 'otp-secret': otpSecret }, 1, options);
    const world = createWorld({ ...options, vault: vaultWith(hotp, { 'otp-secret': otpSecret }) });
    const { events } = await tell({ host: hotp, world });
    const first = events.find((event) => event.type === 'try');
    expect(shown(preview)).toEqual([first?.moving?.number]);
  });

  test('of a list are its lines from 1, as many as there are', async () => {
    const counter = { confirmed: 1, next: 1, total: 3, doubt: null };
    expect(shown(await previewOf(list, listed, 9, at(list, counter)))).toEqual([2, 3]);
  });

  test('of a list whose last lines may have been lost are those', async () => {
    const counter = { confirmed: 1, next: 3, total: 3, doubt: null };
    expect(shown(await previewOf(list, listed, 9, at(list, counter)))).toEqual([2, 3]);
  });

  test('of a list that is used up are none', async () => {
    const counter = { confirmed: 3, next: 3, total: 3, doubt: null };
    expect(await previewOf(list, listed, 3, at(list, counter))).toEqual({
      kind: 'none',
      reason: { code: 'list-used-up' },
    });
  });

  test('of a list that is typed in place of another begin at its first line', async () => {
    const counter = { confirmed: 3, next: 3, total: 3, doubt: null };
    const world = createWorld({ ...at(list, counter), vault: vaultWith(list, listed) });
    const secrets = { 'one-time-list': { text: '9001\n9002', encoding: 'text' } } as const;
    const preview = await createEngine(world.ports).preview({ subject: { host: list, secrets }, count: 1 });
    expect(preview).toMatchObject({ value: { now: { number: 1, steps: [{ port: 9_001 }] } } });
  });

  test('begin where somebody asks for them', async () => {
    const world = createWorld({ vault: vaultWith(list, listed) });
    const preview = async (from: number) =>
      createEngine(world.ports).preview({ subject: { host: list }, count: 2, from });
    expect(await preview(1)).toMatchObject({ value: { now: { number: 2 }, next: [{ number: 3 }] } });
    expect(await preview(3)).toMatchObject({ value: { kind: 'none', reason: { code: 'list-used-up' } } });
  });

  test('of a file that cannot be read are not guessed', async () => {
    const failure = { code: 'store-unreadable', file: 'counters.json', reason: 'denied' } as const;
    const world = withPorts(
      createWorld({ vault: vaultWith(hotp, { 'otp-secret': otpSecret }) }),
      (ports) => ({
        counters: { ...ports.counters, load: async () => fail(failure) },
      }),
    );
    expect(await createEngine(world.ports).preview({ subject: { host: hotp }, count: 1 })).toEqual({
      ok: true,
      value: { kind: 'none', reason: failure },
    });
  });
});

describe('a fwknop packet', () => {
  test('is shown field by field, with what is secret or new each time left open', async () => {
    const knock = { ...spa, timeoutS: 90, user: 'me', nat: { kind: 'forward', host: '192.168.10.5' } };
    expect(await previewOf(hostWith(knock), spaSecrets)).toMatchObject({
      kind: 'packet',
      fields: [
        { name: 'random', value: null },
        { name: 'user', value: 'me' },
        { name: 'time', value: String(startedAt / 1_000) },
        { name: 'version', value: '3.0.0' },
        { name: 'type', value: '4' },
        { name: 'message', value: '0.0.0.0,tcp/22' },
        { name: 'nat', value: '192.168.10.5,22' },
        { name: 'timeout', value: '90' },
        { name: 'digest', value: null },
        { name: 'hmac', value: null },
      ],
      most: 399,
      transport: 'udp',
      port: 62_201,
    });
  });

  test('has the size that leaves', async () => {
    const host = hostWith(spa);
    const preview = await previewOf(host, spaSecrets);
    const server = fakeFwknopd({
      keys: { mode: 'cbc', key: bytesOf('canary encryption key'), hmac: null },
      clock: serverClock(),
      sourceAddress: '198.51.100.9',
      openForMs: 30_000,
    });
    const world = createWorld({ servers: { [home]: server }, vault: vaultWith(host, spaSecrets) });
    await tell({ host: hostWith(spa, { tries: 1 }), world });
    expect(preview).toMatchObject({ bytes: world.hits[0]?.data?.length });
  });

  test('leaves an address open that would have to be asked for', async () => {
    const allow = { kind: 'resolve', url: 'https://ip.example.net/' };
    expect(await previewOf(hostWith({ ...spa, allow }), spaSecrets)).toMatchObject({
      fields: expect.arrayContaining([{ name: 'message', value: '?,tcp/22' }]) as unknown,
    });
  });

  test('that cannot be made says why', async () => {
    const same = { 'spa-key': 'one key', 'spa-hmac-key': 'one key' };
    expect(await previewOf(hostWith(spa), same)).toEqual({
      kind: 'none',
      reason: { code: 'packet-refused', problem: 'same-keys' },
    });
  });

  test('to a random port has none to show', async () => {
    expect(await previewOf(hostWith({ ...spa, port: 'random' }), spaSecrets)).toMatchObject({ port: null });
  });
});

test("xt_pknock's packet tells its minute", async () => {
  const host = hostWith({ method: 'pknock', port: 2_000, clockOffsetS: -60 });
  expect(await previewOf(host, { 'pknock-secret': 'open sesame' })).toEqual({
    kind: 'packet',
    fields: [
      { name: 'address', value: null },
      { name: 'minute', value: String(startedAt / 60_000 - 1) },
      { name: 'hmac', value: null },
    ],
    bytes: 65,
    most: 65,
    transport: 'udp',
    port: 2_000,
  });
});

test('without its secrets there is nothing to show', async () => {
  expect(await previewOf(hostWith(spa), {})).toEqual({
    kind: 'none',
    reason: { code: 'secret-missing', name: 'nas', slots: ['spa-key', 'spa-hmac-key'] },
  });
});

test('what is typed into the editor stands in for what is stored', async () => {
  const host = hostWith({ method: 'hotp', derivation });
  const world = createWorld({ vault: vaultWith(host, { 'otp-secret': 'the stored secret' }) });
  const secrets = { 'otp-secret': { text: otpSecret, encoding: 'text' } } as const;
  const preview = await createEngine(world.ports).preview({ subject: { host, secrets }, count: 1 });
  expect(preview).toMatchObject({ value: { now: { steps: hitsOf(0) } } });
});

test('a saved host is shown by its id, an unknown id is a failure', async () => {
  const host = hostWith({ method: 'hotp', derivation });
  const world = createWorld({ hosts: [host], vault: vaultWith(host, { 'otp-secret': otpSecret }) });
  const engine = createEngine(world.ports);
  expect(await engine.preview({ subject: { hostId: host.id }, count: 1 })).toMatchObject({
    value: { kind: 'ports', now: { number: 0 } },
  });
  expect(await engine.preview({ subject: { hostId: id(9) }, count: 1 })).toMatchObject({
    error: { code: 'host-not-found' },
  });
});
