import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};
const scenes = [
  'editor-totp',
  'editor-preset',
  'editor-hotp',
  'editor-list',
  'editor-spa',
  'editor-gpg',
  'editor-pknock',
  'editor-locked',
  'editor-no-vault',
  'editor-totp-german',
  'editor-spa-german',
];

const all = Object.entries(looks).flatMap(([name, look]) =>
  // Colours are those of one product: a few scenes show all of what these forms are made of.
  (name === 'dark' || name === 'forced colours' ? ['editor-totp', 'editor-list', 'editor-gpg'] : scenes).map(
    (scene) => [scene, name, look] as const,
  ),
);

test.each(all)('the scene %s, in %s, has no flaw with all of it open', async (scene, _name, look) => {
  const shown = await open(scene, look);
  await shown.page.getByRole('button', { name: /^(?:More|Mehr):/ }).click();
  await expectSound(shown);
});

const side = ({ page }: Shown) => page.getByRole('complementary', { name: 'Preview and test' });
const ports = (shown: Shown): Promise<readonly string[]> =>
  side(shown).locator('ol').first().locator('bdi').allTextContents();
const method = ({ page }: Shown, name: string) => page.getByRole('radio', { name, exact: true });

describe('the method', () => {
  test('is chosen with the arrow keys, and says what saving will remove', async () => {
    const shown = await open('editor-totp');
    const { page } = shown;
    await method(shown, 'TOTP').focus();
    await page.keyboard.press('ArrowDown');
    expect(await method(shown, 'HOTP').isChecked()).toBe(true);
    await page.getByText('Will be removed when you save: settings of TOTP.').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Will be removed when you save: settings of TOTP and Secret.').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.getByText('Will be removed').count()).toBe(0);
    expect(await page.getByLabel('Label').inputValue()).toBe('attic');
  });

  test('is found by what stands on the server', async () => {
    const shown = await open('editor');
    const { page } = shown;
    await page.getByRole('button', { name: 'What does my server use?' }).click();
    await page.getByRole('radio', { name: 'nftables rules with sets' }).check({ force: true });
    await page.getByRole('radio', { name: 'Yes, with the time' }).check({ force: true });
    await page.getByText('Method: TOTP.').waitFor();
    await expectSound(shown);
    await page.getByRole('button', { name: 'Use this method' }).click();
    await expect.poll(() => method(shown, 'TOTP').isChecked()).toBe(true);
    await page.getByRole('button', { name: /^More:/ }).click();
    await page.getByRole('button', { name: /nftables sets/ }).waitFor();
  });

  test('that nobody knows is looked for with commands', async () => {
    const shown = await open('editor');
    const { page } = shown;
    await page.getByRole('button', { name: 'What does my server use?' }).click();
    await page.getByRole('radio', { name: "I don't know" }).check({ force: true });
    await page.getByText('nft list ruleset').waitFor();
    expect(await page.getByRole('button', { name: 'Use this method' }).isDisabled()).toBe(true);
    await expectSound(shown);
  });
});

describe('the preview', () => {
  test('shows the ports of the stored secret, and those of the form while it changes', async () => {
    const shown = await open('editor-hotp');
    const { page } = shown;
    await expect.poll(() => ports(shown)).toHaveLength(4);
    const before = await ports(shown);
    expect(before.every((port) => /^\d{5}\/udp$/.test(port))).toBe(true);
    await page.getByLabel('Label').fill('cellar');
    await expect.poll(() => ports(shown)).not.toEqual(before);
    await page.getByLabel('Ports', { exact: true }).fill('2');
    await expect.poll(() => ports(shown)).toHaveLength(2);
    await side(shown).getByText('Counter 119').waitFor();
  });

  test('counts down to the next period', async () => {
    const shown = await open('editor-totp');
    const timer = side(shown).getByRole('timer');
    expect(await timer.textContent()).toMatch(/^[01]:\d\d$/);
  });

  test('hides its ports on demand', async () => {
    const shown = await open('editor-list');
    await side(shown).getByRole('button', { name: 'Hide ports' }).click();
    expect(await ports(shown)).toEqual(Array.from({ length: 3 }, () => '•••••/tcp'));
  });

  test("shows a packet's fields and size, and masks what is secret", async () => {
    const shown = await open('editor-spa');
    await side(shown).getByText('225 of 399 bytes').waitFor();
    await side(shown).getByText('0.0.0.0,tcp/22,udp/1194').waitFor();
    await shown.page.getByLabel('Keep open (s)').fill('');
    await side(shown)
      .getByText(/^2\d\d of 399 bytes$/)
      .waitFor();
    expect(await side(shown).getByText('hidden').count()).toBe(3);
  });

  test('says why there is none', async () => {
    const locked = await open('editor-locked');
    await expect.poll(() => side(locked).textContent()).toMatch(/locked/);
    const none = await open('editor-no-vault');
    await expect.poll(() => side(none).textContent()).toMatch(/once the secret is entered/);
  });

  test('gives an example that does not depend on any secret', async () => {
    const shown = await open('editor-hotp');
    const { page } = shown;
    await page.getByLabel('Label').fill('Home');
    await page.getByLabel('Purpose').fill('open:ssh');
    const example = page.getByRole('group', { name: 'How the ports are made' }).locator('output');
    // The first line of test/vectors/pk1.json.
    await expect.poll(() => example.textContent()).toBe('30716/udp 25292/udp 25565/udp 26503/udp');
  });
});

describe('a test knock', () => {
  test('asks before it uses up a counter', async () => {
    const shown = await open('editor-hotp');
    const { page } = shown;
    await page.keyboard.press('Control+Enter');
    const question = page.getByRole('alertdialog', { name: 'A test uses up counter 118. Go on?' });
    await question.waitFor();
    await expectSound(shown);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => question.count()).toBe(0);
    await side(shown).getByText('Counter 118', { exact: true }).waitFor();
    await side(shown).getByRole('button', { name: 'Test knock' }).click();
    await question.getByRole('button', { name: 'Test knock' }).click();
    await page.getByRole('heading', { name: 'Why?' }).waitFor({ timeout: 15_000 });
    await page.getByText('Now at 119.').waitFor();
    await side(shown).getByText('Counter 120', { exact: true }).waitFor();
  });

  test('asks for what opens the vault, and goes on once it is open', async () => {
    const shown = await open('editor-locked');
    const { page } = shown;
    await page.getByRole('button', { name: 'Test knock' }).click();
    await page.getByLabel('Passphrase').fill('open sesame');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Why?' }).waitFor({ timeout: 15_000 });
    await expectSound(shown);
  });
});

test('a counter is put where it is said when the host is saved', async () => {
  const { page } = await open('editor-hotp');
  await page.getByLabel('Next counter').fill('x');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 field needs attention: Next counter.').waitFor();
  await page.getByLabel('Next counter').fill('500');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  await expect.poll(() => page.getByText('Now at 500.').count()).toBe(1);
});

test("gpg's keys are chosen from a list, or typed", async () => {
  const shown = await open('editor-gpg');
  const { page } = shown;
  const signer = page.getByLabel('Signing key', { exact: true });
  await page.getByRole('button', { name: 'Choose: Signing key' }).press('Enter');
  await page.getByRole('menuitem', { name: /^Me <me@example.net> · ed25519/ }).waitFor();
  await expectSound(shown);
  expect(await page.getByRole('menuitem').count()).toBe(1);
  await page.keyboard.press('Enter');
  await expect.poll(() => signer.inputValue()).toBe('89ABCDEF0123456789ABCDEF0123456789ABCDEF');
  await page.getByText('Me <me@example.net>', { exact: true }).waitFor();
  await signer.fill('other@example.net');
  expect(await page.getByText("Your key. Empty: gpg's default key.").count()).toBe(1);
});
