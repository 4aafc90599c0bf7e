import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each(['editor', 'editor-new', 'editor-german'])('the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    await expectSound(shown);
    await shown.page.context().close();
  });

  test('everything open, a wrong field and a finished test have no flaw', async () => {
    const shown = await open('editor', look);
    const { page } = shown;
    await page.getByRole('button', { name: /^More:/ }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('table').waitFor();
    await page.getByLabel('Tries', { exact: true }).fill('99');
    await page.getByRole('button', { name: 'Save' }).click();
    await expectSound(shown);
    await page.context().close();
  });
});

const focusedField = ({ page }: Shown): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : null;
    return label ?? activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
  });
const preview = ({ page }: Shown): Promise<readonly string[]> =>
  page.getByRole('complementary', { name: 'Preview and test' }).locator('ol bdi').allTextContents();
/** The first step into a list goes to its first row; a keyboard gets on from there. */
async function reach(control: Locator): Promise<void> {
  await expect
    .poll(async () => {
      await control.focus();
      return control.evaluate((element) => element === document.activeElement);
    })
    .toBe(true);
}
const polite = ({ page }: Shown): Promise<string | null> => page.getByRole('status').first().textContent();

describe('without a pointer', () => {
  test('a host is added, its steps put in order, tested and saved', async () => {
    const shown = await open('hosts');
    const { page } = shown;
    await page.keyboard.press('Control+n');
    await expect.poll(() => page.title()).toBe('Add host – Postern');
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.type('attic');
    await page.keyboard.press('Tab');
    await page.keyboard.type('192.0.2.3');
    await reach(page.getByLabel('Port', { exact: true }));
    await page.keyboard.type('8000');
    for (const port of ['7000', '9000', '7500']) {
      await page.getByRole('button', { name: 'Add step' }).focus();
      const steps = await page.getByRole('row').count();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.getByRole('row').count()).toBe(steps + 1);
      await reach(page.getByLabel('Port', { exact: true }).last());
      await page.keyboard.type(port);
    }
    await expect.poll(() => preview(shown)).toEqual(['8000/tcp', '7000/tcp', '9000/tcp', '7500/tcp']);

    await reach(page.getByLabel('Port', { exact: true }).first());
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => preview(shown)).toEqual(['7000/tcp', '8000/tcp', '9000/tcp', '7500/tcp']);
    expect(await polite(shown)).toBe('Step 1 is now step 2 of 4.');
    expect(await focusedField(shown)).toBe('Port');

    await page.keyboard.press('Control+Enter');
    await expect.poll(() => polite(shown), { timeout: 10_000 }).toMatch(/^Open\. 22\/tcp answered/);
    await expect.poll(() => page.getByRole('img').getAttribute('aria-labelledby')).not.toBeNull();

    await page.keyboard.press('Control+s');
    await page.getByRole('row', { name: /^attic, / }).waitFor();
    expect(shown.faults).toEqual([]);
  });

  test('a moved step keeps the focus on its button, at the end on the other one', async () => {
    const shown = await open('editor');
    const { page } = shown;
    await reach(page.getByRole('button', { name: 'Move step 2 up' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => preview(shown)).toEqual(['8000/tcp', '7000/tcp', '9000/tcp', '7500/tcp']);
    await expect.poll(() => focusedField(shown)).toBe('Move step 1 down');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedField(shown)).toBe('Move step 2 down');
  });

  test('a step is dragged with the keys', async () => {
    const shown = await open('editor');
    const { page } = shown;
    await reach(page.getByRole('button', { name: 'Move step 1', exact: true }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await preview(shown))[0]).not.toBe('7000/tcp');
    expect((await preview(shown)).toSorted()).toEqual(['7000/tcp', '7500/tcp', '8000/tcp', '9000/tcp']);
  });

  test('a removed step hands the focus to the one that took its place', async () => {
    const shown = await open('editor');
    const { page } = shown;
    await reach(page.getByRole('button', { name: 'Remove step 2' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => preview(shown)).toEqual(['7000/tcp', '9000/tcp', '7500/tcp']);
    expect(await polite(shown)).toBe('Step 2 removed. 3 steps left.');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('row');
  });
});

test('saving what is wrong names the fields in their order and goes to the first', async () => {
  const shown = await open('editor-new');
  const { page } = shown;
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('3 fields need attention: Name, Address, Port of step 1.').waitFor();
  expect(await focusedField(shown)).toBe('Name');
  await page.keyboard.type('x');
  await page.getByText('2 fields need attention: Address, Port of step 1.').waitFor();
});

test('a wrong step gets the focus too', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByLabel('Port', { exact: true }).nth(2).fill('0');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('Control+s');
  await page.getByText('1 field needs attention: Port of step 3.').waitFor();
  await expect.poll(() => focusedField(shown)).toBe('Port');
});

test('a wrong field behind "More" is opened before it gets the focus', async () => {
  const shown = await open('editor');
  const { page } = shown;
  const more = page.getByRole('button', { name: /^More:/ });
  await more.click();
  await page.getByLabel('Deadline (s)').fill('0');
  await more.click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Use 1 to 300 seconds.').waitFor();
  await expect.poll(() => focusedField(shown)).toBe('Deadline (s)');
});

test('a name that is taken is said at the name', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByLabel('Name', { exact: true }).fill('nas');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('There is a host "nas" already. Choose another name.').waitFor();
  expect(await focusedField(shown)).toBe('Name');
});

test('a full disk is said, and what was typed stays', async () => {
  const shown = await open('disk-full');
  const { page } = shown;
  await page.keyboard.press('Control+n');
  await page.getByLabel('Name', { exact: true }).fill('attic');
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('192.0.2.3');
  await page.getByLabel('Port', { exact: true }).fill('7000');
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText(/^Can't save\. There is no space left on the disk\./)
    .first()
    .waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('attic');
});

test('what is not saved is not lost by a click beside it', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByLabel('Tags').fill('other');
  const question = page.getByRole('alertdialog', { name: 'Discard changes to bastion?' });

  await page.getByRole('link', { name: 'Activity' }).click();
  await question.getByRole('button', { name: 'Keep editing' }).click();
  expect(await page.getByLabel('Tags').inputValue()).toBe('other');

  await page.keyboard.press('Control+n');
  await question.waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Activity' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();
});

test('the keys of the form work under a notice', async () => {
  const shown = await open('hosts');
  const { page } = shown;
  await page.getByRole('row').first().click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await page.keyboard.press('Control+n');
  await page.getByLabel('Name', { exact: true }).fill('attic');
  await page.keyboard.press('Control+s');
  await expect.poll(() => focusedField(shown)).toBe('Address');
});

test('a form in which nothing was changed lets go without a question', async () => {
  const { page } = await open('editor');
  await page.keyboard.press('Escape');
  await page.getByRole('row').first().waitFor();
  expect(await page.getByRole('alertdialog').count()).toBe(0);
});

test('a pasted sequence takes the place of the steps and says what it understood', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByRole('button', { name: 'Paste…' }).click();
  await page.keyboard.type('sequence = 4001,5002:udp,nonsense');
  await page.getByText('Step 3 isn\'t understood: "nonsense".').waitFor();
  await page.getByRole('textbox', { name: 'Sequence' }).fill('4001,5002:udp,6003/tcp');
  await page.getByText('3 steps found.').waitFor();
  await expectSound(shown);
  await page.getByRole('button', { name: 'Use these steps' }).click();
  await expect.poll(() => preview(shown)).toEqual(['4001/tcp', '5002/udp', '6003/tcp']);
});

test('a sequence is drawn by chance, with its reasons, and differs each time', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByRole('button', { name: 'Generate…' }).click();
  const dialog = page.getByRole('dialog');
  const drawn = dialog.locator('output');
  const first = await drawn.textContent();
  expect(first).toMatch(/^\d+ \d+ \d+ \d+$/);
  await dialog.getByText(/^Each port is drawn from 31,\d{3} ports/).waitFor();
  await expectSound(shown);
  await dialog.getByRole('button', { name: 'Draw again' }).click();
  await expect.poll(() => drawn.textContent()).not.toBe(first);
  const second = (await drawn.textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Use these steps' }).click();
  await expect.poll(() => preview(shown)).toEqual(second.split(' ').map((port) => `${port}/tcp`));
});

test('a test knock is stopped at once, and leaves the saved host as it is', async () => {
  const shown = await open('editor');
  const { page } = shown;
  await page.getByLabel('Service port (TCP)').fill('23');
  await page.getByRole('button', { name: 'Test knock' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped after \d packets?\.$/).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Why?' }).waitFor({ timeout: 15_000 });
  await page.getByText('Nothing came back from 23/tcp.').waitFor();
  await expectSound(shown);
});

test('hidden ports are hidden in the preview too', async () => {
  const shown = await open('editor-ports-hidden');
  expect(await preview(shown)).toEqual(Array.from({ length: 4 }, () => '•••••/tcp'));
});
