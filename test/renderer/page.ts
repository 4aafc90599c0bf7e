import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { browserFlags, browserPath } from '../browser.ts';

/** A page of the window in the browser of this computer, with everything it must not do. */
export interface Shown {
  readonly page: Page;
  /** Errors of the page and what the content security policy stopped. */
  readonly faults: readonly string[];
}

export interface Look extends Pick<BrowserContextOptions, 'colorScheme' | 'forcedColors' | 'reducedMotion'> {
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
}

/** One browser for a test file. Returns what opens a scene of the development shell (renderer/dev/scenes.ts) in it. */
export function useBrowser(): (scene: string, look?: Look) => Promise<Shown> {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserPath,
      args: browserFlags,
    });
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(() => browser?.close());

  return async (scene, look = {}) => {
    if (browser === null) throw new Error('the browser was not started');
    const { width = 1_040, height = 680, language = 'en-GB', ...options } = look;
    const context = await browser.newContext({ ...options, locale: language, viewport: { width, height } });
    // Shorter than a test may take, so that it says what was waited for.
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    await page.goto(`${inject('pageUrl')}?bare&scene=${scene}`);
    await page.waitForSelector('main h1', { state: 'attached' });
    return { page, faults };
  };
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every violation axe finds, as "rule: where". It goes in over the debugger, which no policy of the page stops. */
async function violations({ page }: Shown): Promise<readonly string[]> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: axe.source });
  const { result } = await debug.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await debug.detach();
  return result.value as readonly string[];
}

/** Pairs of neighbours that lie on each other, and what sticks out of the page. Text that is cut off counts as it is seen. */
async function collisions({ page }: Shown): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wanted = 'button, input, a, h1, h2, h3, [role=row] span, time';
    const isSeen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
    };
    /** What is left of the box inside of everything that scrolls around it. */
    const seenBox = (element: Element) => {
      const box = element.getBoundingClientRect();
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const frame = around.getBoundingClientRect();
        left = Math.max(left, frame.left);
        top = Math.max(top, frame.top);
        right = Math.min(right, frame.right);
        bottom = Math.min(bottom, frame.bottom);
      }
      return { element, left, top, right, bottom };
    };
    const boxes = [...document.querySelectorAll(wanted)]
      // What lies behind a dialog is covered on purpose.
      .filter((element) => isSeen(element) && element.closest('[inert], [aria-hidden=true]') === null)
      .map(seenBox)
      .filter(({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1);
    const name = (element: Element): string =>
      `${element.tagName} "${(element.textContent ?? '').slice(0, 30)}"`;
    const found: string[] = [];
    for (const [index, a] of boxes.entries()) {
      if (a.right > innerWidth + 1) found.push(`${name(a.element)} sticks out`);
      for (const b of boxes.slice(index + 1)) {
        if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 1) found.push(`${name(a.element)} on ${name(b.element)}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    return found;
  });
}

/** What a screen must be in every state: usable, whole, and within its policy. */
export async function expectSound(shown: Shown): Promise<void> {
  expect(await violations(shown)).toEqual([]);
  expect(await collisions(shown)).toEqual([]);
  expect(shown.faults).toEqual([]);
}
