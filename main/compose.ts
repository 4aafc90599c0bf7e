import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron';
import ElectronStore from 'electron-store';
import type { Api } from '../app/contract.ts';
import { createEngine } from '../app/engine/engine.ts';
import { lookAgain } from '../app/engine/look-again.ts';
import { connectBus } from '../app/node/dbus/bus.ts';
import { makeFolder } from '../app/node/files.ts';
import { configFolder } from '../app/node/paths.ts';
import { platform } from '../app/node/platform.ts';
import { createPorts } from '../app/node/ports.ts';
import { attach } from '../app/node/socket/attach.ts';
import { listen } from '../app/node/socket/listen.ts';
import { socketPath } from '../app/node/socket/path.ts';
import type { Ports } from '../app/ports.ts';
import { desktopWords, languageOf } from '../app/present/desktop-language.ts';
import type { DesktopWords } from '../app/present/desktop-words.ts';
import type { Settings } from '../app/settings/schema.ts';
import type { Snapshot } from '../app/snapshot.ts';
import { serve } from '../app/wire.ts';
import { beginAutomation, type Automation } from './automation.ts';
import { serveBundle } from './bundle.ts';
import { linkScheme } from './deep-link.ts';
import { serveWindows } from './ipc.ts';
import { createKeyring } from './keyring.ts';
import { lockWithScreen } from './lock-with-screen.ts';
import { createLoginItem } from './login-item.ts';
import { applicationMenu } from './menu.ts';
import { showNotices } from './notifications.ts';
import { desktopOf, panelBehind } from './platform.ts';
import { powerHints } from './power-hints.ts';
import { confineContents, denyPermissions } from './security.ts';
import { createFileWriter } from './store.ts';
import { trayActions } from './tray-actions.ts';
import { createTrayView } from './tray.ts';
import { certainTrayHost, findTrayHost } from './tray-host.ts';
import { watchFiles } from './watch-files.ts';
import { keepWindow } from './window.ts';

/** The appId of the packages, and so the name of their desktop entry. */
const appId = 'com.postern';

const { env } = process;
const desktop = desktopOf(platform);
/** The bundle is out/main/index.js. */
const root = join(import.meta.dirname, '..', '..');

/** The files of the application, and where the browser inside it keeps its own. Before anything asks Electron for a path. */
export function composeFolders(): string {
  const folder = configFolder({ platform, env, home: homedir(), cwd: process.cwd() });
  const browserFolder = join(folder, 'browser');
  try {
    // Electron takes only folders that are there.
    mkdirSync(browserFolder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', browserFolder);
  } catch (error) {
    // A home that can't be written is told by the window, when something is to be saved.
    report(error);
  }
  return folder;
}

export function composePorts(folder: string): Ports {
  return createPorts({
    folder,
    write: createFileWriter({ Store: ElectronStore }),
    keyring: createKeyring({ safeStorage, platform }),
    extraHints: [powerHints(powerMonitor)],
  });
}

/** What keeps the page in its place. Before the first window. */
export function composeSecurity(): void {
  confineContents({ app, shell });
  denyPermissions(session.defaultSession);
  protocol.handle('app', serveBundle({ folder: join(root, 'out', 'renderer') }));
}

/** The heads, on one engine. */
export async function composeShell({ folder, ports }: { readonly folder: string; readonly ports: Ports }) {
  const settings = await ports.settings.load();
  const api = createEngine(ports, settings);
  const latest = follow(api);
  const words = createWords();
  const trayHost = desktop.mayLackTray ? await findTrayHost({ openBus }) : certainTrayHost;

  serveWindows({ ipcMain, api, onBug: report });
  lockWithScreen({ powerMonitor, api, settings: () => latest().settings, onBug: report });

  let looking: AbortController | null = null;
  const window = keepWindow({
    clock: ports.clock,
    createWindow: (options) => new BrowserWindow(options),
    dialog,
    words: () => words(latest().settings),
    isDark: () => isDark(latest().settings),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    devTools: !app.isPackaged,
    icon: platform === 'linux' ? join(root, 'assets', 'icons', '256x256.png') : null,
    onVisible(isVisible) {
      looking?.abort();
      looking = isVisible ? new AbortController() : null;
      if (looking !== null) void lookAgain({ api, clock: ports.clock, signal: looking.signal });
      tray.refresh();
    },
    onOpen(isOpen) {
      // macOS: in the Dock and the app switcher only while there is something to switch to.
      if (platform === 'darwin') app.setActivationPolicy(isOpen ? 'regular' : 'accessory');
    },
    onBug: report,
  });

  const act = trayActions({ api, window, quit: () => app.quit(), onBug: report });

  const tray = createTrayView({
    api,
    clock: ports.clock,
    Tray,
    Menu,
    nativeTheme,
    desktop,
    iconFile: (icon, { trayIcon }) =>
      join(
        root,
        'assets',
        'tray',
        desktop.trayIcon(icon, panelBehind({ chosen: trayIcon, platform, env, theme: nativeTheme })),
      ),
    words,
    seenAt: () => window.seenAt(),
    act,
  });

  showNotices({
    api,
    Notification,
    words,
    isWindowVisible: () => window.isVisible(),
    showHost: (hostId) => window.show(`#/hosts/${hostId}`),
    showDecisions: () => window.show('#/activity/decisions'),
  });

  const loginItem = createLoginItem({
    platform,
    env,
    home: homedir(),
    app,
    command: app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()],
    id: appId,
  });

  return {
    trayHost,
    tray,
    window,
    latest,

    /** What the system keeps for us follows the settings. */
    followSettings(): void {
      let before: Settings | null = null;
      api.watch(({ settings: now }) => {
        const earlier = before;
        before = now;
        // At the start only repaired: an entry that somebody made by hand is not ours to remove.
        const wasAtLogin = earlier?.startAtLogin ?? false;
        if (wasAtLogin !== now.startAtLogin) loginItem.apply(now.startAtLogin).catch(report);
        if (earlier?.language !== now.language) {
          const openSettings = (): void => act({ do: 'settings' });
          const { hasMenuBar } = desktop;
          const menu = applicationMenu({ words: words(now), hasMenuBar, openSettings });
          Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
        }
      });
    },

    /** Tells once that the desktop has no place for the icon. */
    tellNoTray(): void {
      const { settings: now } = latest();
      if (now.toldNoTray || !Notification.isSupported()) return;
      const { title, body } = words(now).noTray;
      new Notification({ title, body, silent: true }).show();
      void api.saveSettings({ settings: { ...now, toldNoTray: true } });
    },

    /** Reads the hosts, now and after every change. */
    async followHostsFile(): Promise<void> {
      await makeFolder(folder);
      const read = async (): Promise<void> => {
        const { hosts } = latest();
        // Setting a broken file aside changes it too: the news of that stays until the user goes on from it.
        if (hosts.state === 'failed' && hosts.failure.code === 'store-broken') return;
        await api.loadHosts({});
      };
      // One after the other, so that each knows what the one before it has found.
      let reading = Promise.resolve();
      const readNext = (): Promise<void> => (reading = reading.then(read).catch(report));
      watchFiles({ folder, names: ['hosts.json'], onChange: () => void readNext(), onBug: report });
      await readNext();
    },

    /** Looks what is known of secrets and counters, now and after every change. */
    followSecrets(): void {
      const read = (): void => void api.loadSecrets({}).catch(report);
      watchFiles({ folder, names: ['secrets.json', 'counters.json'], onChange: read, onBug: report });
      read();
    },

    /** Knocks as the rules say, and lets the command line use this engine. */
    automate(): Automation {
      const path = socketPath({ folder, platform, env });
      return beginAutomation({
        api,
        attach: () => attach(path),
        listen: () => listen({ path, wire: serve(api), version: app.getVersion(), onBug: report }),
        onBug: report,
      });
    },

    /** How the system knows us: notifications on Windows, links, the about panel. */
    introduce(): void {
      app.setAboutPanelOptions({ applicationName: 'Postern', applicationVersion: app.getVersion() });
      if (platform !== 'win32') return;
      app.setAppUserModelId(appId);
      // The last word ends the switches, so that a link can't become one.
      if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--']);
    },
  };
}

/** A bug that nobody waits for. */
export function report(error: unknown): void {
  console.error(error);
}

function follow(api: Api): () => Snapshot {
  let snapshot: Snapshot | null = null;
  api.watch((next) => {
    snapshot = next;
  });
  return () => {
    if (snapshot === null) throw new Error('watch delivers the current snapshot first');
    return snapshot;
  };
}

/** Words in the language of the settings. Made once for each: formatting a time is set up with them. */
function createWords(): (settings: Settings) => DesktopWords {
  const made = new Map<string, DesktopWords>();
  return ({ language }) => {
    const wanted = languageOf(language, app.getLocale());
    const words = made.get(wanted) ?? desktopWords(wanted);
    made.set(wanted, words);
    return words;
  };
}

function isDark({ theme }: Settings): boolean {
  return theme === 'system' ? nativeTheme.shouldUseDarkColors : theme === 'dark';
}

function openBus() {
  const usual = join(env['XDG_RUNTIME_DIR'] ?? `/run/user/${process.getuid?.()}`, 'bus');
  return connectBus({ addresses: env['DBUS_SESSION_BUS_ADDRESS'] ?? `unix:path=${usual}` });
}
