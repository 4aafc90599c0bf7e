import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Scrypt } from '../../../app/secrets/scrypt.ts';
import { id } from '../hosts/host.ts';
import { createFakeKeyring } from './fake-keyring.ts';
import {
  bytesOf,
  cheap,
  isWiped,
  passphrase,
  read,
  secret,
  setting,
  slotsIn,
  storeIn,
} from './secret-stores.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the real scrypt opens what it sealed, for the same characters however they are composed', async () => {
  const { store, folder } = storeIn({}, 'real scrypt');
  await store.setPassphrase({ current: null, next: bytesOf('Grüße, Ångström') });
  await store.change(setting());
  const later = storeIn({ folder }, 'real scrypt').store;
  expect(await later.unlock(bytesOf('Grüße, Ångstrom'))).toMatchObject({
    error: { code: 'passphrase-wrong' },
  });
  expect(await later.unlock(bytesOf('Grüße, Ångström'.normalize('NFD')))).toMatchObject({ ok: true });
  expect(await read(later)).toEqual(secret);
});

test('a keyring makes the vault by itself and opens it at the next start', async () => {
  const fake = createFakeKeyring();
  const { store, folder } = storeIn({ keyring: fake.keyring });
  expect(await store.change(setting())).toMatchObject({
    value: { state: 'open', opensWith: { passphrase: false, keyring: true }, keyring: 'real' },
  });
  const later = storeIn({ folder, keyring: fake.keyring }).store;
  expect(await later.look()).toMatchObject({ value: { state: 'open' } });
  expect(await read(later)).toEqual(secret);
});

test.each(['absent', 'away'] as const)(
  'with a keyring that is %s nothing is kept, least of all in the clear',
  async (state) => {
    const fake = createFakeKeyring();
    fake.state = state;
    const { store, file } = storeIn({ keyring: fake.keyring });
    expect(await store.change(setting())).toEqual({ ok: false, error: { code: 'vault-missing' } });
    expect(await store.useKeyring(true)).toEqual({ ok: false, error: { code: 'keyring-absent' } });
    expect(await store.look()).toMatchObject({ value: { state: 'none', keyring: 'absent' } });
    await expect(fs.access(file)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('a locked vault stays locked for the keyring, until somebody unlocks it', async () => {
  const fake = createFakeKeyring();
  const { store } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  expect(await store.lock()).toMatchObject({ value: { state: 'locked' } });
  expect(await store.read(id(1), 'otp-secret')).toEqual({
    ok: false,
    error: { code: 'vault-locked', opensWith: 'keyring' },
  });
  expect(await store.look()).toMatchObject({ value: { state: 'locked' } });
  expect(fake.asked).toBe(0);
  expect(await store.unlock(new Uint8Array())).toMatchObject({ value: { state: 'open' } });
  expect(await read(store)).toEqual(secret);
});

test('a lock wipes the key, and also one that is still on its way', async () => {
  const fake = createFakeKeyring();
  const made: Uint8Array[] = [];
  const random = (bytes: number) => {
    made.push(randomBytes(bytes));
    return made.at(-1) ?? Buffer.alloc(0);
  };
  const { store, folder } = storeIn({ keyring: fake.keyring, random });
  await store.change(setting());
  const [key] = made.filter(({ length }) => length === 32);
  expect(isWiped(key)).toBe(false);
  await store.lock();
  expect(isWiped(key)).toBe(true);

  let answer = (): void => undefined;
  fake.pause = () => new Promise<void>((resolve) => (answer = resolve));
  const later = storeIn({ folder, keyring: fake.keyring }).store;
  const looking = later.look();
  await expect.poll(() => fake.asked).toBe(1);
  const locking = later.lock();
  answer();
  expect(await looking).toMatchObject({ value: { state: 'locked' } });
  expect(await locking).toMatchObject({ value: { state: 'locked' } });
  expect(fake.handedOut.map(isWiped)).toEqual([true]);
});

test('keys made from passphrases are wiped once used, and the passphrase is left to its owner', async () => {
  const derived: Uint8Array[] = [];
  const given: Uint8Array[] = [];
  const scrypt: Scrypt = async (...request) => {
    given.push(request[0]);
    const key = await cheap(...request);
    derived.push(key);
    return key;
  };
  const { store } = storeIn({ scrypt });
  const mine = Buffer.from(passphrase);
  await store.setPassphrase({ current: null, next: mine });
  await store.unlock(mine);
  await store.setPassphrase({ current: mine, next: bytesOf('battery staple') });
  expect([...derived, ...given].map(isWiped)).toEqual(Array.from({ length: 8 }, () => true));
  expect(mine).toEqual(Buffer.from(passphrase));
});

test('several who need the vault at once ask the keyring once', async () => {
  const fake = createFakeKeyring();
  const { store, folder } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  const later = storeIn({ folder, keyring: fake.keyring }).store;
  const found = await Promise.all([read(later), later.look(), read(later), read(later)]);
  expect([found[0], found[2], found[3]]).toEqual([secret, secret, secret]);
  expect(fake.asked).toBe(1);
});

test('several unlocks at once never run two scrypts, and each hears about its own passphrase', async () => {
  let running = 0;
  let most = 0;
  const scrypt: Scrypt = async (...request) => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return cheap(...request);
  };
  const { store, folder } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  const later = storeIn({ folder, scrypt }).store;
  const unlocked = await Promise.all(
    [passphrase, bytesOf('wrong'), passphrase].map((each) => later.unlock(each)),
  );
  expect(unlocked.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(most).toBe(1);
});

test('a keyring that goes away and comes back costs nothing', async () => {
  const fake = createFakeKeyring();
  const { store, folder, file } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  const before = await fs.readFile(file, 'utf8');
  const later = storeIn({ folder, keyring: fake.keyring }).store;
  for (const state of ['away', 'absent'] as const) {
    fake.state = state;
    expect(await later.look()).toMatchObject({
      value: { state: 'locked', keyring: state, opensWith: { keyring: true } },
    });
    expect(await later.read(id(1), 'otp-secret')).toMatchObject({ error: { code: 'vault-locked' } });
    expect(await later.unlock(new Uint8Array())).toMatchObject({
      error: { code: state === 'away' ? 'vault-locked' : 'keyring-absent' },
    });
    expect(await later.setPassphrase({ current: null, next: passphrase })).toMatchObject({
      error: { code: 'vault-locked' },
    });
  }
  expect(await fs.readFile(file, 'utf8')).toBe(before);
  fake.state = 'real';
  expect(await read(later)).toEqual(secret);
});

test('a keyring that answers late, between the question and the answer, is asked again', async () => {
  const fake = createFakeKeyring();
  const { store, folder } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  const later = storeIn({ folder, keyring: fake.keyring }).store;
  fake.pause = async () => void (fake.state = 'away');
  expect(await later.look()).toMatchObject({ value: { state: 'locked', keyring: 'away' } });
  fake.pause = () => Promise.resolve();
  fake.state = 'real';
  expect(await later.look()).toMatchObject({ value: { state: 'open', keyring: 'real' } });
});

test('what a keyring wants to seal anew is sealed anew, once', async () => {
  const fake = createFakeKeyring();
  const { store, folder, file } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  const before = await slotsIn(file);
  fake.isStale = true;
  expect(await storeIn({ folder, keyring: fake.keyring }).store.look()).toMatchObject({
    value: { state: 'open' },
  });
  const after = await slotsIn(file);
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
  fake.isStale = false;
  expect(await read(storeIn({ folder, keyring: fake.keyring }).store)).toEqual(secret);
});

test('on another computer the passphrase opens the copied file, and its keyring takes the key over', async () => {
  const [here, there] = [createFakeKeyring('here'), createFakeKeyring('there')];
  const { store, file } = storeIn({ keyring: here.keyring });
  await store.change(setting());
  await store.setPassphrase({ current: null, next: passphrase });

  const folder = temporaryFolder();
  await fs.copyFile(file, join(folder, 'secrets.json'));
  const moved = storeIn({ folder, keyring: there.keyring }).store;
  const opensWith = { passphrase: true, keyring: false };
  expect(await moved.look()).toMatchObject({ value: { state: 'locked', opensWith, keyring: 'real' } });
  await moved.look();
  // On some systems each question is shown to the user.
  expect(there.asked).toBe(1);
  expect(await moved.unlock(passphrase)).toMatchObject({ value: { state: 'open' } });
  expect(await read(moved)).toEqual(secret);
  expect(await moved.useKeyring(true)).toMatchObject({
    value: { opensWith: { passphrase: true, keyring: true } },
  });
  const next = storeIn({ folder, keyring: there.keyring }).store;
  expect(await read(next)).toEqual(secret);
});

test('on another computer a vault of the keyring alone stays closed and whole', async () => {
  const { store, file } = storeIn({ keyring: createFakeKeyring('here').keyring });
  await store.change(setting());
  const folder = temporaryFolder();
  await fs.copyFile(file, join(folder, 'secrets.json'));
  const moved = storeIn({ folder, keyring: createFakeKeyring('there').keyring }).store;
  const locked = { ok: false, error: { code: 'vault-locked', opensWith: 'keyring' } };
  expect(await moved.change(setting())).toEqual(locked);
  expect(await moved.unlock(new Uint8Array())).toEqual(locked);
  expect(await moved.useKeyring(true)).toEqual(locked);
  expect(await fs.readFile(join(folder, 'secrets.json'), 'utf8')).toBe(await fs.readFile(file, 'utf8'));
});

test('a passphrase is changed only by who knows it, even while the vault is open', async () => {
  const { store, folder } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting());
  const next = bytesOf('battery staple');
  const wrong = { ok: false, error: { code: 'passphrase-wrong' } };
  expect(await store.setPassphrase({ current: null, next })).toEqual(wrong);
  expect(await store.setPassphrase({ current: bytesOf('wrong horse'), next })).toEqual(wrong);
  expect(await store.setPassphrase({ current: passphrase, next: bytesOf('1234567') })).toEqual({
    ok: false,
    error: { code: 'passphrase-short', least: 8 },
  });
  expect(await store.setPassphrase({ current: passphrase, next })).toMatchObject({ ok: true });
  const later = storeIn({ folder }).store;
  expect(await later.unlock(passphrase)).toEqual(wrong);
  expect(await later.unlock(next)).toMatchObject({ ok: true });
  expect(await read(later)).toEqual(secret);
});

test('the last thing that opens a vault is never taken away', async () => {
  const fake = createFakeKeyring();
  const { store, folder } = storeIn({ keyring: fake.keyring });
  const needed = { ok: false, error: { code: 'vault-needs-passphrase' } };
  await store.setPassphrase({ current: null, next: passphrase });
  expect(await store.setPassphrase({ current: passphrase, next: null })).toEqual(needed);
  await store.useKeyring(true);
  fake.state = 'away';
  expect(await store.setPassphrase({ current: passphrase, next: null })).toEqual(needed);
  fake.state = 'real';
  expect(await store.setPassphrase({ current: passphrase, next: null })).toMatchObject({
    value: { opensWith: { passphrase: false, keyring: true } },
  });
  expect(await store.useKeyring(false)).toEqual(needed);
  await store.setPassphrase({ current: null, next: passphrase });
  expect(await store.useKeyring(false)).toMatchObject({
    value: { opensWith: { passphrase: true, keyring: false } },
  });
  expect(await storeIn({ folder, keyring: fake.keyring }).store.look()).toMatchObject({
    value: { state: 'locked' },
  });
});
