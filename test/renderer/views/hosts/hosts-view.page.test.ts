import { describe, expect, test } from 'vitest';
import { expectSound, useBrowser, type Look, type Shown } from '../../page.ts';

const open = useBrowser();

const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'reduced motion': { reducedMotion: 'reduce' },
  'the smallest width': { width: 320, height: 640 },
  'half the usual width': { width: 700, height: 500 },
};

describe.each(Object.entries(looks))('in %s', (_name, look) => {
  test.each([
    'hosts',
    'hosts-all-states',
    'hosts-empty',
    'hosts-broken',
    'hosts-newer',
    'hosts-german',
    'large-text',
  ])('the scene %s has no flaw', async (scene) => {
    const shown = await open(scene, look);
    await shown.page.waitForTimeout(500);
    await expectSound(shown);
    await shown.page.context().close();
  });
});

/** The row of a host, by the beginning of its name. */
const row = ({ page }: Shown, name: string) => page.getByRole('row', { name: new RegExp(`^${name}, `) });
const focused = ({ page }: Shown): Promise<string | null> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? null,
  );

describe('without a pointer', () => {
  test('a host is found, knocked and seen open, and the row says so', async () => {
    const shown = await open('hosts');
    const { page } = shown;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('bast');
    await expect.poll(() => page.getByRole('row').count()).toBe(1);
    await page.getByRole('row').focus();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => row(shown, 'bastion').getAttribute('aria-label'))
      .toMatch(/^bastion, Knocking 1 of 4/);
    await expect
      .poll(() => row(shown, 'bastion').getAttribute('aria-label'), { timeout: 5_000 })
      .toMatch(/^bastion, Open, \d+ milliseconds, .+ left, favourite$/);
    await expect
      .poll(() => page.getByRole('status').first().textContent())
      .toMatch(/^bastion is open, \d+ milliseconds\.$/);
    expect(shown.faults).toEqual([]);
  });

  test('a knock is stopped with the key of its row', async () => {
    const shown = await open('hosts');
    await row(shown, 'git').focus();
    await shown.page.keyboard.press('Control+Enter');
    await expect.poll(() => row(shown, 'git').getAttribute('aria-label')).toMatch(/Knocking/);
    await shown.page.keyboard.press('Control+.');
    await expect.poll(() => row(shown, 'git').getAttribute('aria-label')).toMatch(/^git, Not checked/);
    await expect.poll(() => row(shown, 'git').textContent()).toMatch(/Stopped after \d packets?\./);
  });

  test('a knock that fails says why, at once', async () => {
    const shown = await open('hosts');
    await row(shown, 'mail').focus();
    await shown.page.keyboard.press('Control+Enter');
    await expect
      .poll(() => shown.page.getByRole('alert').allTextContents())
      .toContain('mail failed. Can\'t find "mail.example.invalid". Check the address, or your DNS.');
  });

  test('a deleted host comes back at its place, and the focus is never lost', async () => {
    const shown = await open('hosts');
    const { page } = shown;
    const names = () =>
      page.getByRole('row').evaluateAll((rows) => rows.map((each) => each.ariaLabel?.split(',')[0]));
    const before = await names();
    await row(shown, 'git').focus();
    await page.keyboard.press('Delete');
    await expect.poll(names).not.toContain('git');
    expect(await focused(shown)).toMatch(/^(lab-pi|nas), /);
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual(before);
    expect(await focused(shown)).not.toBe('BODY');
    expect(shown.faults).toEqual([]);
  });

  test('the palette knocks the host that was typed', async () => {
    const shown = await open('hosts');
    const { page } = shown;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('web');
    await page.keyboard.press('Enter');
    await expect.poll(() => row(shown, 'web-edge').getAttribute('aria-label')).toMatch(/Knocking|Looking/);
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(shown.faults).toEqual([]);
  });

  test('F6 goes round the regions', async () => {
    const shown = await open('hosts');
    const visited: (string | null)[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      await shown.page.keyboard.press('F6');
      visited.push(await focused(shown));
    }
    expect(visited).toEqual(['Main', 'MAIN', 'Hosts', 'Details', 'Main']);
  });

  test('several hosts are chosen and checked together', async () => {
    const shown = await open('hosts');
    const { page } = shown;
    await row(shown, 'bastion').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    const bar = page.getByRole('toolbar', { name: '2 selected' });
    await expect.poll(() => bar.count()).toBe(1);
    await bar.getByRole('button', { name: 'Check' }).click();
    await expect
      .poll(() => row(shown, 'nas').getAttribute('aria-label'), { timeout: 8_000 })
      .toMatch(/^nas, Closed \(silent\)/);
  });
});

test('where the details cover the list, the focus goes into them and back to the row', async () => {
  const shown = await open('hosts', { width: 320, height: 640 });
  const { page } = shown;
  await row(shown, 'git').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(shown)).toBe('Details');
  expect(await page.title()).toBe('git – Postern');
  await expectSound(shown);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect.poll(() => focused(shown)).toMatch(/^git, /);
});

test('while nothing ages, no timer runs', async () => {
  const shown = await open('hosts');
  const started = await shown.page.evaluate(async () => {
    const original = window.setTimeout;
    const own = original.bind(window);
    let count = 0;
    Object.assign(window, {
      setTimeout: (...request: Parameters<typeof own>) => {
        count += 1;
        return own(...request);
      },
    });
    await new Promise((resolve) => own(resolve, 3_000));
    return count;
  });
  expect(started).toBe(0);
});

test('a full disk is said, and nothing is lost', async () => {
  const shown = await open('disk-full');
  await row(shown, 'git').focus();
  await shown.page.keyboard.press('Delete');
  await expect
    .poll(() => shown.page.getByRole('alertdialog').textContent())
    .toMatch(/^Can't save\. There is no space left on the disk\./);
  expect(await row(shown, 'git').count()).toBe(1);
});

test('of 5,000 hosts only those in sight are drawn, and a change redraws one row', async () => {
  const shown = await open('hosts-5000');
  const { page } = shown;
  expect(await page.getByRole('row').count()).toBeLessThan(60);
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('5000');
  await page.evaluate(() => {
    const changed = new Set<Element>();
    new MutationObserver((records) => {
      for (const { target } of records) {
        const around = (target instanceof Element ? target : target.parentElement)?.closest('[role=row]');
        if (around instanceof Element) changed.add(around);
      }
    }).observe(document.querySelector('[role=grid]') ?? document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-label', 'class'],
    });
    Object.assign(window, { changedRows: changed });
  });
  await page.getByRole('button', { name: 'Knock nas', exact: true }).click();
  await expect.poll(() => row(shown, 'nas').getAttribute('aria-label'), { timeout: 5_000 }).toMatch(/Open/);
  const changed = await page.evaluate(() =>
    [...(window as unknown as { changedRows: Set<Element> }).changedRows].map(
      (each) => each.ariaLabel?.split(',')[0],
    ),
  );
  expect(changed).toEqual(['nas']);
});
