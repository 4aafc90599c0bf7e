import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../app/hosts/schema.ts';
import { host as makeHost } from '../app/hosts/host.ts';
import { enrol, passphraseFile } from '../lab/enrol.ts';
import { control } from './launch.ts';
import { posternOfEachTest, type Postern } from './postern.ts';

// What becomes of the stored secrets when what protects them changes, and what the window says of it. Whatever happens,
// what was stored is still there.

const start = posternOfEachTest(afterEach);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

type Keyring = 'gnome_libsecret' | 'basic_text' | 'none' | 'locked';

const passphrase = 'a fence of nine palings';
/** Nothing listens on its port. */
const router: Host = makeHost({
  name: 'router',
  address: '127.0.0.1',
  knock: { method: 'pknock', port: 47_041 },
  check: { port: 47_042 },
  tries: 1,
  deadlineMs: 1_000,
});

const startWith = (keyring: Keyring): Promise<Postern> =>
  start({ folder, hosts: [router], env: { ELECTRON_STANDIN_KEYRING: keyring } });
const vaultFile = (): string => join(folder, 'secrets.json');
const vault = (): { readonly slots: { readonly kind: string }[]; readonly records: unknown[] } =>
  JSON.parse(readFileSync(vaultFile(), 'utf8')) as { slots: { kind: string }[]; records: unknown[] };

/** Enters the secret of the host and saves it; with the passphrase where one is asked for. */
async function store(page: Page, chosen?: string): Promise<void> {
  await page.getByRole('row', { name: /^router, / }).click();
  await page.keyboard.press('Control+e');
  await page.getByLabel('Open secret').fill('open sesame');
  await page.keyboard.press('Control+s');
  if (chosen !== undefined) {
    await page.getByLabel('New passphrase').fill(chosen);
    await page.getByLabel('Once more').fill(chosen);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('row', { name: 'router, Not checked', exact: true }).waitFor();
}

async function knock(page: Page): Promise<void> {
  await page.getByRole('row', { name: /^router, / }).click();
  await page.keyboard.press('Control+Enter');
}

/** Leaves what somebody has who set a passphrase and stored the secret; the text of the file. */
async function stored(): Promise<string> {
  const { id, ...host } = router;
  await enrol(folder, { id, ...host }, { 'pknock-secret': { text: 'open sesame', encoding: 'text' } });
  return readFileSync(vaultFile(), 'utf8');
}

/** The knock needs the secret: without it there is no packet, and so no refused connection. */
const isKnocked = (page: Page): Promise<void> =>
  page.getByRole('row', { name: /^router, Failed, 47042\/tcp refused/ }).waitFor();

async function security(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: 'Settings' }).click();
  return page.getByRole('region', { name: 'Security' });
}

test('a real keyring keeps the secret without a question, and gives it back at the next start', async () => {
  const first = await startWith('gnome_libsecret');
  const page = await first.window();
  await store(page);
  expect(vault()).toMatchObject({ slots: [{ kind: 'keyring' }], records: [{ slot: 'pknock-secret' }] });
  await first.close();

  const again = await (await startWith('gnome_libsecret')).window();
  await knock(again);
  await isKnocked(again);
  const section = await security(again);
  await section.getByText("The system's keyring protects them").waitFor();
});

test.each(['none', 'basic_text'] as const)(
  'with the keyring %s nothing is stored before there is a passphrase, and nothing opens without it',
  async (keyring) => {
    const page = await (await startWith(keyring)).window();
    const section = await security(page);
    await section.getByText('This system has no keyring that keeps keys safe.').waitFor();
    await page.getByRole('link', { name: 'Hosts' }).click();
    await store(page, passphrase);
    expect(vault()).toMatchObject({ slots: [{ kind: 'passphrase' }], records: [{ slot: 'pknock-secret' }] });

    await security(page);
    await page.getByRole('button', { name: 'Lock now' }).click();
    await page.getByText('Your passphrase protects them.').waitFor();
    await page.getByRole('link', { name: 'Hosts' }).click();
    await knock(page);
    const dialog = page.getByRole('dialog', { name: 'Unlock the secrets' });
    await dialog.getByLabel('Passphrase', { exact: true }).fill('another passphrase');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not the passphrase. Try again.').waitFor();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.keyboard.press('Enter');
    await isKnocked(page);
  },
);

test('a keyring that is away is waited for, and opens the secrets once it is back', async () => {
  const first = await startWith('gnome_libsecret');
  await store(await first.window());
  await first.close();
  const before = readFileSync(vaultFile(), 'utf8');

  const away = await startWith('locked');
  const page = await away.window();
  await knock(page);
  const dialog = page.getByRole('dialog', { name: "The keyring doesn't answer" });
  await dialog.getByText('Nothing is lost.').waitFor();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByText('The keyring is locked. Unlock it, then try again.').waitFor();
  expect(readFileSync(vaultFile(), 'utf8')).toBe(before);

  await control(away.app, (standIn) => standIn.changeKeyring('gnome_libsecret'));
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await isKnocked(page);
});

test('a keyring that has lost our key costs nothing where there is a passphrase too', async () => {
  const first = await startWith('gnome_libsecret');
  const page = await first.window();
  await store(page);
  const section = await security(page);
  await section.getByRole('button', { name: 'Set passphrase' }).click();
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('Once more').fill(passphrase);
  await page.keyboard.press('Enter');
  await section.getByText("The system's keyring opens them, and so does your passphrase.").waitFor();
  await control(first.app, (standIn) => standIn.replaceKeyring());
  await first.close();

  const next = await startWith('gnome_libsecret');
  const window = await next.window();
  await knock(window);
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.keyboard.press('Enter');
  await isKnocked(window);
  expect(vault().records).toHaveLength(1);
});

test('a keyring that has lost our key leaves what it protected as it is, and says so', async () => {
  const first = await startWith('gnome_libsecret');
  await store(await first.window());
  await control(first.app, (standIn) => standIn.replaceKeyring());
  await first.close();
  const before = readFileSync(vaultFile(), 'utf8');

  const page = await (await startWith('gnome_libsecret')).window();
  await knock(page);
  const dialog = page.getByRole('dialog', { name: "The keyring doesn't answer" });
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('alert').waitFor();
  expect(readFileSync(vaultFile(), 'utf8')).toBe(before);
});

test.each([
  ['is no vault any more', () => 'not a vault at all', "can't be read: not JSON"],
  [
    'is of a newer version',
    (text: string) => text.replace('"version": 1', '"version": 2'),
    'is from a newer Postern',
  ],
] as const)('a file that %s is said, and kept', async (_, change, said) => {
  const changed = change(await stored());
  writeFileSync(vaultFile(), changed);
  const page = await (await startWith('none')).window();
  const section = await security(page);
  await section.getByText("The secrets can't be used.").waitFor();
  await section.getByText(said).waitFor();
  // Where there is a good copy it takes the place of a broken file, which is kept beside it.
  const files = readdirSync(folder).filter((name) => name.startsWith('secrets.json'));
  expect(files.map((name) => readFileSync(join(folder, name), 'utf8'))).toContain(changed);
});

test('a record that was tampered with is refused by its name, and nothing of the file is removed', async () => {
  const file = JSON.parse(await stored()) as { records: { sealed: string }[] };
  for (const record of file.records) {
    const [head, tail] = [record.sealed.slice(0, 8), record.sealed.slice(9)];
    record.sealed = `${head}${record.sealed[8] === 'A' ? 'B' : 'A'}${tail}`;
  }
  const changed = JSON.stringify(file);
  writeFileSync(vaultFile(), changed);

  const page = await (await startWith('none')).window();
  await knock(page);
  await page
    .getByLabel('Passphrase', { exact: true })
    .fill(readFileSync(passphraseFile(folder), 'utf8').trim());
  await page.keyboard.press('Enter');
  await page.getByText('was changed or damaged').first().waitFor();
  expect(readFileSync(vaultFile(), 'utf8')).toBe(changed);
});
