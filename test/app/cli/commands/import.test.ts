import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { ctrlC, postern } from '../cli.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../../app/cli/output.schema.json', import.meta.url), 'utf8'),
) as AnySchema;
const isLine = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

const vaultPassphrase = 'opens the vault';
const rc = [
  '[nas]',
  'SPA_SERVER 198.51.100.1',
  'ACCESS tcp/22',
  'ALLOW_IP source',
  'KEY canary-k1',
  'HMAC_KEY canary-h1 and more',
  '[web]',
  'SPA_SERVER web.example.net',
  'ACCESS tcp/443',
  'ALLOW_IP source',
  'KEY canary-k2',
  '',
].join('\n');
const door = '[openSSH]\nsequence = 7000,8000,9000\ntcpflags = syn\n';

function written(name: string, text: string): { readonly folder: string; readonly file: string } {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, text);
  return { folder, file };
}

function savedNames(folder: string): readonly string[] {
  const file = JSON.parse(readFileSync(join(folder, 'hosts.json'), 'utf8')) as { hosts: { name: string }[] };
  return file.hosts.map(({ name }) => name);
}

async function withVault(name: string, text: string) {
  const there = written(name, text);
  const typed = [vaultPassphrase, vaultPassphrase];
  expect(await postern(['secrets', 'passphrase'], { folder: there.folder, typed })).toMatchObject({
    code: 0,
  });
  return there;
}

test('a file is shown with its notes, and its hosts are saved with their keys', async () => {
  const { folder, file } = await withVault('.fwknoprc', rc);
  const { code, out, err } = await postern(['hosts', 'import', file], { folder, typed: [vaultPassphrase] });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('.fwknoprc (fwknop configuration): 2 hosts');
  expect(out).toContain('Note: Line 6, HMAC_KEY: fwknop reads only the beginning of this value');
  expect(out).toContain('Imported "nas".');
  expect(out).not.toContain('canary');
  expect(savedNames(folder)).toEqual(['nas', 'web']);
  const status = await postern(['secrets', 'status'], { folder });
  expect(status.out).toMatch(/nas.*\n.*nas/s);
});

test('a dry run asks for nothing and saves nothing', async () => {
  const { folder, file } = written('.fwknoprc', rc);
  const { code, out } = await postern(['hosts', 'import', file, '--dry-run'], { folder });
  expect(code).toBe(0);
  expect(out).toContain('2 hosts');
  expect(() => savedNames(folder)).toThrow('ENOENT');
});

test('only what is named is taken, and what is not there is told', async () => {
  const { folder, file } = await withVault('.fwknoprc', rc);
  const typed = [vaultPassphrase];
  expect(await postern(['hosts', 'import', file, '--only', 'WEB'], { folder, typed })).toMatchObject({
    code: 0,
  });
  expect(savedNames(folder)).toEqual(['web']);
  expect(await postern(['hosts', 'import', file, '--only', 'mail'], { folder, typed })).toMatchObject({
    code: 2,
    err: 'postern: There is no host "mail" in it. Nothing was imported.\n',
  });
});

test('a server’s file needs the address of the server', async () => {
  const { folder, file } = written('knockd.conf', door);
  const without = await postern(['hosts', 'import', file], { folder });
  expect(without).toMatchObject({ code: 2 });
  expect(without.err).toContain('No address is known of "openSSH". Give it with --address.');
  const words = ['hosts', 'import', file, '--address', 'nas.example.net'];
  const imported = await postern(words, { folder });
  expect(imported).toMatchObject({ code: 0, err: '' });
  expect(imported.out).toContain('openSSH: nas.example.net');
  expect(imported.out).not.toContain('No server is named');
  expect(savedNames(folder)).toEqual(['openSSH']);
  expect(await postern([...words.slice(0, 4), '-x y'], { folder })).toMatchObject({ code: 2 });
});

test('a second import adds, and with --update changes', async () => {
  const { folder, file } = written('knockd.conf', door);
  const words = ['hosts', 'import', file, '--address', 'nas.example.net'];
  await postern(words, { folder });
  expect((await postern(words, { folder })).out).toContain('Imported "openSSH 2".');
  expect(savedNames(folder)).toEqual(['openSSH', 'openSSH 2']);
  expect(await postern(['hosts', 'import', file, '--update'], { folder })).toMatchObject({ code: 0 });
  expect(savedNames(folder)).toEqual(['openSSH', 'openSSH 2']);
});

test('a command can be piped in', async () => {
  const folder = temporaryFolder();
  const piped = 'knock nas.example.net 7000 8000:udp\n';
  expect(await postern(['hosts', 'import', '-'], { folder, piped })).toMatchObject({ code: 0, err: '' });
  expect(savedNames(folder)).toEqual(['nas.example.net']);
  expect(await postern(['hosts', 'import', '-'], { folder })).toMatchObject({ code: 2 });
});

test.each<[what: string, name: string, text: string, message: string]>([
  ['is none of ours', 'x.txt', 'Nothing to see here.', "This isn't understood."],
  ['is empty', '.fwknoprc', '', 'No hosts found in it.'],
])('a file that %s is told as such', async (_, name, text, message) => {
  const { folder, file } = written(name, text);
  const { code, err } = await postern(['hosts', 'import', file], { folder });
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('a file that is not there is told as such', async () => {
  const { folder, file } = written('x', '');
  const { code, err } = await postern(['hosts', 'import', `${file}-not`], { folder });
  expect(code).toBe(2);
  expect(err).toContain(`There is no file ${file}-not.`);
});

test('a vault that stays closed saves no host', async () => {
  const { folder, file } = await withVault('.fwknoprc', rc);
  const stopped = await postern(['hosts', 'import', file], { folder, typed: [ctrlC] });
  expect(stopped.code).toBe(8);
  expect(() => savedNames(folder)).toThrow('ENOENT');
});

test('without a vault the way to one is told', async () => {
  const { folder, file } = written('.fwknoprc', rc);
  const { code, err } = await postern(['hosts', 'import', file], { folder });
  expect(code).toBe(7);
  expect(err).toContain('postern secrets passphrase');
});

test('--json prints one line that the schema describes, without a key', async () => {
  const { folder, file } = await withVault('.fwknoprc', rc);
  const { out } = await postern(['hosts', 'import', file, '--json'], { folder, typed: [vaultPassphrase] });
  const line: unknown = JSON.parse(out);
  expect(isLine(line), JSON.stringify(isLine.errors?.slice(0, 3))).toBe(true);
  expect(line).toMatchObject({
    type: 'import',
    source: 'fwknoprc',
    dryRun: false,
    found: [{ name: 'nas', address: '198.51.100.1', secrets: ['spa-key', 'spa-hmac-key'] }, { name: 'web' }],
    imported: [{ name: 'nas' }, { name: 'web' }],
  });
  expect(out).not.toContain('canary');
});

describe('an export', () => {
  const sealing = 'for the other computer';

  async function exported() {
    const { folder, file } = await withVault('.fwknoprc', rc);
    await postern(['hosts', 'import', file], { folder, typed: [vaultPassphrase] });
    const bundle = join(folder, 'hosts.postern');
    const questions: string[] = [];
    const done = await postern(['hosts', 'export', bundle], {
      folder,
      typed: [sealing, sealing, vaultPassphrase],
      onAsk: (question) => questions.push(question),
    });
    return { folder, bundle, done, questions };
  }

  test('is sealed, for its owner alone, and opens on another computer', async () => {
    const { bundle, done, questions } = await exported();
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain(`Exported 2 hosts to ${bundle}.`);
    expect(questions).toEqual(['New passphrase: ', 'Once more: ', 'Passphrase: ']);
    expect(statSync(bundle).mode & 0o077).toBe(0);
    expect(readFileSync(bundle, 'utf8')).not.toMatch(/canary|nas|198\.51/);

    const folder = temporaryFolder();
    await postern(['secrets', 'passphrase'], { folder, typed: [vaultPassphrase, vaultPassphrase] });
    const wrong = await postern(['hosts', 'import', bundle], { folder, typed: ['another passphrase'] });
    expect(wrong.code).not.toBe(0);
    expect(wrong.err).toContain('Wrong passphrase, or the file is damaged.');
    const taken = await postern(['hosts', 'import', bundle], { folder, typed: [sealing, vaultPassphrase] });
    expect(taken).toMatchObject({ code: 0, err: '' });
    expect(savedNames(folder)).toEqual(['nas', 'web']);
  }, 30_000);

  test('sealed with a passphrase out of a file says so', async () => {
    const { folder, file } = written('passphrase', sealing);
    chmodSync(file, 0o600);
    await postern(['hosts', 'import', '-'], { folder, piped: 'knock nas.example.net 7000' });
    const env = { POSTERN_PASSPHRASE_FILE: file };
    const done = await postern(['hosts', 'export', join(folder, 'sealed')], { folder, env });
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain(`It opens with the passphrase in ${file}.`);
  });

  test('never replaces a file, and asks for nothing before it knows', async () => {
    const { folder, file } = written('there', 'precious');
    await postern(['hosts', 'import', '-'], { folder, piped: 'knock nas.example.net 7000' });
    expect(await postern(['hosts', 'export', file], { folder })).toMatchObject({
      code: 2,
      err: `postern: ${file} is there already. Choose another name.\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test('of hosts by name tells them in JSON', async () => {
    const folder = temporaryFolder();
    await postern(['hosts', 'import', '-'], { folder, piped: 'knock a 7000\nknock b 8000' });
    const file = join(folder, 'b.postern');
    const { out } = await postern(['hosts', 'export', file, 'B', '--json'], {
      folder,
      typed: [sealing, sealing],
    });
    const line: unknown = JSON.parse(out);
    expect(isLine(line), JSON.stringify(isLine.errors?.slice(0, 3))).toBe(true);
    expect(line).toMatchObject({ type: 'export', file, hosts: [{ name: 'b' }] });
    expect(await postern(['hosts', 'export', `${file}2`, 'c'], { folder })).toMatchObject({ code: 2 });
  });

  test('of nothing is refused', async () => {
    const folder = temporaryFolder();
    expect(await postern(['hosts', 'export', join(folder, 'x')], { folder })).toMatchObject({
      code: 2,
      err: 'postern: There are no hosts to export.\n',
    });
  });
});
