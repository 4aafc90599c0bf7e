import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { filesBelow, plantCanaries, processesBelow } from './canaries.ts';
import { control } from './launch.ts';
import { startPostern, type Postern } from './postern.ts';

// Secrets that are known again are put in everywhere, and everything is done with them that there is to do. Then they
// are looked for wherever they have no business.

const canaries = plantCanaries();
const { text } = canaries;
/** The last line of a list: nobody gets to see it before its time comes. */
const lastLine = '41234,51235:udp,61236';
const list = [...Array.from({ length: 9 }, (_, n) => `70${n}1,70${n}2:udp`), `# ${text('List')}`, lastLine];
const rc = [
  '[imported]',
  'SPA_SERVER 127.0.0.1',
  'ACCESS tcp/22',
  'ALLOW_IP source',
  `KEY ${text('RcKey')}`,
  'USE_HMAC Y',
  `HMAC_KEY ${text('RcHmac')}`,
];

const folder = mkdtempSync(join(tmpdir(), 'postern-canaries-'));
/** Home, configuration and temporary files: what is searched. */
const home = join(folder, 'home');
const config = join(home, 'postern');
const passphraseFile = join(folder, 'passphrase');
const gpgLog = join(folder, 'gpg');
const env = {
  ELECTRON_STANDIN_KEYRING: 'none',
  HOME: home,
  TMPDIR: join(home, 'tmp'),
  PATH: `${join(folder, 'programs')}:${process.env['PATH']}`,
  POSTERN_HOME: config,
};
const cli = join(import.meta.dirname, '..', '..', 'out', 'postern.js');

/** Where a canary was found, and as what. */
const found = { files: [] as string[], processes: [] as string[], window: [] as string[] };
/** The canaries of messages: who sent them, and which command it was. */
const crossed = new Map<string, readonly string[]>();
const linesTold: string[] = [];
let printed = '';
let clipboard = '';
let notices = '';
let heapWhileTyped: readonly string[] = [];
let heapAfter: readonly string[] = [];
let postern: Postern | null = null;

beforeAll(async () => {
  for (const each of [home, config, env.TMPDIR, join(folder, 'programs')]) mkdirSync(each);
  // Tells what everybody could see of it, and makes no packet.
  const gpg = `#!/bin/sh\ncat /proc/$$/cmdline /proc/$$/environ >> ${gpgLog}\nexit 2\n`;
  writeFileSync(join(folder, 'programs', 'gpg'), gpg);
  chmodSync(join(folder, 'programs', 'gpg'), 0o755);
  writeFileSync(passphraseFile, `${text('Next')}\n`, { mode: 0o600 });

  await everything(await start());
  await killedWhileSaving(await start());
  await onTheCommandLine();
  await crashedWhileTyping(await start());
}, 120_000);

afterAll(async () => {
  await postern?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

test('the search finds each form of what is there', () => {
  const plain = Buffer.from(text('Example'));
  const forms = [
    plain,
    Buffer.from(text('Example'), 'utf16le'),
    plain.toString('hex'),
    plain.toString('base64'),
    Buffer.from(` ${text('Example')}`).toString('base64'),
    Buffer.from(`  ${text('Example')}`).toString('base64'),
    canaries.base32('Example'),
    Buffer.from(canaries.base32('Example')).toString('hex'),
    JSON.stringify([...plain]),
  ];
  expect(forms.filter((form) => canaries.find(Buffer.from(form)).length === 0)).toEqual([]);
  expect(canaries.find(Buffer.from('Canary'))).toEqual([]);
});

test('no file of ours holds a secret: no setting, log or temporary file, nor what a crash left', () => {
  expect(found.files).toEqual([]);
  // All of them were stored.
  const vault = JSON.parse(readFileSync(join(config, 'secrets.json'), 'utf8')) as { records: unknown[] };
  expect(vault.records.length).toBeGreaterThanOrEqual(7);
});

test('no message holds a secret but the commands that take one in', () => {
  const typed = ['page: knock', 'page: preview', 'page: saveHost'];
  const opens = ['page: setPassphrase', 'page: unlockVault'];
  const takers: Readonly<Record<string, readonly string[]>> = {
    Otp: typed,
    List: typed,
    Key: typed,
    Hmac: typed,
    Pk: typed,
    Late: typed,
    First: opens,
    Next: opens,
    Wrong: opens,
    Bundle: ['page: exportHosts'],
    RcKey: ['page: readImport'],
    RcHmac: ['page: readImport'],
  };
  expect([...crossed.keys()].toSorted()).toEqual(Object.keys(takers).toSorted());
  const others = [...crossed].map(([secret, from]) => [
    secret,
    from.filter((each) => takers[secret]?.includes(each) !== true),
  ]);
  expect(others.filter(([, from]) => from?.length !== 0)).toEqual([]);
  // Its ports belong to the server's eyes, once their turn has come.
  expect(linesTold).toEqual([]);
});

test('no process shows a secret in its arguments or its environment', () => {
  expect(readFileSync(gpgLog, 'utf8')).toContain('--list-keys');
  expect(readFileSync(gpgLog, 'utf8')).toContain('--recipient');
  expect([...found.processes, ...canaries.find(readFileSync(gpgLog))]).toEqual([]);
});

test('the page holds a secret while it is typed, and none once it is stored', () => {
  expect(heapWhileTyped).not.toEqual([]);
  expect(heapAfter).toEqual([]);
  expect(found.window).toEqual([]);
});

test('nothing printed, shown by the system or copied holds a secret', () => {
  expect(notices).not.toBe('');
  expect(canaries.find(Buffer.from(printed + notices))).toEqual([]);
  expect(clipboard).toBe('untouched');
});

async function start(): Promise<Postern> {
  const started = await startPostern({ folder: config, env });
  postern = started;
  const { stdout, stderr } = started.app.process();
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await control(started.app, (standIn) => standIn.recordMessages());
  return started;
}

/** Each secret entered, previewed, tested, saved and used; passphrases, import and export. */
async function everything(there: Postern): Promise<void> {
  const { app } = there;
  await app.evaluate((electron) => electron.clipboard.writeText('untouched'));
  const page = await there.window();

  await fill(page, 'codes', 'TOTP', { Secret: canaries.base32('Otp'), Label: 'lab', Purpose: 'open:ssh' });
  heapWhileTyped = await searchHeap(page);
  await tryOut(page);
  await page.keyboard.press('Control+s');
  await answer(page, { 'New passphrase': text('First'), 'Once more': text('First') });
  await isSaved(page, 'codes');
  await fill(page, 'lines', 'One-time list', { 'One-time list': list.join('\n') });
  await tryOut(page, 'It uses up a line.');
  await save(page, 'lines');
  const keys = { 'Encryption key': canaries.base64('Key'), 'HMAC key': text('Hmac') };
  await fill(page, 'packet', 'fwknop SPA', keys);
  await page.getByRole('button', { name: 'Show', exact: true }).first().click();
  await tryOut(page);
  await save(page, 'packet');
  await fill(page, 'signed', 'fwknop SPA', { 'HMAC key': text('Hmac') });
  await page.getByText('GnuPG', { exact: true }).click();
  await enter(page, "Recipient's key", 'server@example.test');
  await save(page, 'signed');
  await fill(page, 'kernel', 'xt_pknock', { 'Open secret': text('Pk'), 'Knock port (UDP)': '2000' });
  await save(page, 'kernel');
  for (const name of ['codes', 'lines', 'packet', 'signed', 'kernel']) await knock(page, name);
  await look(there, page);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await answer(page, { Passphrase: text('Wrong') });
  await page.getByText('That is not the passphrase. Try again.').waitFor();
  await page.getByLabel('Passphrase', { exact: true }).fill(text('First'));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Lock now' }).waitFor();
  await page.getByRole('button', { name: 'Change passphrase' }).click();
  const change = {
    'Current passphrase': text('First'),
    'New passphrase': text('Next'),
    'Once more': text('Next'),
  };
  await answer(page, change);
  await page.getByText('The passphrase is set.').waitFor();

  await page.keyboard.press('Control+i');
  await page.getByRole('button', { name: 'Paste text' }).click();
  await enter(page, 'Text', rc.join('\n'));
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('button', { name: 'Import 1 host' }).click();
  await isSaved(page, 'imported');
  await page.getByRole('button', { name: 'More for packet' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  await answer(page, { 'New passphrase': text('Bundle'), 'Once more': text('Bundle') });
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.getByRole('row', { name: /^packet, / }).click();
  await page.keyboard.press('Control+e');
  await page
    .getByText(/^Stored · /)
    .first()
    .waitFor();
  await look(there, page);
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /^kernel, / }).click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).first().waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  await look(there, page);
  heapAfter = await searchHeap(page);
  clipboard = await app.evaluate((electron) => electron.clipboard.readText());
  await page.close();
  const tray = async () => (await control(app, (standIn) => standIn.tray()))?.menu ?? [];
  const codes = (await tray()).find((item) => item.text.startsWith('codes: '))?.text ?? '';
  await control(app, (standIn, line) => standIn.chooseInTray(line), codes);
  notices = await vi.waitFor(async () => {
    const shown = JSON.stringify(await control(app, (standIn) => standIn.notifications()));
    expect(shown).toContain('codes');
    return shown;
  }, 10_000);
  notices += JSON.stringify(await tray());
  await there.close();
  searchFiles();
}

async function killedWhileSaving(there: Postern): Promise<void> {
  const page = await there.window();
  await fill(page, 'late', 'xt_pknock', { 'Open secret': text('Late'), 'Knock port (UDP)': '2000' });
  await page.keyboard.press('Control+s');
  await answer(page, { Passphrase: text('Next') });
  await recordCrossed(there);
  const ended = once(there.app.process(), 'exit');
  there.app.process().kill('SIGKILL');
  await ended;
  searchFiles();
  await there.close();
}

async function onTheCommandLine(): Promise<void> {
  for (const args of [
    ['knock', 'packet', '--json'],
    ['knock', 'signed'],
    ['hosts', 'list'],
  ]) {
    const child = execFile(process.execPath, [cli, ...args], {
      env: { ...process.env, ...env, POSTERN_PASSPHRASE_FILE: passphraseFile },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: string) => (printed += chunk));
    const watching = setInterval(() => searchProcesses(child.pid), 50);
    await once(child, 'close');
    clearInterval(watching);
  }
}

async function crashedWhileTyping(there: Postern): Promise<void> {
  const page = await there.window();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await enter(page, 'Passphrase', text('Next'));
  await recordCrossed(there);
  const crashed = page.waitForEvent('crash');
  await there.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await crashed;
  searchFiles();
  await there.close();
  searchFiles();
}

async function fill(
  page: Page,
  name: string,
  method: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await page.keyboard.press('Control+n');
  await enter(page, 'Name', name);
  await enter(page, 'Address', '127.0.0.1');
  await page.getByRole('radio', { name: method }).press(' ');
  for (const [label, value] of Object.entries(fields)) await enter(page, label, value);
  await page.getByLabel('Service port (TCP)').fill('47031');
  await page.getByRole('button', { name: /^More:/ }).click();
  await page.getByLabel('Tries', { exact: true }).fill('1');
  await page.getByLabel('Deadline (s)', { exact: true }).fill('1');
}

/** As an input method types it, so that it can be undone. */
async function enter(page: Page, label: string, value: string): Promise<void> {
  const fields = page.locator('input:not([type=radio]), textarea');
  await fields.and(page.getByLabel(label, { exact: true })).focus();
  await page.keyboard.insertText(value);
}

async function answer(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await enter(page, label, value);
  await page.keyboard.press('Enter');
}

async function tryOut(page: Page, question?: string): Promise<void> {
  await page.keyboard.press('Control+Enter');
  if (question !== undefined) {
    await page.getByRole('alertdialog').getByRole('button', { name: 'Test knock' }).click();
  }
  await page.getByRole('table').waitFor();
}

async function save(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+s');
  await isSaved(page, name);
}

async function isSaved(page: Page, name: string): Promise<void> {
  await page.getByRole('row', { name: new RegExp(`^${name}, `) }).waitFor();
}

async function knock(page: Page, name: string): Promise<void> {
  await page.getByRole('row', { name: new RegExp(`^${name}, `) }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('row', { name: new RegExp(`^${name}, Failed`) }).waitFor();
}

/** Searches what can be searched at any time. */
async function look(there: Postern, page: Page): Promise<void> {
  await recordCrossed(there);
  searchFiles();
  searchProcesses(there.app.process().pid);
  found.window.push(...canaries.find(Buffer.from(await page.content())));
}

function searchFiles(): void {
  for (const { path, bytes } of filesBelow(home)) {
    found.files.push(...canaries.find(bytes).map((as) => `${path}: ${as}`));
    if (Buffer.from(bytes).includes(lastLine)) found.files.push(`${path}: the last line`);
  }
}

function searchProcesses(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const { path, bytes } of processesBelow(pid)) {
    found.processes.push(...canaries.find(bytes).map((as) => `${path}: ${as}`));
  }
}

async function recordCrossed({ app }: Postern): Promise<void> {
  for (const { from, text: message } of await control(app, (standIn) => standIn.takeMessages())) {
    const sender = from === 'app' ? from : `page: ${/json\\",\\"(\w+)/.exec(message)?.[1]}`;
    for (const secret of canaries.namesIn(Buffer.from(message))) {
      crossed.set(secret, [...new Set([...(crossed.get(secret) ?? []), sender])].toSorted());
    }
    const hasPorts = lastLine.match(/\d+/g)?.every((port) => message.includes(port)) ?? false;
    if (from === 'app' && hasPorts) linesTold.push(message);
  }
}

async function searchHeap(page: Page): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await cdp.detach();
  return canaries.find(Buffer.from(chunks.join('')));
}
