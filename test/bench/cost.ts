/**
 * What the desktop app costs: its size, how long it takes, and what is left of it when its window is closed. On the
 * stand-in for Electron (test/desktop/stand-in), so the figures compare one Postern with another, not with other apps.
 */
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { emptyHostFile, formatHostFile } from '../../app/hosts/file.ts';
import type { Host } from '../../app/hosts/schema.ts';
import { hiddenSwitch } from '../../main/login-item.ts';
import { host as makeHost, id } from '../app/hosts/host.ts';
import { control, createHome, executable } from '../desktop/launch.ts';
import { startPostern, type Postern } from '../desktop/postern.ts';
import { openFakeBus } from '../app/node/dbus/fake-bus.ts';
import type { StartTimes } from './cost-probe.ts';

const root = join(import.meta.dirname, '../..');
const chromium = process.env['POSTERN_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why the cost can't be measured here; null where it can. */
export const costProblem =
  process.env['POSTERN_ELECTRON'] !== undefined
    ? 'it is measured on the stand-in, and POSTERN_ELECTRON names a real Electron'
    : existsSync(chromium)
      ? null
      : `there is no ${chromium}`;

export const few = 20;
export const many = 5_000;
export const idleMs = 5_000;

const starts = 10;
const apps = 3;
const windowsPerApp = 4;
const editsPerApp = 5;

export interface Bundle {
  readonly name: string;
  readonly bytes: number;
  readonly gzippedBytes: number;
}

/** Every list has one figure for each run. */
export interface Cost {
  readonly bundles: readonly Bundle[];
  readonly starts: readonly StartTimes[];
  readonly few: readonly AppCost[];
  readonly many: readonly AppCost[];
}

/** One app, from its first window to its rest after the last. */
interface AppCost {
  /** The browser itself starts with it. */
  readonly firstWindow: Opening;
  readonly nextWindows: readonly Opening[];
  readonly edits: readonly Edit[];
  readonly idle: Idle;
}

/** Until the page answers, from the click in the tray, and from when the page began to load. */
interface Opening {
  readonly fromClickMs: number;
  readonly fromLoadMs: number;
}

interface Edit {
  /** From the command to the frame that shows it, and to the answer that it is on the disk. */
  readonly drawnMs: number;
  readonly savedMs: number;
}

/** The main process, {@link idleMs} after its window was closed. */
interface Idle {
  readonly timers: number;
  /** Spent while nothing happened. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** Of what stands in out/. */
export async function measureCost(): Promise<Cost> {
  const figures = { starts: [] as StartTimes[], few: [] as AppCost[], many: [] as AppCost[] };
  for (let run = 0; run < starts; run += 1) figures.starts.push(await timeStart());
  for (let run = 0; run < apps; run += 1) {
    figures.few.push(await measureApp(makeHosts(few)));
    figures.many.push(await measureApp(makeHosts(many)));
  }
  return { bundles: weighBundles(), ...figures };
}

function weighBundles(): readonly Bundle[] {
  const bundles = {
    main: 'out/main/index.js',
    preload: 'out/preload/index.cjs',
    'page, scripts': 'out/renderer/assets/*.js',
    'page, styles': 'out/renderer/assets/*.css',
  };
  return Object.entries(bundles).map(([name, pattern]) => {
    const files = globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file)));
    const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
    return {
      name,
      bytes: sum(files.map(({ length }) => length)),
      gzippedBytes: sum(files.map((file) => gzipSync(file).length)),
    };
  });
}

/** As at login: no window. Without Playwright, which holds the app back until it has connected. */
async function timeStart(): Promise<StartTimes> {
  const home = createHome();
  const folder = join(home.folder, 'postern');
  const bus = await openFakeBus({ socket: join(home.folder, 'bus'), hasTrayHost: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'hosts.json'), formatHostFile(emptyHostFile(), makeHosts(few)));
  const env = { ...home.env, POSTERN_HOME: folder, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const probe = `--import=${join(import.meta.dirname, 'cost-probe.ts')}`;
  const { stdout } = await promisify(execFile)(executable, [probe, root, hiddenSwitch], { env });
  await bus.close();
  home.remove();
  return JSON.parse(stdout) as StartTimes;
}

async function measureApp(hosts: readonly Host[]): Promise<AppCost> {
  const postern = await startPostern({ hosts });
  try {
    const windows: Opening[] = [];
    const edits: Edit[] = [];
    for (let run = 0; run < windowsPerApp; run += 1) {
      const { page, opening } = await openWindow(postern, hosts.length);
      windows.push(opening);
      if (run === windowsPerApp - 1) edits.push(...(await timeEdits(page, hosts)));
      await page.close();
    }
    const [firstWindow, ...nextWindows] = windows;
    if (firstWindow === undefined) throw new Error('no window was opened');
    return { firstWindow, nextWindows, edits, idle: await rest(postern) };
  } finally {
    await postern.close();
  }
}

async function openWindow(
  postern: Postern,
  hosts: number,
): Promise<{ readonly page: Page; readonly opening: Opening }> {
  let clickedAt = Number.NaN;
  const page = await postern.window(async () => {
    clickedAt = await control(postern.app, (standIn) => {
      const at = performance.timeOrigin + performance.now();
      standIn.chooseInTray('Open Postern');
      return at;
    });
  });
  await page.locator(`[role=grid][aria-rowcount="${hosts}"] [role=row]`).first().waitFor();
  const { loadedAt, fromLoadMs } = await page.evaluate(timeToAnswer);
  return { page, opening: { fromClickMs: loadedAt + fromLoadMs - clickedAt, fromLoadMs } };
}

/**
 * Runs in the page: when it began to load (milliseconds since 1970), and how long after that something was painted and
 * no task of more than 50 ms kept it from answering any more (w3c.github.io/longtasks). The page paints nothing before
 * it has everything.
 */
async function timeToAnswer(): Promise<{ readonly loadedAt: number; readonly fromLoadMs: number }> {
  const tasks: PerformanceEntry[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
    type: 'longtask',
    buffered: true,
  });
  const quietMs = 500;
  const lastEnd = (): number => {
    const [painted] = performance.getEntriesByName('first-contentful-paint');
    if (painted === undefined) return Infinity;
    return Math.max(painted.startTime, ...tasks.map(({ startTime, duration }) => startTime + duration));
  };
  while (performance.now() < lastEnd() + quietMs) {
    await new Promise((resolve) => {
      globalThis.setTimeout(resolve, 50);
    });
  }
  return { loadedAt: performance.timeOrigin, fromLoadMs: lastEnd() };
}

/** Gives the first host of the list another address, again and again, with the command that the editor sends. */
async function timeEdits(page: Page, [first]: readonly Host[]): Promise<readonly Edit[]> {
  if (first === undefined) throw new Error('no host to edit');
  const edits: Edit[] = [];
  let was = first;
  for (let run = 0; run < editsPerApp; run += 1) {
    const host = { ...was, address: `198.51.100.${run + 1}` };
    edits.push(await page.evaluate(timeEdit, { host, was }));
    was = host;
  }
  return edits;
}

/** Runs in the page. */
async function timeEdit(input: { readonly host: Host; readonly was: Host }): Promise<Edit> {
  type Wire = { call(name: string, input: unknown): Promise<{ readonly ok: boolean }> };
  const { wire } = globalThis as unknown as { readonly wire: Wire };
  const startedAt = performance.now();
  const drawn = new Promise<number>((resolve) => {
    const look = (): void => {
      const isShown =
        document.querySelector('[role=grid]')?.textContent.includes(input.host.address) ?? false;
      if (isShown) resolve(performance.now() - startedAt);
      else requestAnimationFrame(look);
    };
    look();
  });
  const saved = wire.call('saveHost', input).then(({ ok }) => {
    if (!ok) throw new Error('the edit was refused');
    return performance.now() - startedAt;
  });
  const [drawnMs, savedMs] = await Promise.all([drawn, saved]);
  return { drawnMs, savedMs };
}

async function rest({ app }: Postern): Promise<Idle> {
  const look = () =>
    app.evaluate(() => ({
      timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
      cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
      residentBytes: process.memoryUsage.rss(),
    }));
  const before = await look();
  await setTimeout(idleMs);
  const after = await look();
  return { ...after, cpuMs: after.cpuMs - before.cpuMs };
}

function makeHosts(count: number): readonly Host[] {
  return Array.from({ length: count }, (_, index) =>
    makeHost({ id: id(index), name: `host-${String(index).padStart(4, '0')}`, address: '192.0.2.1' }),
  );
}
