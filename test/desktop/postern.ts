import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { formatHostFile, emptyHostFile } from '../../app/hosts/file.ts';
import type { Host } from '../../app/hosts/schema.ts';
import type { Settings } from '../../app/settings/schema.ts';
import { openFakeBus, type FakeBus } from '../app/node/dbus/fake-bus.ts';
import { createHome, executable, launch, launchPacked, type Home } from './launch.ts';

const root = join(import.meta.dirname, '..', '..');

/** Postern as it is built, in a home of its own, on a desktop whose tray host the test controls. */
export interface Postern {
  readonly app: ElectronApplication;
  readonly bus: FakeBus;
  /** Where hosts and settings are. */
  readonly folder: string;
  /** Starts it once more, as the system does for a link or a second click; resolves when that process has ended. */
  again(...args: readonly string[]): Promise<void>;
  /** The next window that opens; a second launch opens it unless another way is given. */
  window(open?: () => Promise<unknown>): Promise<Page>;
  close(): Promise<void>;
}

export interface PosternOptions {
  readonly settings?: Partial<Settings>;
  readonly hosts?: readonly Host[];
  readonly hasTrayHost?: boolean;
  /** The program of a packed directory, in place of what `npm run build` left. */
  readonly packed?: string;
  /** Where hosts and settings are, with the files that are there already; the test removes it. A new folder unless given. */
  readonly folder?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts Postern for a test of the suite, and closes it after that: `const start = posternOfEachTest(afterEach)`. */
export function posternOfEachTest(
  afterEach: (close: () => Promise<void>) => unknown,
): (options?: PosternOptions) => Promise<Postern> {
  const started: Postern[] = [];
  afterEach(async () => {
    for (const postern of started.splice(0)) await postern.close();
  });
  return async (options = {}) => {
    const postern = await startPostern(options);
    started.push(postern);
    return postern;
  };
}

export async function startPostern(options: PosternOptions): Promise<Postern> {
  const home: Home = createHome(options.env);
  const folder = options.folder ?? join(home.folder, 'postern');
  const bus = await openFakeBus({
    socket: join(home.folder, 'bus'),
    hasTrayHost: options.hasTrayHost ?? true,
  });
  const env = { ...home.env, POSTERN_HOME: folder, DBUS_SESSION_BUS_ADDRESS: bus.address };
  mkdirSync(folder, { recursive: true });
  const files = {
    'settings.json': JSON.stringify({ welcomed: true, ...options.settings }),
    'hosts.json': formatHostFile(emptyHostFile(), options.hosts ?? []),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    if (!existsSync(path)) writeFileSync(path, text);
  }
  const there = { ...home, env };
  const app =
    options.packed === undefined ? await launch(there, root) : await launchPacked(there, options.packed);
  const again = (...args: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      execFile(executable, [root, ...args], { env }, () => resolve());
    });
  return {
    app,
    bus,
    folder,
    again,
    async window(open = again) {
      const opened = app.waitForEvent('window');
      await open();
      const page = await opened;
      await page.locator('#root > *').first().waitFor();
      return page;
    },
    async close() {
      await app.close().catch(() => undefined);
      await bus.close();
      home.remove();
    },
  };
}
