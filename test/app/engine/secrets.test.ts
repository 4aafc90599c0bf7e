import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld, type World } from '../../../app/fake/world.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { newCounter, type Counter } from '../../../app/otp/counter.ts';
import { fail } from '../../../app/result.ts';
import type { SecretEdits } from '../../../app/secrets/input.ts';
import type { Slot } from '../../../app/secrets/slots.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { id } from '../hosts/host.ts';
import { bytesOf, derivation, hostWith, vaultWith, withPorts } from './methods/codes.ts';

const hotp = hostWith({ method: 'hotp', derivation });
const list = hostWith({ method: 'list' });
const lines = (...ports: readonly number[]) => ports.map((port) => ` ${port}\n`).join('');
const text = (typed: string, append = false) =>
  ({ text: typed, encoding: 'text', ...(append && { append }) }) as const;

function engineAt(world: World) {
  const engine = createEngine(world.ports);
  let shown: Snapshot | null = null;
  engine.watch((snapshot) => {
    shown = snapshot;
  });
  const stored = async (hostId: string, slot: Slot): Promise<string | null> => {
    const read = await world.ports.secrets.read(hostId, slot);
    if (!read.ok) throw new Error(read.error.code);
    return read.value === null ? null : new TextDecoder().decode(read.value);
  };
  const counter = async (hostId: string): Promise<Counter | undefined> => {
    const loaded = await world.ports.counters.load();
    return loaded.ok ? loaded.value[hostId] : undefined;
  };
  const saved = async (): Promise<readonly string[]> => {
    const loaded = await world.ports.hosts.load();
    return loaded.ok ? loaded.value.map((host) => host.id) : [];
  };
  return { engine, stored, counter, saved, shown: () => shown };
}

/** What happens to the vault and the hosts file, in order. */
function logged(world: World): { readonly world: World; readonly log: readonly string[] } {
  const log: string[] = [];
  const told = withPorts(world, ({ hosts, secrets, counters }) => ({
    hosts: {
      ...hosts,
      change: (edit) => (log.push('hosts.change'), hosts.change(edit)),
    },
    secrets: {
      ...secrets,
      look: () => (log.push('secrets.look'), secrets.look()),
      change: (changes) => (log.push('secrets.change'), secrets.change(changes)),
    },
    counters: {
      ...counters,
      change: (hostId, edit) => (log.push('counters.change'), counters.change(hostId, edit)),
    },
  }));
  return { world: told, log };
}

describe('saving a host with secrets', () => {
  const save = (engine: ReturnType<typeof createEngine>, host: Host, secrets: SecretEdits) =>
    engine.saveHost({ host, was: null, secrets });

  test('looks at the vault first, then writes the host, then its secrets', async () => {
    const { world, log } = logged(createWorld({ vault: { keyring: 'real' } }));
    const { engine, stored, saved } = engineAt(world);
    const result = await save(engine, list, { 'one-time-list': text(lines(7001, 7002)) });
    expect(result.ok).toBe(true);
    expect(log).toEqual(['secrets.look', 'hosts.change', 'secrets.change', 'counters.change']);
    expect(await saved()).toEqual([list.id]);
    expect(await stored(list.id, 'one-time-list')).toBe(lines(7001, 7002));
  });

  test.each([
    ['locked', { passphrase: 'a passphrase', isLocked: true }, 'vault-locked'],
    ['neither there nor can be made', {}, 'vault-missing'],
  ] as const)('saves nothing while the vault is %s', async (_, vault, code) => {
    const { world, log } = logged(createWorld({ vault }));
    const { engine, saved } = engineAt(world);
    expect(await save(engine, hotp, { 'otp-secret': text('a secret') })).toMatchObject({ error: { code } });
    expect([await saved(), log]).toEqual([[], ['secrets.look']]);
  });

  test.each([
    ['that are none', { 'otp-secret': { text: '!', encoding: 'hex' } }, 'secrets.otp-secret'],
    ['that are too long', { 'spa-key': text('x'.repeat(33)) }, 'secrets.spa-key'],
    ['of a list without lines', { 'one-time-list': text('# used\n') }, 'secrets.one-time-list'],
  ] as const)('saves nothing with secrets %s', async (_, secrets, path) => {
    const { world, log } = logged(createWorld({ vault: { keyring: 'real' } }));
    const { engine } = engineAt(world);
    const result = await save(engine, hotp, secrets);
    expect(result).toMatchObject({ error: { code: 'invalid-host', issues: [{ path }] } });
    expect(log).toEqual([]);
  });

  test('keeps no secret of a host that could not be written', async () => {
    const world = withPorts(createWorld({ vault: { keyring: 'real' } }), ({ hosts }) => ({
      hosts: { ...hosts, change: async () => fail({ code: 'store-busy', file: 'hosts.json' } as const) },
    }));
    const { engine, stored } = engineAt(world);
    const result = await save(engine, hotp, { 'otp-secret': text('a secret') });
    expect([result, await stored(hotp.id, 'otp-secret')]).toMatchObject([
      { error: { code: 'store-busy' } },
      null,
    ]);
  });

  test('without new secrets asks no vault', async () => {
    const { world, log } = logged(createWorld({ vault: { passphrase: 'a passphrase', isLocked: true } }));
    expect((await save(engineAt(world).engine, hotp, {})).ok).toBe(true);
    expect(log).toEqual(['hosts.change']);
  });

  test('shows how many bytes are kept, and since when', async () => {
    const { engine, shown } = engineAt(createWorld({ vault: { keyring: 'real' } }));
    await save(engine, hotp, { 'otp-secret': text('a secret') });
    expect(shown()?.vault).toMatchObject({
      look: { state: 'open', secrets: { [hotp.id]: { 'otp-secret': { bytes: 8 } } } },
    });
  });

  test('wipes what it kept', async () => {
    const kept: (Uint8Array | null)[] = [];
    const world = withPorts(createWorld({ vault: { keyring: 'real' } }), ({ secrets }) => ({
      secrets: {
        ...secrets,
        change: async (changes) => {
          kept.push(...changes.map(({ bytes }) => bytes));
          return secrets.change(changes);
        },
      },
    }));
    await save(engineAt(world).engine, hotp, { 'otp-secret': text('a secret') });
    expect(kept).toEqual([new Uint8Array(8)]);
  });

  test('that removes a secret leaves the others', async () => {
    const vault = vaultWith(hotp, { 'otp-secret': 'a secret', 'spa-key': 'a key' });
    const { engine, stored } = engineAt(createWorld({ vault }));
    await save(engine, hotp, { 'otp-secret': null });
    expect([await stored(hotp.id, 'otp-secret'), await stored(hotp.id, 'spa-key')]).toEqual([null, 'a key']);
  });

  describe('and a one-time list', () => {
    const used: Counter = { confirmed: 2, next: 2, total: 2, doubt: null };
    const withList = () =>
      engineAt(
        createWorld({
          hosts: [list],
          counters: { [list.id]: used },
          vault: vaultWith(list, { 'one-time-list': lines(7001, 7002) }),
        }),
      );

    test('that takes the place of another begins at its first line', async () => {
      const { engine, stored, counter, shown } = withList();
      await save(engine, list, { 'one-time-list': text('7003\n7004\n7005') });
      expect(await stored(list.id, 'one-time-list')).toBe(lines(7003, 7004, 7005));
      expect(await counter(list.id)).toEqual(newCounter(0, 3));
      expect(shown()?.counters).toEqual({ [list.id]: newCounter(0, 3) });
    });

    test('that continues another keeps the position', async () => {
      const { engine, stored, counter } = withList();
      await save(engine, list, { 'one-time-list': text('7003', true) });
      expect(await stored(list.id, 'one-time-list')).toBe(lines(7001, 7002, 7003));
      expect(await counter(list.id)).toEqual({ ...used, total: 3 });
    });

    test('that is removed takes its position with it', async () => {
      const { engine, counter } = withList();
      await save(engine, list, { 'one-time-list': null });
      expect(await counter(list.id)).toBeUndefined();
    });
  });
});

describe('the secrets of a host that is removed', () => {
  const other = hostWith({ method: 'hotp', derivation }, { id: id(2), name: 'backup' });
  const start = () =>
    engineAt(
      createWorld({
        hosts: [hotp, other],
        counters: { [hotp.id]: newCounter(3, null), [other.id]: newCounter(4, null) },
        vault: {
          keyring: 'real',
          secrets: {
            [hotp.id]: { 'otp-secret': bytesOf('one') },
            [other.id]: { 'otp-secret': bytesOf('two') },
          },
        },
      }),
    );

  test('stay with its counter, so that it can come back', async () => {
    const { engine, stored, counter, saved } = start();
    await engine.removeHost({ hostId: hotp.id });
    expect([await saved(), await stored(hotp.id, 'otp-secret'), await counter(hotp.id)]).toEqual([
      [other.id],
      'one',
      newCounter(3, null),
    ]);
  });

  test('are forgotten when asked to, and those of saved hosts never', async () => {
    const { engine, stored, counter, shown } = start();
    await engine.loadSecrets({});
    await engine.removeHost({ hostId: hotp.id });
    await engine.forgetSecrets({ hostIds: [hotp.id, other.id] });
    expect([await stored(hotp.id, 'otp-secret'), await stored(other.id, 'otp-secret')]).toEqual([
      null,
      'two',
    ]);
    expect([await counter(hotp.id), await counter(other.id)]).toEqual([undefined, newCounter(4, null)]);
    expect(shown()?.counters).toEqual({ [other.id]: newCounter(4, null) });
    expect(shown()?.vault).toMatchObject({ look: { secrets: { [other.id]: {} } } });
  });

  test('can be forgotten while the vault is locked', async () => {
    const vault = { ...vaultWith(hotp, { 'otp-secret': 'one' }), passphrase: 'p', isLocked: true };
    const { engine } = engineAt(createWorld({ vault }));
    const forgotten = await engine.forgetSecrets({ hostIds: [hotp.id] });
    expect(forgotten).toMatchObject({ value: { state: 'locked', secrets: {} } });
  });
});

describe('the vault', () => {
  const vault = { passphrase: 'correct horse', isLocked: true };

  test('is shown as it is after each command', async () => {
    const { engine, shown } = engineAt(createWorld({ vault }));
    const states: unknown[] = [shown()?.vault];
    for (const command of [
      () => engine.loadSecrets({}),
      () => engine.unlockVault({ passphrase: 'correct horse' }),
      () => engine.lockVault({}),
    ]) {
      await command();
      states.push(shown()?.vault);
    }
    expect(states).toMatchObject([
      { state: 'loading' },
      { look: { state: 'locked' } },
      { look: { state: 'open' } },
      { look: { state: 'locked' } },
    ]);
  });

  test('is not called broken because somebody mistyped', async () => {
    const { engine, shown } = engineAt(createWorld({ vault }));
    await engine.loadSecrets({});
    expect(await engine.unlockVault({ passphrase: 'wrong' })).toMatchObject({
      error: { code: 'passphrase-wrong' },
    });
    expect(shown()?.vault).toMatchObject({ state: 'ready', look: { state: 'locked' } });
  });

  test('that is damaged is shown as that', async () => {
    const failure = { code: 'vault-damaged', file: 'secrets.json', reason: 'its seal is broken' } as const;
    const world = withPorts(createWorld({}), ({ secrets }) => ({
      secrets: { ...secrets, look: async () => fail(failure) },
    }));
    const { engine, shown } = engineAt(world);
    await engine.loadSecrets({});
    expect(shown()?.vault).toEqual({ state: 'failed', failure });
  });

  test('gets passphrases as bytes, which are wiped', async () => {
    const typed: Uint8Array[] = [];
    const world = withPorts(createWorld({ vault }), ({ secrets }) => ({
      secrets: {
        ...secrets,
        unlock: async (passphrase) => {
          typed.push(passphrase);
          return secrets.unlock(passphrase);
        },
      },
    }));
    await engineAt(world).engine.unlockVault({ passphrase: 'correct horse' });
    expect(typed).toEqual([new Uint8Array(13)]);
  });
});

describe('a counter', () => {
  const inDoubt: Counter = { confirmed: 3, next: 4, total: null, doubt: 3 };

  test.each([
    [true, newCounter(4, null)],
    [false, newCounter(3, null)],
  ])('in doubt is settled when the user says that it worked: %s', async (worked, counter) => {
    const { engine, shown } = engineAt(createWorld({ counters: { [hotp.id]: inDoubt } }));
    await engine.settleDoubt({ hostId: hotp.id, worked });
    expect(shown()?.counters).toEqual({ [hotp.id]: counter });
  });

  test('of a host without one has no doubt to settle', async () => {
    const { engine, shown } = engineAt(createWorld({}));
    expect(await engine.settleDoubt({ hostId: hotp.id, worked: true })).toMatchObject({ ok: true });
    expect(shown()?.counters).toEqual({});
  });

  test('is shown where it stands after a knock', async () => {
    const { check: _, ...unseen } = hotp;
    const world = createWorld({ vault: vaultWith(hotp, { 'otp-secret': 'a secret' }) });
    const { engine, shown } = engineAt(world);
    const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;
    await world.clock.run(engine.knock({ subject: { host: unseen }, options }));
    expect(shown()?.counters).toEqual({ [hotp.id]: { confirmed: 0, next: 1, total: null, doubt: 0 } });
  });

  test('is put where the server is, and a list keeps its length', async () => {
    const { engine, counter } = engineAt(createWorld({ counters: { [list.id]: newCounter(1, 9) } }));
    await engine.setCounter({ hostId: list.id, next: 5 });
    expect(await counter(list.id)).toEqual(newCounter(5, 9));
  });
});
