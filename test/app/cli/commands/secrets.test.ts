import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPorts } from '../../../../app/node/ports.ts';
import { createFakeKeyring } from '../../node/fake-keyring.ts';
import type { Slot } from '../../../../app/secrets/slots.ts';
import { hostInput, id } from '../../hosts/host.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { ctrlC, postern } from '../cli.ts';
import { lines } from '../lines.ts';

const passphrase = 'correct horse';
const spa = {
  ...hostInput,
  knock: {
    method: 'spa',
    ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] },
  },
};

function saved(...hosts: readonly object[]): string {
  const folder = temporaryFolder();
  const totp = {
    ...hostInput,
    id: id(1),
    name: 'codes',
    knock: { method: 'totp', derivation: { scheme: 'c-lock' } },
  };
  const all = [hostInput, totp, ...hosts];
  writeFileSync(join(folder, 'hosts.json'), JSON.stringify({ version: 1, hosts: all }));
  return folder;
}

async function withPassphrase(...hosts: readonly object[]): Promise<string> {
  const folder = saved(...hosts);
  const set = await postern(['secrets', 'passphrase'], { folder, typed: [passphrase, passphrase] });
  expect(set).toEqual({ code: 0, out: 'The passphrase was set.\n', err: '' });
  return folder;
}

async function stored(folder: string, hostId: string, slot: Slot): Promise<string | null> {
  const { secrets } = createPorts({ folder });
  await secrets.unlock(new TextEncoder().encode(passphrase));
  const secret = await secrets.read(hostId, slot);
  return secret.ok && secret.value !== null ? Buffer.from(secret.value).toString('hex') : null;
}

test('a typed secret is kept, listed without its value, and removed', async () => {
  const folder = await withPassphrase();
  const questions: string[] = [];
  const set = await postern(['secrets', 'set', 'codes', 'otp-secret'], {
    folder,
    typed: ['jbsw y3dp ehpk 3pxp', passphrase],
    onAsk: (question) => questions.push(question),
  });
  expect(set).toEqual({ code: 0, out: 'Kept otp-secret of "codes" (10 bytes).\n', err: '' });
  expect(questions).toEqual(['otp-secret (base32, not shown): ', 'Passphrase: ']);
  expect(await stored(folder, id(1), 'otp-secret')).toBe('48656c6c6f21deadbeef');

  const status = await postern(['secrets', 'status'], { folder });
  expect(status.out).toMatch(
    /^Sealed: the passphrase opens them\.\nHOST +SECRET +BYTES +SET\ncodes +otp-secret +10 +\d{4}-\d\d-\d\d \d\d:\d\d\n$/,
  );
  const json = await postern(['secrets', 'status', '--json'], { folder });
  expect(lines(json.out)).toMatchObject([
    {
      type: 'secrets',
      vault: 'locked',
      opensWith: { passphrase: true, keyring: false },
      secrets: [{ hostId: id(1), name: 'codes', slot: 'otp-secret', bytes: 10 }],
    },
  ]);

  const remove = ['secrets', 'remove', 'codes', 'otp-secret'];
  expect(await postern(remove, { folder })).toMatchObject({
    code: 0,
    out: 'Removed otp-secret of "codes".\n',
  });
  expect(await postern(remove, { folder })).toEqual({
    code: 2,
    out: '',
    err: 'postern: "codes" has no otp-secret. Nothing was removed.\n',
  });
});

test.each([
  ['text', 'hunter2 and more\n', '68756e7465723220616e64206d6f7265'],
  ['hex', 'c0 ff ee\n', 'c0ffee'],
  ['base64', 'wP/u\n', 'c0ffee'],
  ['base32', 'yd76 4===\n', 'c0ffee'],
])('a piped secret is read as %s, without its line break', async (encoding, piped, hex) => {
  const folder = await withPassphrase(spaHost());
  const set = await postern(['secrets', 'set', 'gate', 'spa-key', '--encoding', encoding], {
    folder,
    piped,
    typed: [passphrase],
  });
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(await stored(folder, id(2), 'spa-key')).toBe(hex);
});

test('what can not be read as it should be is told by its place, and nothing is kept', async () => {
  const folder = await withPassphrase();
  const set = await postern(['secrets', 'set', 'codes', 'otp-secret'], { folder, piped: 'JBSW1Y3D\n' });
  expect(set).toEqual({ code: 2, out: '', err: 'postern: Character 5 ("1") is none of base32.\n' });
  expect((await postern(['secrets', 'status'], { folder })).out).toBe('Sealed: the passphrase opens them.\n');
});

test('a list begins at its first line, also in place of one that was used', async () => {
  const list = { ...hostInput, id: id(3), name: 'lines', knock: { method: 'list' } };
  const folder = await withPassphrase(list);
  const { counters } = createPorts({ folder });
  await counters.change(id(3), () => ({ confirmed: 40, next: 41, total: 50, doubt: 40 }));
  const set = await postern(['secrets', 'set', 'lines', 'one-time-list'], {
    folder,
    piped: '# 1000,2000\n7000,8000\n\n7001:udp,8001',
    typed: [passphrase],
  });
  expect(set).toEqual({ code: 0, out: 'Kept one-time-list of "lines" (26 bytes).\n', err: '' });
  const kept = Buffer.from((await stored(folder, id(3), 'one-time-list')) ?? '', 'hex');
  expect(kept.toString()).toBe(' 7000,8000\n 7001:udp,8001\n');
  const position = { confirmed: 0, next: 0, total: 2, doubt: null };
  expect(await counters.load()).toEqual({ ok: true, value: { [id(3)]: position } });
});

test.each([
  ['lines', 'one-time-list', '7000,nine\n', 'Line 1'],
  ['word', 'pknock-secret', 'x'.repeat(32), '1 to 31'],
  ['gate', 'spa-key', 'x'.repeat(33), '1 to 32'],
])('%s takes no %s that it could not knock with', async (name, slot, piped, told) => {
  const list = { ...hostInput, id: id(3), name: 'lines', knock: { method: 'list' } };
  const word = { ...hostInput, id: id(4), name: 'word', knock: { method: 'pknock', port: 2000 } };
  const folder = await withPassphrase(list, word, spaHost());
  const set = await postern(['secrets', 'set', name, slot], { folder, piped, typed: [passphrase] });
  expect(set).toMatchObject({ code: 2, out: '' });
  expect(set.err).toContain(told);
  expect(set.err).not.toContain(piped.trim());
  expect((await postern(['secrets', 'status'], { folder })).out).toBe('Sealed: the passphrase opens them.\n');
});

test('a secret that a host does not use is refused', async () => {
  const folder = await withPassphrase();
  expect(await postern(['secrets', 'set', 'nas', 'spa-key'], { folder, piped: 'key' })).toMatchObject({
    code: 2,
    err: 'postern: "nas" does not use spa-key. It needs no secret.\n',
  });
  expect(await postern(['secrets', 'set', 'codes', 'spa-key'], { folder, piped: 'key' })).toMatchObject({
    code: 2,
    err: 'postern: "codes" does not use spa-key. It uses otp-secret.\n',
  });
});

test('before there is a passphrase, exit code 7 says how to set one', async () => {
  const folder = saved();
  expect(await postern(['secrets', 'status'], { folder })).toMatchObject({
    code: 0,
    out: 'No secrets yet. Begin with: postern secrets passphrase\n',
  });
  const set = await postern(['secrets', 'set', 'codes', 'otp-secret'], { folder, piped: 'JBSWY3DP' });
  expect(set).toMatchObject({ code: 7, out: '' });
  expect(set.err).toMatch(/: postern secrets passphrase\n$/);
});

test('what only the keyring opens is left to the desktop app, and that is said before anything is typed', async () => {
  const folder = saved();
  const desktop = createPorts({ folder, keyring: createFakeKeyring().keyring });
  await desktop.secrets.change([{ hostId: id(1), slot: 'otp-secret', bytes: Uint8Array.from([1, 2]) }]);
  expect((await postern(['secrets', 'status'], { folder })).out).toMatch(
    /^Sealed: the keyring of this system opens them, in the desktop app\.\n/,
  );
  const questions: string[] = [];
  const asking = { folder, typed: [passphrase, passphrase], onAsk: (each: string) => questions.push(each) };
  const refused = {
    code: 7,
    err: expect.stringContaining('Only the desktop app can ask the keyring') as string,
  };
  expect(await postern(['secrets', 'passphrase'], asking)).toMatchObject(refused);
  const set = ['secrets', 'set', 'codes', 'otp-secret'];
  expect(await postern(set, { ...asking, piped: 'JBSWY3DP' })).toMatchObject(refused);
  expect(questions).toEqual([]);
  await desktop.secrets.setPassphrase({ current: null, next: new TextEncoder().encode(passphrase) });
  expect(await postern(set, { folder, piped: 'JBSWY3DP', typed: [passphrase] })).toMatchObject({ code: 0 });
});

test('a passphrase may be mistyped twice', async () => {
  const folder = await withPassphrase();
  const set = (...tries: readonly string[]) =>
    postern(['secrets', 'set', 'codes', 'otp-secret'], { folder, piped: 'JBSWY3DP', typed: tries });
  expect(await set('wrong one', 'wrong two', passphrase)).toMatchObject({ code: 0 });
  expect(await set('wrong one', 'wrong two', 'wrong three', passphrase)).toMatchObject({
    code: 7,
    err: expect.stringContaining('This is not the passphrase.') as string,
  });
  expect(await set('wrong one', ctrlC)).toEqual({ code: 8, out: '', err: 'postern: Stopped.\n' });
});

test('a passphrase is changed by who knows it and types the new one twice', async () => {
  const folder = await withPassphrase();
  const change = (...typed: readonly string[]) => postern(['secrets', 'passphrase'], { folder, typed });
  expect(await change(passphrase, 'battery staple', 'battery stable')).toEqual({
    code: 2,
    out: '',
    err: 'postern: These are two different passphrases. Try again.\n',
  });
  expect(await change('wrong', 'battery staple', 'battery staple')).toMatchObject({ code: 7 });
  expect(await change(passphrase, 'short', 'short')).toMatchObject({ code: 2 });
  expect(await change(passphrase, 'battery staple', 'battery staple')).toEqual({
    code: 0,
    out: 'The passphrase was changed.\n',
    err: '',
  });
  expect(await change(passphrase, 'another one', 'another one')).toMatchObject({ code: 7 });
});

test('a file with the passphrase takes the place of the terminal', async () => {
  const folder = saved();
  const file = join(folder, 'passphrase');
  writeFileSync(file, `${passphrase}\nnotes\n`, { mode: 0o600 });
  const env = { POSTERN_PASSPHRASE_FILE: file };
  expect(await postern(['secrets', 'passphrase'], { folder, env })).toMatchObject({ code: 0 });
  const set = ['secrets', 'set', 'codes', 'otp-secret'];
  expect(await postern(set, { folder, env, piped: 'JBSWY3DP' })).toMatchObject({ code: 0 });
  expect(await stored(folder, id(1), 'otp-secret')).toBe('48656c6c6f');

  writeFileSync(file, 'wrong\n');
  expect(await postern(set, { folder, env, piped: 'JBSWY3DP' })).toMatchObject({ code: 7 });
  writeFileSync(file, '\n');
  expect(await postern(set, { folder, env, piped: 'JBSWY3DP' })).toMatchObject({
    code: 2,
    err: `postern: The first line of ${file} is empty. Put the passphrase there.\n`,
  });
});

test.each([0o640, 0o604, 0o620])('a passphrase file that others may use (%i) is refused', async (mode) => {
  const folder = await withPassphrase();
  const file = join(folder, 'passphrase');
  writeFileSync(file, passphrase);
  chmodSync(file, mode);
  const env = { POSTERN_PASSPHRASE_FILE: file };
  expect(
    await postern(['secrets', 'set', 'codes', 'otp-secret'], { folder, env, piped: 'JBSWY3DP' }),
  ).toEqual({
    code: 2,
    out: '',
    err: `postern: Others can read ${file}. Keep it to yourself: chmod 600 ${file}\n`,
  });
});

test('without terminal and file there is nobody to ask, and that is said', async () => {
  const folder = await withPassphrase();
  const set = await postern(['secrets', 'set', 'codes', 'otp-secret'], { folder, piped: 'JBSWY3DP' });
  expect(set).toMatchObject({
    code: 7,
    err: expect.stringContaining('POSTERN_PASSPHRASE_FILE') as string,
  });
});

test('secrets of a host that is no longer saved are listed and removed by its id', async () => {
  const folder = await withPassphrase();
  await postern(['secrets', 'set', 'codes', 'otp-secret'], {
    folder,
    piped: 'JBSWY3DP',
    typed: [passphrase],
  });
  await postern(['hosts', 'remove', 'codes'], { folder });
  expect((await postern(['secrets', 'status'], { folder })).out).toContain(`${id(1)} (not saved)`);
  expect(await postern(['secrets', 'remove', id(1), 'otp-secret'], { folder })).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(id(1));
});

function spaHost(): object {
  return { ...spa, id: id(2), name: 'gate' };
}

test('a secret is not typed in vain where nothing can seal it', async () => {
  const folder = temporaryFolder();
  await postern(['hosts', 'add', 'nas', '--address', 'nas.example.net', '--totp', 'nas'], { folder });
  const questions: string[] = [];
  const onAsk = (question: string) => questions.push(question);
  const set = ['secrets', 'set', 'nas', 'otp-secret'];
  expect(await postern(set, { folder, typed: ['JBSWY3DP'], onAsk })).toMatchObject({ code: 7 });
  expect(questions).toEqual([]);
});

test('a wrong passphrase in a file is told with the name of the file', async () => {
  const folder = temporaryFolder();
  await postern(['secrets', 'passphrase'], { folder, typed: [passphrase, passphrase] });
  await postern(['hosts', 'add', 'nas', '--address', 'nas.example.net', '--totp', 'nas'], { folder });
  const file = join(folder, 'passphrase');
  writeFileSync(file, 'another one', { mode: 0o600 });
  const env = { POSTERN_PASSPHRASE_FILE: file };
  const set = await postern(['secrets', 'set', 'nas', 'otp-secret'], { folder, env, piped: 'JBSWY3DP' });
  expect(set).toMatchObject({
    code: 7,
    err: `postern: The first line of ${file} is not the passphrase. Check POSTERN_PASSPHRASE_FILE.\n`,
  });
});
