import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createVirtualClock } from '../../../app/fake/clock.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Ports } from '../../../app/ports.ts';
import { fail } from '../../../app/result.ts';
import type { Offer } from '../../../app/transfer/offer.ts';
import { host, id } from '../hosts/host.ts';

const rc =
  '[nas]\nSPA_SERVER 198.51.100.1\nACCESS tcp/22\nALLOW_IP source\nKEY canary-k1\nHMAC_KEY canary-h1\n';

type Options = Parameters<typeof createWorld>[0];

function start(options: Options = {}, change: (ports: Ports) => Ports = (ports) => ports) {
  const world = createWorld({ vault: { passphrase: 'opens the vault' }, ...options });
  const ports = change(world.ports);
  return { api: createEngine(ports), ports, world };
}

async function offered(api: ReturnType<typeof createEngine>, text: string): Promise<Offer> {
  const offer = await api.readImport({ name: 'pasted', text, passphrase: null });
  if (!offer.ok) throw new Error(JSON.stringify(offer.error));
  return offer.value;
}

async function textOf(
  ports: Ports,
  hostId: string,
  slot: 'spa-key' | 'spa-hmac-key',
): Promise<string | null> {
  const bytes = await ports.secrets.read(hostId, slot);
  if (!bytes.ok) throw new Error(bytes.error.code);
  return bytes.value === null ? null : new TextDecoder().decode(bytes.value);
}

test('an offer changes nothing, and holds no key', async () => {
  const { api, ports } = start();
  const offer = await offered(api, rc);
  expect(offer).toMatchObject({
    source: 'fwknoprc',
    items: [{ host: { name: 'nas' }, secrets: ['spa-key', 'spa-hmac-key'], existing: null }],
  });
  expect(JSON.stringify(offer)).not.toContain('canary');
  expect(await ports.hosts.load()).toEqual({ ok: true, value: [] });
});

test('what is taken over is a host with its keys in the vault, and shown', async () => {
  const { api, ports } = start();
  const { id: offerId } = await offered(api, rc);
  const taken = await api.applyImport({ offerId, picks: [{ item: 0, as: 'add' }] });
  if (!taken.ok) throw new Error(taken.error.code);
  const [saved] = taken.value;
  expect(await ports.hosts.load()).toEqual({ ok: true, value: taken.value });
  expect(await textOf(ports, saved?.id ?? '', 'spa-key')).toBe('canary-k1');
  expect(await textOf(ports, saved?.id ?? '', 'spa-hmac-key')).toBe('canary-h1');
  let shown: unknown;
  api.watch(({ hosts }) => (shown = hosts))();
  expect(shown).toEqual({ state: 'ready', list: taken.value });
});

test('an offer is taken over once', async () => {
  const { api } = start();
  const { id: offerId } = await offered(api, rc);
  await api.applyImport({ offerId, picks: [{ item: 0, as: 'add' }] });
  expect(await api.applyImport({ offerId, picks: [{ item: 0, as: 'add' }] })).toEqual({
    ok: false,
    error: { code: 'import-unreadable', reason: 'forgotten', line: null },
  });
});

test('several offers stand side by side, up to sixteen', async () => {
  const { api } = start();
  const offers = [];
  for (let n = 0; n < 17; n += 1) offers.push(await offered(api, `knock h${n}.example.net 7000`));
  const picks = [{ item: 0, as: 'add' as const }];
  expect(await api.applyImport({ offerId: offers[0]?.id ?? '', picks })).toMatchObject({ ok: false });
  expect(await api.applyImport({ offerId: offers[1]?.id ?? '', picks })).toMatchObject({ ok: true });
  expect(await api.applyImport({ offerId: offers[16]?.id ?? '', picks })).toMatchObject({ ok: true });
});

test('after ten minutes an offer is forgotten', async () => {
  const clock = createVirtualClock();
  const { api } = start({ clock });
  const { id: offerId } = await offered(api, rc);
  await clock.run(clock.sleep(10 * 60_000 + 1));
  expect(await api.applyImport({ offerId, picks: [{ item: 0, as: 'add' }] })).toMatchObject({
    error: { reason: 'forgotten' },
  });
});

test('names that are taken get a number', async () => {
  const { api } = start({ hosts: [host({ id: id(1), name: 'NAS' }), host({ id: id(2), name: 'nas 2' })] });
  const offer = await offered(api, rc);
  expect(offer.items[0]?.existing).toEqual({ id: id(1), name: 'NAS' });
  const picks = [
    { item: 0, as: 'add' as const },
    { item: 0, as: 'add' as const },
  ];
  const taken = await api.applyImport({ offerId: offer.id, picks });
  expect(taken.ok && taken.value.map(({ name }) => name)).toEqual(['nas 3', 'nas 4']);
});

test('an update keeps what such a file knows nothing of', async () => {
  const old = host({ id: id(1), name: 'Nas', tags: ['home'], notes: 'in the cellar', favourite: true });
  const { api, ports } = start({ hosts: [old] });
  const { id: offerId } = await offered(api, rc);
  const taken = await api.applyImport({ offerId, picks: [{ item: 0, as: 'update' }] });
  expect(taken).toMatchObject({
    ok: true,
    value: [
      {
        id: id(1),
        name: 'Nas',
        address: '198.51.100.1',
        tags: ['home'],
        notes: 'in the cellar',
        favourite: true,
        knock: { method: 'spa' },
        check: { port: 22 },
      },
    ],
  });
  expect(await textOf(ports, id(1), 'spa-key')).toBe('canary-k1');
});

describe('a host without an address', () => {
  const door = '[nas]\nsequence = 7000,8000\ntcpflags = syn\n';

  test('needs one to be added', async () => {
    const { api, ports } = start();
    const { id: offerId } = await offered(api, door);
    expect(await api.applyImport({ offerId, picks: [{ item: 0, as: 'add' }] })).toMatchObject({
      error: { code: 'invalid-host', issues: [{ path: 'address' }] },
    });
    expect(await ports.hosts.load()).toEqual({ ok: true, value: [] });
    const again = [{ item: 0, as: 'add' as const, address: 'nas.example.net' }];
    expect(await api.applyImport({ offerId, picks: again })).toMatchObject({
      value: [{ address: 'nas.example.net' }],
    });
  });

  test('keeps the saved one in an update', async () => {
    const { api } = start({ hosts: [host({ id: id(1), name: 'nas', address: 'old.example.net' })] });
    const { id: offerId } = await offered(api, door);
    expect(await api.applyImport({ offerId, picks: [{ item: 0, as: 'update' }] })).toMatchObject({
      value: [{ address: 'old.example.net', knock: { server: 'knockd' } }],
    });
  });
});

describe('while nothing can be kept', () => {
  test.each([
    ['a locked vault', { passphrase: 'opens the vault', isLocked: true }, 'vault-locked'],
    ['no vault', {}, 'vault-missing'],
  ])('with %s no host is saved, and the offer stays', async (_, vault, code) => {
    const { api, ports } = start({ vault });
    const { id: offerId } = await offered(api, rc);
    const picks = [{ item: 0, as: 'add' as const }];
    expect(await api.applyImport({ offerId, picks })).toMatchObject({ ok: false, error: { code } });
    expect(await ports.hosts.load()).toEqual({ ok: true, value: [] });
    const passphrase = new TextEncoder().encode('opens the vault');
    await (code === 'vault-locked'
      ? ports.secrets.unlock(passphrase)
      : ports.secrets.setPassphrase({ current: null, next: passphrase }));
    const taken = await api.applyImport({ offerId, picks });
    expect(await textOf(ports, taken.ok ? (taken.value[0]?.id ?? '') : '', 'spa-key')).toBe('canary-k1');
  });

  test('a vault that fails halfway takes the hosts back', async () => {
    const old = host({ id: id(1), name: 'nas' });
    const { api, ports } = start({ hosts: [old] }, (real) => ({
      ...real,
      secrets: {
        ...real.secrets,
        change: async () => fail({ code: 'store-unwritable', file: 'secrets.json', reason: 'full' }),
      },
    }));
    const { id: offerId } = await offered(
      api,
      `${rc}[other]\nSPA_SERVER 198.51.100.2\nACCESS tcp/22\nKEY k2\n`,
    );
    const picks = [
      { item: 0, as: 'update' as const },
      { item: 1, as: 'add' as const },
    ];
    expect(await api.applyImport({ offerId, picks })).toMatchObject({ error: { code: 'store-unwritable' } });
    expect(await ports.hosts.load()).toEqual({ ok: true, value: [old] });
  });
});

test('no picks forget the offer', async () => {
  const { api } = start();
  const { id: offerId } = await offered(api, rc);
  expect(await api.applyImport({ offerId, picks: [] })).toEqual({ ok: true, value: [] });
  expect(await api.applyImport({ offerId, picks: [] })).toMatchObject({ ok: false });
});

test('a text of more than five million characters is not read', async () => {
  const { api } = start();
  expect(await api.readImport({ name: 'x', text: ' '.repeat(5_000_001), passphrase: null })).toMatchObject({
    error: { code: 'import-unreadable', reason: 'too-large' },
  });
});

describe('an export', () => {
  const door = host({
    id: id(1),
    name: 'door',
    knock: { method: 'hotp', derivation: { scheme: 'pk1', label: 'door' } },
  });
  const secret = new TextEncoder().encode('canary secret of twenty');
  const there = {
    hosts: [door, host({ id: id(2), name: 'nas' })],
    counters: { [id(1)]: { confirmed: 3, next: 4, total: null, doubt: null } },
    vault: { passphrase: 'opens the vault', secrets: { [id(1)]: { 'otp-secret': secret } } },
  };
  const passphrase = 'for the other computer';

  test('brings hosts, secrets and counters to another computer', async () => {
    const exported = await start(there).api.exportHosts({ hostIds: [id(1), id(2)], passphrase });
    if (!exported.ok) throw new Error(exported.error.code);
    const { api, ports } = start();
    const offer = await api.readImport({ name: 'x', text: exported.value.text, passphrase });
    if (!offer.ok) throw new Error(offer.error.code);
    expect(JSON.stringify(offer)).not.toContain('canary');
    const picks = [
      { item: 0, as: 'add' as const },
      { item: 1, as: 'add' as const },
    ];
    const taken = await api.applyImport({ offerId: offer.value.id, picks });
    if (!taken.ok) throw new Error(taken.error.code);
    const [saved, nas] = taken.value;
    expect(saved).toEqual({ ...door, id: saved?.id });
    expect(nas?.name).toBe('nas');
    const bytes = await ports.secrets.read(saved?.id ?? '', 'otp-secret');
    expect(bytes).toEqual({ ok: true, value: secret });
    const counters = await ports.counters.load();
    expect(counters.ok && counters.value[saved?.id ?? '']).toMatchObject({ confirmed: 3, next: 4 });
  });

  test('leaves no secret in memory, also where there is none left for scrypt', async () => {
    const handedOut: Uint8Array[] = [];
    const { api } = start(there, (ports) => ({
      ...ports,
      secrets: {
        ...ports.secrets,
        scrypt: () => Promise.reject(new Error('out of memory')),
        async read(hostId, slot) {
          const read = await ports.secrets.read(hostId, slot);
          if (read.ok && read.value !== null) handedOut.push(read.value);
          return read;
        },
      },
    }));
    await expect(api.exportHosts({ hostIds: [id(1)], passphrase })).rejects.toThrow('out of memory');
    expect(handedOut.map((bytes) => bytes.some((byte) => byte !== 0))).toEqual([false]);
  });

  test('is refused with a short passphrase, a locked vault or a host that is not there', async () => {
    const { api } = start(there);
    expect(await api.exportHosts({ hostIds: [id(1)], passphrase: 'short' })).toMatchObject({
      error: { code: 'passphrase-short' },
    });
    expect(await api.exportHosts({ hostIds: [id(7)], passphrase })).toMatchObject({
      error: { code: 'host-not-found' },
    });
    const locked = start({ ...there, vault: { ...there.vault, isLocked: true } });
    expect(await locked.api.exportHosts({ hostIds: [id(1)], passphrase })).toMatchObject({
      error: { code: 'vault-locked' },
    });
  });
});
