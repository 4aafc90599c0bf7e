import { app, protocol } from 'electron';
import { composeFolders, composePorts, composeSecurity, composeShell, report } from './compose.ts';
import { linkIn, type DeepLink } from './deep-link.ts';
import { hiddenSwitch } from './login-item.ts';
import { pageScheme } from './security.ts';
import { claimInstance } from './single-instance.ts';

// Before Electron is ready: where our files are, what the page's address means, and that pages run in a sandbox.
const folder = composeFolders();
protocol.registerSchemesAsPrivileged([pageScheme]);
app.enableSandbox();

const instance = claimInstance({ app });
// Not awaited here: Electron gets ready only after this file has been run to its end.
if (instance === false) app.quit();
else app.whenReady().then(start).catch(fail);

async function start(): Promise<void> {
  if (instance === false) return;
  composeSecurity();
  const shell = await composeShell({ folder, ports: composePorts(folder) });
  const { tray, trayHost, window, latest } = shell;

  shell.introduce();
  shell.followSettings();
  await shell.followHostsFile();
  // A keyring may ask its user first: nothing waits for that.
  shell.followSecrets();
  const automation = shell.automate();

  tray.setUp(trayHost.isPresent());
  trayHost.onChange((isPresent) => {
    tray.setUp(isPresent);
    // Without an icon and without a window nobody would find us again.
    if (!isPresent) showWithoutTray();
  });

  // Closing the last window is no farewell, unless nothing else of us can be seen. An app without this listener quits.
  app.on('window-all-closed', () => {
    if (!trayHost.isPresent()) app.quit();
  });
  let hasEnded = false;
  app.on('will-quit', (event) => {
    if (hasEnded) return;
    // Doors that are to be shut are shut first; with none, that takes no time.
    event.preventDefault();
    void automation
      .end()
      .catch(report)
      .finally(() => {
        hasEnded = true;
        app.quit();
      });
  });
  app.on('browser-window-created', (_event, opened) => {
    opened.on('query-session-end', () => window.letGo());
    opened.on('session-end', () => window.letGo());
  });

  instance.listen(showLink);
  const link = linkIn(process.argv);
  const isHidden = process.argv.includes(hiddenSwitch);
  if (link !== null) showLink(link);
  else if (!isHidden && !latest().settings.welcomed) window.show('#/welcome');
  else if (!isHidden && !trayHost.isPresent()) showWithoutTray();

  function showWithoutTray(): void {
    shell.tellNoTray();
    if (!window.isOpen()) window.show();
  }

  /** A link shows the window, on a host that we know. It never knocks. */
  function showLink(asked: DeepLink | null): void {
    const { hosts } = latest();
    const isKnown = hosts.state === 'ready' && hosts.list.some(({ id }) => id === asked?.hostId);
    window.show(asked !== null && isKnown ? `#/hosts/${asked.hostId}` : '');
  }
}

/** Whoever can't start must not stay in the way of the next start. */
function fail(error: unknown): void {
  report(error);
  app.exit(1);
}
