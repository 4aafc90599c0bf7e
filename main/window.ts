import type { BrowserWindow, BrowserWindowConstructorOptions, Dialog, Rectangle } from 'electron';
import type { Clock } from '../app/clock.ts';
import type { DesktopWords } from '../app/present/desktop-words.ts';
import { pageUrl } from './security.ts';

/** The one window. It exists from when it is asked for until it is closed: a hidden one would cost as much memory. */
export interface WindowKeeper {
  /** Opens the window, or brings it to the front. With a place of the page ("#/hosts/new") it goes there. */
  show(place?: string): void;
  isOpen(): boolean;
  isVisible(): boolean;
  /** Wall clock, milliseconds: now while it is visible, otherwise when it was last. */
  seenAt(): number;
  /** From now on nothing typed in the page keeps the window open: the session ends. */
  letGo(): void;
}

export function keepWindow(request: {
  readonly clock: Pick<Clock, 'now'>;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBoxSync'>;
  readonly words: () => DesktopWords;
  readonly isDark: () => boolean;
  readonly preload: string;
  /** False in what users get: the page can't be looked into. */
  readonly devTools: boolean;
  /** Path of the icon for desktops that don't take it from the program; null elsewhere. */
  readonly icon: string | null;
  readonly onVisible: (isVisible: boolean) => void;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onBug: (error: unknown) => void;
}): WindowKeeper {
  const { clock, words } = request;
  let window: BrowserWindow | null = null;
  let bounds: Rectangle | null = null;
  let wasVisible = false;
  let hiddenAt = 0;
  let isLetGo = false;

  const isVisible = (): boolean => window !== null && window.isVisible() && !window.isMinimized();

  function noticeVisibility(): void {
    const visible = isVisible();
    if (visible === wasVisible) return;
    wasVisible = visible;
    hiddenAt = clock.now();
    request.onVisible(visible);
  }

  function open(place: string): BrowserWindow {
    const { devTools, icon, preload } = request;
    const opened = request.createWindow({
      ...(bounds ?? { width: 1040, height: 680 }),
      minWidth: 360,
      minHeight: 420,
      show: false,
      title: 'Postern',
      autoHideMenuBar: true,
      // The page's own (--bg in renderer/styles/tokens.css), so that nothing flashes before it is drawn.
      backgroundColor: request.isDark() ? '#101216' : '#f6f7f9',
      ...(icon === null ? {} : { icon }),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools,
      },
    });
    opened.once('ready-to-show', () => opened.show());
    opened.on('show', noticeVisibility);
    opened.on('hide', noticeVisibility);
    opened.on('minimize', noticeVisibility);
    opened.on('restore', noticeVisibility);
    opened.on('close', () => {
      bounds = opened.getNormalBounds();
    });
    opened.on('closed', () => {
      window = null;
      noticeVisibility();
      request.onOpen(false);
    });
    opened.webContents.on('will-prevent-unload', (event) => {
      // Here "prevent" means: leave although the page wants to stay.
      if (isLetGo || mayDiscard(opened)) event.preventDefault();
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      // What is left is a blank sheet. The application itself lives here and lost nothing.
      request.onBug(new Error(`the window's process ended: ${reason}`));
      opened.destroy();
    });
    opened.loadURL(pageUrl + place).catch(request.onBug);
    request.onOpen(true);
    return opened;
  }

  function mayDiscard(over: BrowserWindow): boolean {
    const { question, detail, stay, discard } = words().unsaved;
    const buttons = [stay, discard];
    const options = {
      type: 'question',
      message: question,
      detail,
      buttons,
      defaultId: 0,
      cancelId: 0,
    } as const;
    return request.dialog.showMessageBoxSync(over, options) === 1;
  }

  return {
    show(place = '') {
      if (window === null) {
        window = open(place);
        return;
      }
      // Another fragment of the same document is no load: the page stays and hears of it.
      const url = pageUrl + place;
      if (place !== '' && window.webContents.getURL() !== url) window.loadURL(url).catch(request.onBug);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isOpen: () => window !== null,
    isVisible,
    seenAt: () => (isVisible() ? clock.now() : hiddenAt),
    letGo() {
      isLetGo = true;
    },
  };
}
