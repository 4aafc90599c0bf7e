import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import type { StandIn } from './stand-in/controls.ts';

/** A real Electron when POSTERN_ELECTRON names its executable, else the stand-in. */
export const executable =
  process.env['POSTERN_ELECTRON'] ?? join(import.meta.dirname, 'stand-in', 'bin', 'electron');
export const sample = join(import.meta.dirname, 'fixtures', 'sample');

/** The environment of one app: a home of its own, removed by the test that asked for it. */
export interface Home {
  readonly folder: string;
  readonly env: Record<string, string>;
  remove(): void;
}

export function createHome(variables: Readonly<Record<string, string>> = {}): Home {
  const folder = mkdtempSync(join(tmpdir(), 'postern-desktop-'));
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    folder,
    env: { ...Object.fromEntries(inherited), LANG: 'en_US.UTF-8', XDG_CONFIG_HOME: folder, ...variables },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
}

export function launch({ env }: Home, target: string = sample): Promise<ElectronApplication> {
  return _electron.launch({ executablePath: executable, args: [target], env });
}

/** A packed program knows its app by itself. */
export function launchPacked({ env }: Home, program: string): Promise<ElectronApplication> {
  return _electron.launch({ executablePath: program, args: [], env });
}

/** Opens the sample app's window and waits until its page stands. */
export async function openSample(app: ElectronApplication): Promise<Page> {
  const opened = app.waitForEvent('window');
  await app.evaluate(() => {
    (globalThis as unknown as { openWindow(): void }).openWindow();
  });
  const page = await opened;
  await page.waitForURL(/index\.html$/);
  await page.getByRole('heading', { name: 'Sample' }).waitFor();
  return page;
}

/** What the sample app has recorded since the last time. */
export function takeEvents(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as { events: string[] }).events.splice(0));
}

/** The controls of the stand-in; a real Electron has none. `run` is sent as text. */
export async function control<Result, Argument>(
  app: ElectronApplication,
  run: (standIn: StandIn, argument: Argument) => Result,
  argument?: Argument,
): Promise<Awaited<Result>> {
  const controls = await app.evaluateHandle(
    (electron) => (electron as unknown as { standIn: StandIn }).standIn,
  );
  // Playwright's types want to know that nothing but data crosses; what the controls give is data.
  return (await controls.evaluate(run as never, argument)) as Awaited<Result>;
}
