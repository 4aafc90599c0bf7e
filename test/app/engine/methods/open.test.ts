import { describe, expect, test } from 'vitest';
import { createEngine } from '../../../../app/engine/engine.ts';
import { openMethod } from '../../../../app/engine/methods/open.ts';
import { fakeNumbered } from '../../../../app/fake/code-servers.ts';
import { createWorld } from '../../../../app/fake/world.ts';
import { home, knockd, nas, tell } from '../story.ts';
import {
  bytesOf,
  derivation,
  hitsOf,
  hostWith,
  otpSecret,
  service,
  vaultWith,
  watchSecrets,
  withPorts,
} from './codes.ts';

const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;

/** Every way of knocking that has secrets, with them. */
const methods = [
  [{ method: 'totp', derivation }, { 'otp-secret': otpSecret }],
  [{ method: 'hotp', derivation }, { 'otp-secret': otpSecret }],
  [{ method: 'list' }, { 'one-time-list': ' 7001,8001\n' }],
  [
    { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } },
    { 'spa-key': 'the encryption key', 'spa-hmac-key': 'the key of the HMAC' },
  ],
  [{ method: 'pknock', port: 2_000 }, { 'pknock-secret': 'open sesame' }],
] as const;

describe.each(methods)('%j', (knock, secrets) => {
  const host = hostWith(knock, { tries: 1 });

  test('leaves no secret in memory when the run is over', async () => {
    const { world, handedOut } = watchSecrets(createWorld({ vault: vaultWith(host, secrets) }));
    await tell({ host, world });
    expect(handedOut).toHaveLength(Object.keys(secrets).length);
    for (const bytes of handedOut) expect([...bytes].every((byte) => byte === 0)).toBe(true);
  });

  test('leaves none when the run was cancelled', async () => {
    const { world, handedOut } = watchSecrets(createWorld({ vault: vaultWith(host, secrets) }));
    await tell({ host, world, cancelAfterMs: 10 });
    for (const bytes of handedOut) expect([...bytes].every((byte) => byte === 0)).toBe(true);
  });

  test('leaves none of a second knock that joins the first', async () => {
    const { world, handedOut } = watchSecrets(createWorld({ vault: vaultWith(host, secrets) }));
    const engine = createEngine(world.ports);
    const knocking = [
      engine.knock({ subject: { host }, options }),
      engine.knock({ subject: { host }, options }),
    ];
    const [first, second] = await world.clock.run(Promise.all(knocking));
    expect(second).toEqual(first);
    expect(handedOut).toHaveLength(2 * Object.keys(secrets).length);
    for (const bytes of handedOut) expect([...bytes].every((byte) => byte === 0)).toBe(true);
  });

  test('does not begin without its secrets, and names them', async () => {
    const world = createWorld({ vault: vaultWith(host, {}) });
    const engine = createEngine(world.ports);
    expect(await world.clock.run(engine.knock({ subject: { host }, options }))).toEqual({
      ok: false,
      error: { code: 'secret-missing', name: 'nas', slots: Object.keys(secrets) },
    });
    expect(world.hits).toEqual([]);
  });

  test('does not begin while the vault is locked', async () => {
    const vault = { ...vaultWith(host, secrets), passphrase: 'a passphrase', isLocked: true };
    const world = createWorld({ vault });
    const engine = createEngine(world.ports);
    expect(await world.clock.run(engine.knock({ subject: { host }, options }))).toEqual({
      ok: false,
      error: { code: 'vault-locked', opensWith: 'both' },
    });
    expect(world.hits).toEqual([]);
  });
});

test('what was read is wiped when the rest is missing', async () => {
  const host = hostWith({ method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } });
  const { world, handedOut } = watchSecrets(
    createWorld({ vault: vaultWith(host, { 'spa-key': 'the encryption key' }) }),
  );
  const opened = await openMethod({ host, ports: world.ports });
  expect(opened).toMatchObject({ error: { code: 'secret-missing', slots: ['spa-hmac-key'] } });
  expect(handedOut.map((bytes) => [...bytes].some((byte) => byte !== 0))).toEqual([false]);
});

test('fixed ports need no vault', async () => {
  const world = withPorts(createWorld({ servers: { [home]: knockd() } }), ({ secrets }) => ({
    secrets: {
      ...secrets,
      read: async () => {
        throw new Error('nobody may ask');
      },
    },
  }));
  expect((await tell({ host: nas(), world })).result.verdict).toBe('opened');
});

describe('the secrets of a test knock', () => {
  const host = hostWith({ method: 'hotp', derivation }, { tries: 1 });
  const edits = { 'otp-secret': { text: otpSecret, encoding: 'text' } } as const;

  test('are used in place of the stored ones, and not kept', async () => {
    const server = fakeNumbered({ hitsOf, expects: 0, lookAhead: 0, ...service });
    const world = createWorld({
      servers: { [home]: server },
      vault: vaultWith(host, { 'otp-secret': 'the stored secret' }),
    });
    const engine = createEngine(world.ports);
    const knocked = await world.clock.run(engine.knock({ subject: { host, secrets: edits }, options }));
    expect(knocked).toMatchObject({ value: { verdict: 'opened' } });
    expect(await world.ports.secrets.read(host.id, 'otp-secret')).toEqual({
      ok: true,
      value: bytesOf('the stored secret'),
    });
  });

  test('make a vault unnecessary', async () => {
    const server = fakeNumbered({ hitsOf, expects: 0, lookAhead: 0, ...service });
    const world = createWorld({ servers: { [home]: server } });
    expect((await tell({ host, world, edits })).result.verdict).toBe('opened');
    expect(await world.ports.secrets.look()).toMatchObject({ value: { state: 'none' } });
  });

  test('that are none stop it, in words that tell nothing of them', async () => {
    const world = createWorld({});
    const secret = { text: 'canary!', encoding: 'base32' } as const;
    const opened = await openMethod({ host, edits: { 'otp-secret': secret }, ports: world.ports });
    expect(opened).toMatchObject({
      error: { code: 'invalid-host', issues: [{ path: 'secrets.otp-secret' }] },
    });
    expect(JSON.stringify(opened)).not.toContain('canary');
  });

  test('that are another list begin at its first line, and leave the position in the stored one alone', async () => {
    const list = hostWith({ method: 'list' }, { tries: 1 });
    const server = fakeNumbered({
      hitsOf: (number) => (number === 0 ? [{ proto: 'tcp', port: 9_001 }] : []),
      expects: 0,
      lookAhead: 0,
      ...service,
    });
    const counter = { confirmed: 1, next: 1, total: 2, doubt: null };
    const world = createWorld({
      servers: { [home]: server },
      counters: { [list.id]: counter },
      vault: vaultWith(list, { 'one-time-list': ' 7001\n 7002\n' }),
    });
    const another = { 'one-time-list': { text: '9001\n9002', encoding: 'text' } } as const;
    expect((await tell({ host: list, world, edits: another })).result.verdict).toBe('opened');
    expect(await world.ports.counters.load()).toEqual({ ok: true, value: { [list.id]: counter } });
  });

  test('that continue a list stand behind its stored lines', async () => {
    const list = hostWith({ method: 'list' }, { tries: 1 });
    const lines = [7001, 7002].map((port) => [{ proto: 'tcp' as const, port }]);
    const server = fakeNumbered({
      hitsOf: (number) => lines[number] ?? [],
      expects: 1,
      lookAhead: 0,
      ...service,
    });
    const world = createWorld({
      servers: { [home]: server },
      counters: { [list.id]: { confirmed: 1, next: 1, total: 1, doubt: null } },
      vault: vaultWith(list, { 'one-time-list': ' 7001\n' }),
    });
    const more = { 'one-time-list': { text: '7002', encoding: 'text', append: true } } as const;
    expect((await tell({ host: list, world, edits: more })).result.verdict).toBe('opened');
  });
});
