import { encode } from 'uqr';
import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Shown } from '../../../page.ts';

const open = useBrowser();

const field = ({ page }: Shown, name: string) => page.getByRole('textbox', { name, exact: true });
const typeOf = (shown: Shown, name: string): Promise<string | null> =>
  shown.page.getByLabel(name, { exact: true }).getAttribute('type');

/** What is drawn behind a QR code, as a picture. */
async function picture({ page }: Shown, text: string): Promise<Buffer> {
  const { data } = encode(text, { border: 4 });
  const url = await page.evaluate(async (modules) => {
    const scale = 5;
    const canvas = new OffscreenCanvas(modules.length * scale, modules.length * scale);
    const context = canvas.getContext('2d');
    for (const [y, line] of modules.entries())
      for (const [x, isDark] of line.entries()) {
        if (context === null) continue;
        context.fillStyle = isDark ? 'black' : 'white';
        context.fillRect(x * scale, y * scale, scale, scale);
      }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  }, data);
  return Buffer.from(url);
}

/** What a paste brings, without the clipboard of the computer. */
async function paste({ page }: Shown, name: string, bytes: Buffer): Promise<void> {
  await page.getByLabel(name, { exact: true }).evaluate(
    (input, numbers) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([Uint8Array.from(numbers)], 'code.png', { type: 'image/png' }));
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [...bytes],
  );
}

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

describe('a stored secret', () => {
  test('is told by its size and age, replaced, and empty again once it is saved', async () => {
    const shown = await open('editor-totp');
    const { page } = shown;
    await page.getByText(/^Stored · 20 bytes · set /).waitFor();
    await page.getByRole('button', { name: 'Replace…' }).click();
    await page.keyboard.type('JBSWY3DPEHPK3PXP');
    await page.getByText('Looks like Base32, 10 bytes.').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await page.getByText(/^Stored · 10 bytes · set /).waitFor();
    expect(await page.content()).not.toContain('JBSWY3DPEHPK3PXP');
  });

  test('stays when that is wanted, and the focus stays with it', async () => {
    const { page } = await open('editor-totp');
    await page.getByRole('button', { name: 'Replace…' }).click();
    await page.keyboard.type('something');
    await page.getByRole('button', { name: 'Keep the old one' }).click();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused).toBe('Replace…');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByText('Will be removed when you save.').waitFor();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByText(/^Stored · 20 bytes/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  });

  test('that is locked is unlocked where it is needed', async () => {
    const shown = await open('editor-locked');
    const { page } = shown;
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await page.getByLabel('Passphrase').fill('open sesame');
    await page.keyboard.press('Enter');
    await page.getByText('The stored secrets are locked.').waitFor({ state: 'detached' });
    await page.getByRole('timer').waitFor();
    await expectSound(shown);
  });
});

describe('a new secret', () => {
  test('is hidden, shown on demand, and hidden again when its field is left', async () => {
    const shown = await open('editor-no-vault');
    const { page } = shown;
    expect(await page.getByRole('button', { name: 'Show' }).isDisabled()).toBe(true);
    await page.getByLabel('Secret', { exact: true }).fill(secret);
    expect(await typeOf(shown, 'Secret')).toBe('password');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await typeOf(shown, 'Secret')).toBe('text');
    await expectSound(shown);
    await page.getByLabel('Label').focus();
    await expect.poll(() => typeOf(shown, 'Secret')).toBe('password');
  });

  test('says at which place it is wrong, and keeps the form from being saved', async () => {
    const shown = await open('editor-no-vault');
    const { page } = shown;
    await page.getByLabel('Secret', { exact: true }).fill('JBSWY3DPEHPK3PX1');
    await page
      .getByText("Looks like Text, 16 bytes. It isn't valid Base32: character 1 at place 16.")
      .waitFor();
    await page.getByRole('button', { name: /Secret: how it is written/ }).click();
    await page.getByRole('option', { name: 'Base32' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 field needs attention: Secret.').waitFor();
    await expectSound(shown);
  });

  test('is drawn by chance at the right size, and shown to be copied', async () => {
    const shown = await open('editor-spa');
    const { page } = shown;
    await page.getByRole('button', { name: 'Replace…' }).last().click();
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByText('Base64, 64 bytes.').waitFor();
    expect(await field(shown, 'New HMAC key').inputValue()).toMatch(/^[A-Za-z0-9+/]{86}==$/);
    await page.getByText(/^Copy it to the server now/).waitFor();
  });

  test('is asked for by a test, at its field', async () => {
    const shown = await open('editor-no-vault');
    const { page } = shown;
    await page.getByRole('button', { name: 'Test knock' }).click();
    await page.getByText('1 field needs attention: Secret.').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('type'));
    await expect.poll(focused).toBe('password');
  });

  test('asks for a passphrase where there is no keyring, and is saved with it', async () => {
    const shown = await open('editor-no-vault');
    const { page } = shown;
    await page.getByLabel('Secret', { exact: true }).fill(secret);
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill('correct horse battery');
    await dialog.getByRole('textbox').nth(1).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await page.getByText(/^Stored · 20 bytes/).waitFor();
    expect(shown.faults).toEqual([]);
  });
});

describe('a QR code', () => {
  test('in a chosen picture fills in the secret and its period, and says what plays no part', async () => {
    const shown = await open('editor-no-vault');
    const { page } = shown;
    const link = `otpauth://totp/Example:me?secret=${secret}&period=45&digits=8&issuer=Example`;
    const buffer = await picture(shown, link);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Read a QR picture…' }).click();
    await (await chooser).setFiles({ name: 'code.png', mimeType: 'image/png', buffer });
    await page.getByText(/^Taken from the code\. Its number of digits plays no part/).waitFor();
    expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toBe(secret);
    expect(await page.getByLabel('Period (s)').inputValue()).toBe('45');
    await expectSound(shown);
  });

  test('in a pasted picture is read too', async () => {
    const shown = await open('editor-no-vault');
    await paste(shown, 'Secret', await picture(shown, secret));
    await expect.poll(() => shown.page.getByLabel('Secret', { exact: true }).inputValue()).toBe(secret);
    expect(shown.faults).toEqual([]);
  });

  test('that is none is said to be none', async () => {
    const shown = await open('editor-no-vault');
    await paste(shown, 'Secret', Buffer.from('no picture at all'));
    await shown.page.getByText(/^No QR code could be read/).waitFor();
    expect(shown.faults).toEqual([]);
  });

  test('as a link that is pasted as a text is taken apart', async () => {
    const shown = await open('editor-no-vault');
    await shown.page
      .getByLabel('Secret', { exact: true })
      .fill(`otpauth://totp/me?secret=${secret}&algorithm=SHA512`);
    await expect.poll(() => shown.page.getByLabel('Secret', { exact: true }).inputValue()).toBe(secret);
    await shown.page.getByText(/Its algorithm plays no part here/).waitFor();
  });

  test("of a fwknop page fills in both of the server's keys", async () => {
    const shown = await open('editor-spa');
    const { page } = shown;
    await page.getByRole('button', { name: 'Replace…' }).first().click();
    await paste(
      shown,
      'New encryption key',
      await picture(shown, 'KEY_BASE64:YWJjZA== HMAC_KEY_BASE64:ZWZnaA=='),
    );
    await expect
      .poll(() => page.getByLabel('New encryption key', { exact: true }).inputValue())
      .toBe('YWJjZA==');
    expect(await page.getByLabel('New HMAC key', { exact: true }).inputValue()).toBe('ZWZnaA==');
  });
});

test('lines are added to a list behind those that are there', async () => {
  const shown = await open('editor-list');
  const { page } = shown;
  await page.getByText('Next: line 18 of 20. 3 lines left.').waitFor();
  await page.getByRole('button', { name: 'Add lines…' }).click();
  await page.getByLabel('Lines to add').fill('7000,8000\n9000:udp\n');
  await page.getByText('2 sequences that are not used yet.').waitFor();
  await expectSound(shown);
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await page.getByText('Next: line 18 of 22. 5 lines left.').waitFor();
});

test('a wrong line of a list is named', async () => {
  const shown = await open('editor-list');
  const { page } = shown;
  await page.getByRole('button', { name: 'Replace…' }).click();
  await page.getByLabel('New list').fill('7000\nhello');
  await page.getByText("Line 2 isn't a sequence such as 7000,8000:udp,9000.").waitFor();
  await expectSound(shown);
});
