import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { choose, press, typeInto } from './keyboard.ts';
import { startPostern } from './postern.ts';

// Someone at the keyboard, as a program of its own: Playwright and the app talk over the loopback, and every network
// namespace has another, so both must run inside. Reads errands, a line of JSON each, and prints what the window showed.

/** One door: how the host gets in, and what its row is called then. */
export type Errand =
  | {
      readonly name: string;
      readonly address: string;
      /** As the radio button says it; absent: the sequence that is chosen already. */
      readonly method?: string;
      /** What is done between the address and saving, in the order of the form. */
      readonly fill: readonly Deed[];
    }
  /** A text that is imported; the host in it is called `name`. */
  | { readonly name: string; readonly importing: string };

export type Deed =
  | readonly ['type', label: string, text: string]
  | readonly ['choose', chosen: string, wanted: string]
  | readonly ['press', button: string];

/** What the window showed: the row before and after the knock. */
export interface Seen {
  readonly before: string | null;
  readonly after: string | null;
}

const postern = await startPostern({});
try {
  const page = await postern.window();
  for await (const line of createInterface({ input: process.stdin })) {
    const seen = await run(page, JSON.parse(line) as Errand).catch((error: unknown) => ({
      failed: String(error),
    }));
    console.log(JSON.stringify(seen));
  }
} finally {
  await postern.close();
}

async function run(page: Page, errand: Errand): Promise<Seen> {
  await ('importing' in errand ? takeOver(page, errand.importing) : add(page, errand));
  const { name } = errand;
  const row = page.getByRole('row', { name: new RegExp(`^${name}, `) });
  await row.waitFor();
  const before = await row.getAttribute('aria-label');
  await press(page, `Knock ${name}`);
  await page.getByRole('row', { name: new RegExp(`^${name}, (Open|Failed), `) }).waitFor();
  return { before, after: await row.getAttribute('aria-label') };
}

async function add(page: Page, errand: Exclude<Errand, { readonly importing: string }>): Promise<void> {
  const { name, address, method, fill } = errand;
  await page.keyboard.press('Control+n');
  await typeInto(page, 'Name', name);
  await typeInto(page, 'Address', address);
  if (method !== undefined) await choose(page, 'Sequence', method);
  for (const deed of fill) {
    if (deed[0] === 'type') await typeInto(page, deed[1], deed[2]);
    else if (deed[0] === 'choose') await choose(page, deed[1], deed[2]);
    else await press(page, deed[1]);
  }
  await page.keyboard.press('Control+s');
}

async function takeOver(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+i');
  await press(page, 'Paste text');
  await typeInto(page, 'Text', text);
  await press(page, 'Read');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('1 selected').waitFor();
  await press(page, 'Import 1 host');
}
