import type { Page } from 'playwright-core';

// A window as somebody uses it who has no mouse.

/** Goes on with Tab until the element with this label or text has the focus. */
async function tabTo(page: Page, name: string, kind?: 'text'): Promise<void> {
  const seen = new Set<string>();
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await focus(page);
    if (focused.name === name && (kind === undefined || focused.isText)) return;
    seen.add(focused.name);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${name}", but to: ${[...seen].join(' | ')}`);
}

/** Goes to a field, and types into it. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label, 'text');
  await page.keyboard.type(text);
}

export async function press(page: Page, button: string): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

/** Goes from the chosen radio button of a group, where Tab leads, to another one. */
export async function choose(page: Page, chosen: string, wanted: string): Promise<void> {
  await tabTo(page, chosen);
  for (let presses = 0; (await focus(page)).name !== wanted; presses += 1) {
    if (presses === 20) throw new Error(`no arrow key leads from "${chosen}" to "${wanted}"`);
    await page.keyboard.press('ArrowDown');
  }
}

/** What has the focus: its label or text, and whether it is a field for text. */
function focus(page: Page): Promise<{ readonly name: string; readonly isText: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    const label = isField ? element.labels?.[0]?.textContent : null;
    return {
      name: (label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim(),
      isText: isField && element.type !== 'radio' && element.type !== 'checkbox',
    };
  });
}

/** Goes to a checkbox, and ticks it. */
export async function tick(page: Page, label: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('Space');
}
