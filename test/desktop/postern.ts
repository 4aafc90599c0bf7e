import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { formatHostFile, emptyHostFile } from '../../app/hosts/file.ts';
import type { Host } from '../../app/hosts/schema.ts';
import type { Settings } from '../../app/settings/schema.ts';
import { openFakeBus, type FakeBus } from '../main/fake-bus.ts';
import { createHome, executable, launch, type Home } from './launch.ts';

const root = join(import.meta.dirname, '..', '..');

/** Postern as it is built, in a home of its own, on a desktop whose tray host the test controls. */
export interface Postern {
  readonly app: ElectronApplication;
  readonly bus: FakeBus;
  /** Where hosts and settings are. */
  readonly folder: string;
  /** Starts it once more, as the system does for a link or a second click; resolves when that process has ended. */
  again(...args: readonly string[]): Promise<void>;
  /** The next window that opens. */
  window(open: () => Promise<unknown>): Promise<Page>;
  close(): Promise<void>;
}

export async function startPostern(options: {
  readonly settings?: Partial<Settings>;
  readonly hosts?: readonly Host[];
  readonly hasTrayHost?: boolean;
}): Promise<Postern> {
  if (!existsSync(join(root, 'out', 'main', 'index.js'))) throw new Error('first: npm run build');
  const home: Home = createHome();
  const folder = join(home.folder, 'postern');
  const bus = await openFakeBus({
    socket: join(home.folder, 'bus'),
    hasTrayHost: options.hasTrayHost ?? true,
  });
  const env = { ...home.env, POSTERN_HOME: folder, DBUS_SESSION_BUS_ADDRESS: bus.address };
  mkdirSync(folder);
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ welcomed: true, ...options.settings }));
  writeFileSync(join(folder, 'hosts.json'), formatHostFile(emptyHostFile(), options.hosts ?? []));
  const app = await launch({ ...home, env }, root);
  return {
    app,
    bus,
    folder,
    again: (...args) =>
      new Promise((resolve) => {
        execFile(executable, [root, ...args], { env }, () => resolve());
      }),
    async window(open) {
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
