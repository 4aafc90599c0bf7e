import type { Page } from 'playwright-core';
import { startPostern } from './postern.ts';

// One journey as a program of its own, `node knock-by-keyboard.ts ADDRESS SEQUENCE`: Playwright and the app talk over the
// loopback, and every network namespace has another, so both must run inside. Prints what the window showed, as JSON.

const [address = '', sequence = ''] = process.argv.slice(2);
const postern = await startPostern({});
try {
  const page = await postern.window();
  const { keyboard } = page;
  await keyboard.press('Control+n');
  await tabTo(page, 'Name');
  await keyboard.type('lab');
  await tabTo(page, 'Address');
  await keyboard.type(address);
  await tabTo(page, 'Paste…');
  await keyboard.press('Enter');
  await tabTo(page, 'Sequence');
  await keyboard.type(sequence);
  await tabTo(page, 'Use these steps');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tabTo(page, 'Service port (TCP)');
  await keyboard.type('22');
  await keyboard.press('Control+s');

  const row = page.getByRole('row', { name: /^lab, / });
  await row.waitFor();
  const before = await row.getAttribute('aria-label');
  await tabTo(page, 'Knock lab');
  await keyboard.press('Enter');
  await page.getByRole('row', { name: /^lab, (Open|Failed), / }).waitFor();
  console.log(JSON.stringify({ before, after: await row.getAttribute('aria-label') }));
} finally {
  await postern.close();
}

/** Goes on with Tab until the element with this label or text has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      const label = isField ? element.labels?.[0]?.textContent : null;
      return label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (focused.trim() === name) return;
    seen.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}", but to: ${[...new Set(seen)].join(' | ')}`);
}
