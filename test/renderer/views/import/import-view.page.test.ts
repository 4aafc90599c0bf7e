import { readFile } from 'node:fs/promises';
import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../page.ts';

const open = useBrowser();

const fwknoprc = `[nas]
SPA_SERVER 192.0.2.3
ACCESS tcp/22
KEY a key of the tests
CLIENT_TIMEOUT 30

[office]
ACCESS tcp/22
KEY another key of the tests
WEIRD thing
`;

async function paste({ page }: Shown, text: string): Promise<void> {
  await page.getByRole('button', { name: /^(Paste text|Text einfügen)$/ }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.getByRole('button', { name: /^(Read|Lesen)$/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Sets the first passphrase in the dialog that asks for it. */
async function setPassphrase({ page }: Shown, passphrase: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New passphrase').fill(passphrase);
  await dialog.getByLabel('Once more').fill(passphrase);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};

test.each(Object.entries(looks))('in %s an import has no flaw', async (_name, look) => {
  for (const scene of ['import', 'import-german']) {
    const shown = await open(scene, look);
    await expectSound(shown);
    await paste(shown, fwknoprc);
    await paste(shown, 'nothing that anybody understands');
    await expectSound(shown);
    await shown.page.context().close();
  }
});

describe('a file of fwknop', () => {
  test('is shown with its lines, asks for what it lacks, and is taken over without a pointer', async () => {
    const shown = await open('import');
    const { page } = shown;
    await paste(shown, fwknoprc);
    await page.getByText(/Line 5, CLIENT_TIMEOUT: The original program ignores this name\./).waitFor();
    await page.getByText("Line 10: This isn't understood. The rest was read.").waitFor();

    // What is there already waits for a word.
    expect(await page.getByRole('checkbox', { name: 'Import nas' }).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Import 1 host' }).focus();
    await page.keyboard.press('Enter');
    const address = page.getByLabel('Address of office');
    await expect.poll(() => address.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByText('Enter an address.').waitFor();
    await expectSound(shown);
    await page.keyboard.type('office.example.net');
    await page.getByRole('button', { name: 'Import 1 host' }).focus();
    await page.keyboard.press('Enter');

    await page.getByText('This system has no keyring. The secret is protected').waitFor();
    await setPassphrase(shown, 'open sesame');
    await page.getByRole('heading', { name: 'office', level: 2 }).waitFor();
    await page.getByText('fwknop packet to 62201/udp').first().waitFor();
    expect(await page.getByText('Secret missing').count()).toBe(0);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The import was taken back.').waitFor();
    await expect.poll(() => page.getByRole('row', { name: /^office/ }).count()).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  test('gives its keys to a host that is there', async () => {
    const shown = await open('import-keyring');
    const { page } = shown;
    await paste(shown, fwknoprc);
    await page.getByRole('button', { name: /What to do with nas/ }).click();
    await page.getByRole('option', { name: 'Update' }).click();
    await page.getByText('Secret found; replaces the stored one').waitFor();
    await page.getByRole('checkbox', { name: 'Import office' }).press('Space');
    await page.getByRole('button', { name: 'Import 1 host' }).click();
    // The keyring asks nothing.
    await page.getByRole('heading', { name: 'nas', level: 2 }).waitFor();
    await expect.poll(() => page.getByRole('row', { name: /^nas/ }).count()).toBe(1);
  });
});

test('the address of a server is asked for once', async () => {
  const shown = await open('import');
  const { page } = shown;
  await paste(
    shown,
    ['ssh', 'web'].map((door) => `[${door}]\n sequence = 7000,8000\n command = /bin/true\n`).join('\n'),
  );
  await page.getByText('This is a server configuration. Postern made the matching client hosts.').waitFor();
  await page.getByLabel('Address of the server').fill('nobody knows');
  await page.getByRole('button', { name: 'Import 2 hosts' }).click();
  await page.getByText("nobody knows isn't a host name or IP address.").waitFor();
  await page.getByLabel('Address of the server').fill('192.0.2.77');
  await page.getByRole('button', { name: 'Import 2 hosts' }).click();
  await expect.poll(() => page.getByRole('row', { name: /^(ssh|web), / }).count()).toBe(2);
});

test('what was exported comes back with its passphrase, and with no other', async () => {
  const shown = await open('methods');
  const { page } = shown;
  await page.getByRole('button', { name: 'More for hotp-door' }).first().click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await setPassphrase(shown, 'carried elsewhere');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^postern-\d{4}-\d\d-\d\d\.postern$/);
  const buffer = await readFile(await file.path());
  expect(buffer.toString()).not.toContain('hotp-door');

  const other = await open('import-keyring');
  const chooser = other.page.waitForEvent('filechooser');
  await other.page.getByRole('button', { name: 'Choose files…' }).click();
  await (await chooser).setFiles({ name: 'hosts.postern', mimeType: '', buffer });
  await other.page.getByLabel('Passphrase').fill('a wrong one');
  await other.page.keyboard.press('Enter');
  await other.page.getByText('Wrong passphrase, or the file is damaged.').waitFor();
  await expectSound(other);
  await other.page.getByLabel('Passphrase').fill('carried elsewhere');
  await other.page.keyboard.press('Enter');
  await other.page.getByRole('button', { name: 'Import 1 host' }).click();
  await other.page.getByRole('heading', { name: 'hotp-door', level: 2 }).waitFor();
  expect(await other.page.getByText('Secret missing').count()).toBe(0);
  expect([...shown.faults, ...other.faults]).toEqual([]);
});

/** A picture of a code, as the oldest of formats has it (BITMAPINFOHEADER): 24 bits, rows from the bottom. */
function pictureOf(text: string): Buffer {
  const { data, size } = encode(text, { border: 4 });
  const scale = 4;
  const side = size * scale;
  const rowBytes = Math.ceil((side * 3) / 4) * 4;
  const picture = Buffer.alloc(54 + rowBytes * side, 0xff);
  picture.fill(0, 0, 54);
  picture.write('BM', 0, 'latin1');
  picture.writeUInt32LE(picture.length, 2);
  picture.writeUInt32LE(54, 10);
  picture.writeUInt32LE(40, 14);
  picture.writeInt32LE(side, 18);
  picture.writeInt32LE(side, 22);
  picture.writeUInt16LE(1, 26);
  picture.writeUInt16LE(24, 28);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] ?? false;
      if (isDark)
        picture.fill(0, 54 + (side - 1 - y) * rowBytes + x * 3, 54 + (side - 1 - y) * rowBytes + x * 3 + 3);
    }
  }
  return picture;
}

test('the picture of a code is read, and a login is not taken for a door', async () => {
  const shown = await open('import');
  const { page } = shown;
  const choose = async (buffer: Buffer): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Picture of a QR code…' }).click();
    await (await chooser).setFiles({ name: 'code.bmp', mimeType: 'image/bmp', buffer });
  };
  await choose(
    pictureOf('otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example'),
  );
  await page
    .getByText('This code is an otpauth link, but for a website login, not for ports. Use it anyway?')
    .waitFor();
  expect(await page.getByRole('checkbox', { name: /^Import / }).isChecked()).toBe(false);
  await choose(Buffer.from('no picture at all'));
  await page.getByText("There is no QR code in code.bmp, or it can't be made out.").waitFor();
  expect(shown.faults).toEqual([]);
});

test('a text that holds no hosts says so', async () => {
  const shown = await open('import');
  await paste(shown, 'nothing that anybody understands');
  await shown.page.getByRole('alert').getByText("This isn't a format that Postern understands.").waitFor();
  expect(shown.faults).toEqual([]);
});
