import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { writeDurably } from '../../../app/node/files.ts';
import { fail } from '../../../app/result.ts';
import { id } from '../hosts/host.ts';
import { createFakeKeyring } from './fake-keyring.ts';
import { bytesOf, passphrase, read, secret, setting, slotsIn, storeIn } from './secret-stores.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a folder that is not there holds no vault, and looking does not create it', async () => {
  const { store, folder } = storeIn({ folder: join(temporaryFolder(), 'postern') });
  const look = {
    state: 'none',
    opensWith: { passphrase: false, keyring: false },
    keyring: 'absent',
    secrets: {},
  };
  expect(await store.look()).toEqual({ ok: true, value: look });
  expect(await store.read(id(1), 'otp-secret')).toEqual({ ok: true, value: null });
  expect(await store.change([{ hostId: id(1), slot: 'otp-secret', bytes: null }])).toMatchObject({
    ok: true,
  });
  await expect(fs.access(join(folder, 'secrets.json'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('with a passphrase a secret is kept, found by the next process that knows it, and by nobody else', async () => {
  const { store, folder, file } = storeIn();
  expect(await store.change(setting())).toEqual({ ok: false, error: { code: 'vault-missing' } });
  expect(await store.setPassphrase({ current: null, next: passphrase })).toMatchObject({
    value: { state: 'open', opensWith: { passphrase: true, keyring: false }, secrets: {} },
  });
  const before = Date.now();
  const kept = await store.change(setting());
  const facts = { bytes: secret.length, setAt: expect.any(Number) as number };
  expect(kept).toMatchObject({ value: { state: 'open', secrets: { [id(1)]: { 'otp-secret': facts } } } });
  expect(kept.ok && (kept.value.secrets[id(1)]?.['otp-secret']?.setAt ?? 0)).toBeGreaterThanOrEqual(before);

  const later = storeIn({ folder }).store;
  const locked = { ok: false, error: { code: 'vault-locked', opensWith: 'passphrase' } };
  expect(await later.look()).toMatchObject({
    value: { state: 'locked', secrets: { [id(1)]: { 'otp-secret': facts } } },
  });
  expect(await later.read(id(1), 'otp-secret')).toEqual(locked);
  expect(await later.change(setting())).toEqual(locked);
  expect(await later.unlock(bytesOf('wrong horse'))).toEqual({
    ok: false,
    error: { code: 'passphrase-wrong' },
  });
  expect(await later.unlock(passphrase)).toMatchObject({ value: { state: 'open' } });
  expect(await read(later)).toEqual(secret);
  expect(await later.read(id(1), 'spa-key')).toEqual({ ok: true, value: null });
  expect(await later.read(id(2), 'otp-secret')).toEqual({ ok: true, value: null });
  const modes = [file, `${file}.bak`].map(async (path) => ((await fs.stat(path)).mode & 0o777).toString(8));
  expect(await Promise.all(modes)).toEqual(['600', '600']);
});

test('a vault whose file was deleted is read from its copy, and the next change keeps all that was in it', async () => {
  const { store, folder, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting());
  await fs.rm(file);
  const later = storeIn({ folder }).store;
  await later.unlock(passphrase);
  expect(await read(later)).toEqual(secret);
  await later.change([{ hostId: id(2), slot: 'spa-key', bytes: bytesOf('another') }]);
  const last = storeIn({ folder }).store;
  await last.unlock(passphrase);
  expect(await read(last)).toEqual(secret);
});

test('changes are all or nothing, and a removal needs no key', async () => {
  const { store, folder, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  const both = [...setting(1), { hostId: id(1), slot: 'spa-key', bytes: bytesOf('k') }] as const;
  expect(await store.change(both)).toMatchObject({
    value: { secrets: { [id(1)]: { 'otp-secret': { bytes: secret.length }, 'spa-key': { bytes: 1 } } } },
  });
  const full = storeIn({ folder, write: () => Promise.resolve(fail('full')) }).store;
  await full.unlock(passphrase);
  expect(await full.change(setting(2))).toEqual({
    ok: false,
    error: { code: 'store-unwritable', file, reason: 'full' },
  });
  expect(await full.read(id(2), 'otp-secret')).toEqual({ ok: true, value: null });
  const locked = storeIn({ folder }).store;
  const removed = await locked.change([{ hostId: id(1), slot: 'spa-key', bytes: null }]);
  expect(removed).toMatchObject({ value: { state: 'locked' } });
  expect(removed.ok && Object.keys(removed.value.secrets[id(1)] ?? {})).toEqual(['otp-secret']);
  expect(await read(store)).toEqual(secret);
});

test('a vault that could not be written is not held open', async () => {
  const fake = createFakeKeyring();
  const { store } = storeIn({ keyring: fake.keyring, write: () => Promise.resolve(fail('read-only')) });
  expect(await store.change(setting())).toMatchObject({ error: { code: 'store-unwritable' } });
  expect(await store.look()).toMatchObject({ value: { state: 'none' } });
});

test('when another vault takes the place of the open one, nothing is sealed with the old key', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting());
  const other = storeIn();
  await other.store.setPassphrase({ current: null, next: bytesOf('battery staple') });
  await fs.copyFile(other.file, file);
  expect(await store.change(setting())).toMatchObject({ error: { code: 'vault-locked' } });
  expect(await store.unlock(bytesOf('battery staple'))).toMatchObject({
    value: { state: 'open', secrets: {} },
  });
  expect(await store.change(setting())).toMatchObject({ ok: true });
});

test('any bytes come back as they were, as a copy of their own', async () => {
  const { store } = storeIn({ write: writeDurably });
  await store.setPassphrase({ current: null, next: passphrase });
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      await store.change([{ hostId: id(1), slot: 'otp-secret', bytes }]);
      (await read(store))?.fill(7);
      expect(await read(store)).toEqual(bytes);
    }),
    { numRuns: 25 },
  );
});

test('neither key nor passphrase nor secret stands in any file, however it is written', async () => {
  const fake = createFakeKeyring();
  const made: Uint8Array[] = [];
  const random = (bytes: number) => {
    const chance = randomBytes(bytes);
    made.push(Buffer.from(chance));
    return chance;
  };
  const { store, folder } = storeIn({ keyring: fake.keyring, random });
  await store.change(setting());
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting(2));
  const [key] = made.filter(({ length }) => length === 32);
  const canaries = [key ?? Buffer.alloc(0), passphrase, secret].flatMap((bytes) => {
    const canary = Buffer.from(bytes);
    // Without the ends, which depend on what stands beside them.
    const base64 = [0, 1, 2].map((shift) => canary.subarray(shift).toString('base64').slice(0, -4));
    return [
      canary.toString('latin1'),
      canary.toString('hex'),
      canary.toString('hex').toUpperCase(),
      ...base64,
    ];
  });
  const names = (await fs.readdir(folder, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  );
  const texts = await Promise.all(
    names.map(({ parentPath, name }) => fs.readFile(join(parentPath, name), 'latin1')),
  );
  expect(names.map(({ name }) => name)).toEqual(['secrets.json', 'secrets.json.bak']);
  expect(canaries.filter((canary) => texts.some((text) => text.includes(canary)))).toEqual([]);
  expect(canaries).toHaveLength(18);
});

test('a file cut short is set aside, and the copy takes its place', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting());
  const whole = await fs.readFile(file, 'utf8');
  await fs.writeFile(file, whole.slice(0, -40));
  const failure = await store.read(id(1), 'otp-secret');
  expect(failure).toMatchObject({ error: { code: 'store-broken', file, restored: true } });
  expect(await read(store)).toEqual(secret);
});

test('a file of a newer version is neither read nor written', async () => {
  const { store, file } = storeIn({ keyring: createFakeKeyring().keyring });
  const newer = JSON.stringify({ version: 2, vaults: [] });
  await fs.writeFile(file, newer);
  const failure = { ok: false, error: { code: 'store-newer', file, version: 2, supported: 1 } };
  expect(await store.look()).toEqual(failure);
  expect(await store.read(id(1), 'otp-secret')).toEqual(failure);
  expect(await store.change(setting())).toEqual(failure);
  expect(await store.unlock(passphrase)).toEqual(failure);
  expect(await store.setPassphrase({ current: null, next: passphrase })).toEqual(failure);
  expect(await store.useKeyring(true)).toEqual(failure);
  expect(await fs.readFile(file, 'utf8')).toBe(newer);
});

test('a file that others could read is its owner’s alone after the next change', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await fs.chmod(file, 0o644);
  await store.change(setting());
  expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
});

test('a change of any byte of a record is noticed, keeps the file, and spares the other records', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change([...setting(1), ...setting(2)]);
  const whole = await fs.readFile(file, 'utf8');
  const [first] = (JSON.parse(whole) as { records: object[] }).records;
  const values = Object.values(first ?? {}).map(String);
  const seen = new Set<string>();
  for (const value of values) {
    const at = whole.indexOf(value);
    for (let offset = 0; offset < value.length; offset += 1) {
      const changed = flip(whole, at + offset);
      await fs.writeFile(file, changed);
      const result = await store.read(id(1), 'otp-secret');
      seen.add(result.ok ? 'read' : result.error.code);
      expect(await read(store, 2)).toEqual(secret);
      expect(await fs.readFile(file, 'utf8')).toBe(changed);
    }
  }
  expect([...seen]).toEqual(['vault-damaged']);
  expect(values).toHaveLength(6);
});

test('a record under the name of another is noticed under both names', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting(1));
  await fs.writeFile(file, (await fs.readFile(file, 'utf8')).replace(id(1), id(2)));
  expect(await store.read(id(2), 'otp-secret')).toMatchObject({ error: { code: 'vault-damaged', file } });
  expect(await store.read(id(1), 'otp-secret')).toMatchObject({ error: { code: 'vault-damaged', file } });
});

test('a change of any byte of a slot keeps it closed and the file as it is', async () => {
  const { store, folder, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting());
  const whole = await fs.readFile(file, 'utf8');
  const [slot] = (await slotsIn(file)) as [object];
  const seen = new Map<string, Set<string>>();
  for (const [field, value] of Object.entries(slot)) {
    const at = whole.indexOf(`"${field}": `, whole.indexOf('"slots"')) + field.length + 4;
    for (let offset = 0; offset < JSON.stringify(value).length; offset += 1) {
      if (whole[at + offset] === '"') continue;
      const changed = flip(whole, at + offset);
      await fs.writeFile(file, changed);
      const later = storeIn({ folder }).store;
      const result = await later.unlock(passphrase);
      seen.set(field, (seen.get(field) ?? new Set()).add(result.ok ? 'open' : result.error.code));
      expect(await fs.readFile(file, 'utf8')).toBe(changed);
    }
  }
  const codes = [...seen].map(([field, each]) => [field, [...each].toSorted().join(' ')] as const);
  expect(Object.fromEntries(codes)).toMatchObject({
    kind: 'vault-damaged',
    kdf: 'vault-damaged',
    n: 'vault-damaged',
    r: 'passphrase-wrong',
    p: 'passphrase-wrong',
    nonce: 'passphrase-wrong',
    salt: expect.not.stringContaining('open') as string,
    wrapped: expect.not.stringContaining('open') as string,
  });
});

test('a slot of the keyring that was changed leaves the passphrase to open it', async () => {
  const fake = createFakeKeyring();
  const { store, folder, file } = storeIn({ keyring: fake.keyring });
  await store.change(setting());
  await store.setPassphrase({ current: null, next: passphrase });
  const whole = await fs.readFile(file, 'utf8');
  const [{ wrapped }] = (await slotsIn(file)) as [{ wrapped: string }];
  for (let offset = 0; offset < wrapped.length; offset += 1) {
    await fs.writeFile(file, flip(whole, whole.indexOf(wrapped) + offset));
    const later = storeIn({ folder, keyring: fake.keyring }).store;
    await later.look();
    expect(await later.unlock(passphrase)).toMatchObject({ value: { state: 'open' } });
    expect(await read(later)).toEqual(secret);
  }
});

test('a damaged proof of the key does not cost the records', async () => {
  const { store, folder, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  const bare = JSON.parse(await fs.readFile(file, 'utf8')) as object;
  await fs.writeFile(file, JSON.stringify({ ...bare, check: { nonce: 'x' } }));
  expect(await storeIn({ folder }).store.unlock(passphrase)).toMatchObject({
    error: { code: 'vault-damaged' },
  });
  await fs.writeFile(file, JSON.stringify(bare));
  await store.change(setting());
  const full = JSON.parse(await fs.readFile(file, 'utf8')) as object;
  await fs.writeFile(file, JSON.stringify({ ...full, check: null }));
  const later = storeIn({ folder }).store;
  expect(await later.unlock(passphrase)).toMatchObject({ ok: true });
  expect(await read(later)).toEqual(secret);
});

test('what other versions keep in file, slots and records survives a change', async () => {
  const { store, file } = storeIn();
  await store.setPassphrase({ current: null, next: passphrase });
  await store.change(setting(1));
  const content = JSON.parse(await fs.readFile(file, 'utf8')) as { slots: object[]; records: object[] };
  const extended = {
    colour: 'red',
    ...content,
    slots: [
      { kind: 'card', reader: 3 },
      { ...content.slots[0], hint: 'horse' },
    ],
    records: [
      { ...content.records[0], note: 'cellar' },
      { hostId: id(9), slot: 'hologram', sealed: '' },
    ],
  };
  await fs.writeFile(file, JSON.stringify(extended));
  await store.change(setting(2));
  expect(JSON.parse(await fs.readFile(file, 'utf8'))).toMatchObject({
    ...extended,
    records: [...extended.records, { hostId: id(2) }],
  });
  expect(await read(store)).toEqual(secret);
});

test('writers in several processes, some of them killed at any moment, lose no secret that was confirmed', async () => {
  const { store, folder } = storeIn({}, 'real scrypt');
  await store.setPassphrase({ current: null, next: passphrase });
  const confirmed: string[] = [];
  const write = async (first: number, count: number, killAfterMs: number | null) => {
    const program = fileURLToPath(new URL('./secret-writer.ts', import.meta.url));
    const child = spawn(process.execPath, [program, folder, String(first), String(count)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(passphrase);
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    if (killAfterMs !== null) {
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfterMs));
    }
    await once(child, 'close');
    confirmed.push(...said.split('\n').slice(0, -1));
  };
  await Promise.all([
    write(1_000, 12, null),
    write(2_000, 12, null),
    write(3_000, 1e6, Math.random() * 60),
    write(4_000, 1e6, Math.random() * 60),
  ]);
  expect(confirmed.length).toBeGreaterThanOrEqual(26);
  const found = await Promise.all(
    confirmed.map(async (hostId) => {
      const result = await store.read(hostId, 'otp-secret');
      return result.ok && result.value !== null && Buffer.from(result.value).toString();
    }),
  );
  expect(found).toEqual(confirmed);
});

/** The text with one character exchanged for another of its kind. */
function flip(text: string, at: number): string {
  const old = text[at] ?? '';
  const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === 'a' ? 'b' : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
}
