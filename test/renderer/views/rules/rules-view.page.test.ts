import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'the smallest width': { width: 320, height: 640 },
};

const scenes = [
  'rules',
  'rules-empty',
  'rules-german',
  'rules-paused',
  'rules-elsewhere',
  'rules-broken',
  'rule-new',
  'rule',
  'rule-schedule',
  'rule-keep-open',
  'rule-warnings',
  'rule-german',
  'decisions',
  'decisions-german',
  'decisions-empty',
];

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each(scenes)('the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    await shown.page.waitForTimeout(500);
    await expectSound(shown);
    await shown.page.context().close();
  });
});

test('a rule is made with the keyboard alone, and reads as what was chosen', async () => {
  const shown = await open('rule-new');
  const { page } = shown;
  const save = page.getByRole('button', { name: 'Save' });
  await page.getByText('Finish the sentence to see it.').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('1 thing needs attention.').waitFor();
  const firstHost = page.getByRole('checkbox', { name: 'bastion' });
  await expect.poll(() => firstHost.evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.press('Space');
  await page.getByText('When this computer wakes, knock bastion, unless it is open already').waitFor();

  await page
    .getByRole('button', { name: /^this computer wakes When|When/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'this computer joins a network' }).press('Enter');
  await page.getByText('When this computer joins any network, knock bastion').waitFor();
  await expectSound(shown);

  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
  await page.getByRole('link', { name: 'When this computer joins any network, knock bastion' }).waitFor();
});

test('this network is one click away, and gets a name if it has none', async () => {
  const { page } = await open('rule-warnings');
  await page.getByText('A name alone is no proof').first().waitFor();
  await page.getByText('each knock uses up a number or a line').waitFor();
  await page.getByRole('button', { name: 'This network' }).click();
  await page.getByText('Named this network "Home".').first().waitFor();
  expect(await page.getByRole('checkbox', { name: '"Home"' }).isChecked()).toBe(true);
  await page.getByText('When this computer joins Wi-Fi named "Home-*" or "Home"').waitFor();
});

test('a rule shows when it is next and what it would have done', async () => {
  const { page } = await open('rule-schedule');
  const next = page.getByRole('region', { name: 'Next three times' });
  await expect.poll(() => next.getByRole('listitem').count()).toBe(3);
  const { page: woken } = await open('rule');
  const replay = woken.getByRole('region', { name: 'In the last 7 days' });
  await replay.getByText(/It would have run \d+ times/).waitFor();
  await replay.getByText('would have been left alone, because the rule excludes "Home"').waitFor();
});

test('changes of a rule are not lost without a question', async () => {
  const { page } = await open('rule');
  await page.getByText('This rule is on').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const question = page.getByRole('alertdialog', { name: 'Discard the changes of this rule?' });
  await question.getByRole('button', { name: 'Keep editing' }).click();
  expect(await page.getByRole('switch', { name: 'This rule is on' }).isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
  expect(await page.getByRole('switch', { name: /When this computer wakes/ }).isChecked()).toBe(true);
});

test('a rule is switched off, and deleted, and brought back', async () => {
  const { page } = await open('rules');
  const rule = page.getByRole('switch', { name: /When this computer wakes/ });
  await page.getByRole('listitem').filter({ hasText: 'When this computer wakes' }).locator('label').click();
  await expect.poll(() => rule.isChecked()).toBe(false);
  await page.getByRole('button', { name: /More for this rule: When this computer wakes/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect.poll(() => rule.count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rule.count()).toBe(1);
});

test('a network that rules name is not removed without naming them', async () => {
  const shown = await open('rules');
  const { page } = shown;
  await page.getByRole('button', { name: 'More for Home' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const question = page.getByRole('alertdialog', { name: 'Remove "Home"?' });
  await question.getByText('When this computer wakes on any network except "Home"').waitFor();
  await expectSound(shown);
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => page.getByText('It names a network that was removed.').count()).toBe(2);
  await page.getByRole('button', { name: 'Name this network' }).click();
  await page.getByText('This computer is in "Home".').waitFor();
});

test('rules are paused and resumed, and every screen says so', async () => {
  const shown = await open('rules');
  const { page } = shown;
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('menuitem', { name: 'For an hour' }).click();
  await page.getByText(/^Paused until/).waitFor();
  await page.getByRole('link', { name: 'Hosts', exact: true }).click();
  const line = page.getByRole('contentinfo', { name: 'Auto-knock' });
  await line.getByText(/^Paused until/).waitFor();
  await expectSound(shown);
  await line.getByRole('button', { name: 'Resume' }).click();
  await line.getByText('Auto-knock on · 3 rules').waitFor();
});

test('every decision can be read with its reason', async () => {
  const shown = await open('decisions');
  const { page } = shown;
  await page
    .getByRole('button', { name: /Knocked bastion and nas/ })
    .first()
    .click();
  await page.getByText('bastion and nas: knocked, because this is what the rule is for.').first().waitFor();
  await expectSound(shown);
  await page.getByRole('button', { name: /All decisions/ }).click();
  await page.getByRole('option', { name: 'Only where something was done' }).click();
  await expect.poll(() => page.getByRole('button', { name: /Nothing done/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Knocks' }).click();
  await page.getByRole('button', { name: /All results/ }).waitFor();
});
