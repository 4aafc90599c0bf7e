import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';
import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import { app } from '../app/app.ts';
import { WebContents } from '../contents/web-contents.ts';
import { createEvent } from '../event.ts';
import { screen } from '../native/screen.ts';
import { settings } from '../settings.ts';
import { refuseWhenDestroyed, strictClass } from '../strict.ts';
import type { Menu } from './menu.ts';
import { openWindows } from './open-windows.ts';

let lastId = 0;

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  #title: string;
  #bounds: Rectangle;
  #isVisible = false;
  #isMinimized = false;
  #isMaximized = false;
  #isDestroyed = false;
  #hasPainted = false;
  #minimum: readonly number[];
  #menu: Menu | null = null;
  #backgroundColor: string;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const preferences = checkPreferences(options.webPreferences);
    lastId += 1;
    this.id = lastId;
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0];
    this.#title = options.title ?? app.getName();
    this.#backgroundColor = options.backgroundColor ?? '#FFFFFF';
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = new WebContents({ preload: preferences.preload, width, height });
    this.#layOut();
    this.#listen();
    openWindows.add(this);
    app.emit('browser-window-created', createEvent({}), this);
    if (options.show !== false) this.show();
    else this.#place('minimized');
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows].filter((window) => window instanceof BrowserWindow);
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }

  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(path: string): Promise<void> {
    return this.webContents.loadFile(path);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.#place('normal');
    this.emit('show');
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.blur();
    this.#place('minimized');
    this.emit('hide');
  }

  focus(): void {
    if (!this.#isVisible || focused === this) return;
    focused?.blur();
    focused = this;
    this.webContents.focus();
    this.emit('focus', createEvent({}));
    app.emit('browser-window-focus', createEvent({}), this);
  }

  blur(): void {
    if (focused !== this) return;
    focused = null;
    this.emit('blur', createEvent({}));
    app.emit('browser-window-blur', createEvent({}), this);
  }

  moveTop(): void {
    this.webContents.focus();
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isDestroyed;
  }

  isFocused(): boolean {
    return focused === this;
  }

  minimize(): void {
    this.#isMinimized = true;
    this.blur();
    this.#place('minimized');
    this.emit('minimize');
  }

  restore(): void {
    this.#isMinimized = false;
    this.#place('normal');
    this.emit('restore');
  }

  maximize(): void {
    this.#isMaximized = true;
    this.#place('maximized');
    this.emit('maximize');
  }

  unmaximize(): void {
    this.#isMaximized = false;
    this.#place('normal');
    this.emit('unmaximize');
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  isFullScreen(): boolean {
    return false;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#layOut();
    if (bounds.width !== undefined || bounds.height !== undefined) this.emit('resize');
    if (bounds.x !== undefined || bounds.y !== undefined) this.emit('move');
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  /** For the user who drags: an app may ask for less. */
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
  }

  getMinimumSize(): number[] {
    return [...this.#minimum];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  center(): void {
    const { width, height } = this.#bounds;
    const { workArea } = screen.getPrimaryDisplay();
    this.setPosition(workArea.x + (workArea.width - width) / 2, workArea.y + (workArea.height - height) / 2);
  }

  setMenu(menu: Menu | null): void {
    this.#menu = menu;
  }

  removeMenu(): void {
    this.#menu = null;
  }

  /** The menu of this window alone; null where the application's is shown. */
  get _menu(): Menu | null {
    return this.#menu;
  }

  setMenuBarVisibility(visible: boolean): void {
    if (typeof visible !== 'boolean') throw new TypeError('Error processing argument at index 0');
  }

  setBackgroundColor(color: string): void {
    this.#backgroundColor = color;
  }

  getBackgroundColor(): string {
    return this.#backgroundColor;
  }

  /** Asks first: a listener of `close` may keep the window. */
  close(): void {
    const event = createEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) app._closeRefused();
    else this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.blur();
    this.#isDestroyed = true;
    openWindows.delete(this);
    this.emit('closed');
    this.webContents._destroy();
    app._windowClosed();
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  #listen(): void {
    this.webContents.on('_painted', () => {
      if (this.#hasPainted) return;
      this.#hasPainted = true;
      this.emit('ready-to-show');
    });
    this.webContents.on('page-title-updated', (event: ReturnType<typeof createEvent>, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.#title = title;
    });
    // The user closed the real window: the app still hears of it, but comes too late to refuse.
    this.webContents.on('_closed-outside', () => this.emit('close', createEvent({})));
    this.webContents.on('destroyed', () => this.destroy());
  }

  #place(windowState: 'normal' | 'minimized' | 'maximized'): void {
    // Drawn in memory, a window has no place; its page would only stop painting.
    if (!settings.headed) return;
    this.webContents._command(async (cdp, targetId) => {
      const { windowId } = await cdp.send('Browser.getWindowForTarget', { targetId });
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    });
  }

  /** The page gets the size that was asked for; Chromium's bars come on top of it. */
  #layOut(): void {
    const { x: left, y: top, width, height } = this.#bounds;
    this.webContents._command(async (cdp, targetId) => {
      const { windowId } = await cdp.send('Browser.getWindowForTarget', { targetId });
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: { left, top } });
      await cdp.send('Browser.setContentsSize', { windowId, width, height });
    });
  }
}

refuseWhenDestroyed(BrowserWindow);
strictClass('BrowserWindow', BrowserWindow);

let focused: BrowserWindow | null = null;

/** Stricter than Electron: what it merely advises against is refused, and what is safe by default must be said. */
function checkPreferences(preferences: WebPreferences = {}): WebPreferences {
  const wanted = { nodeIntegration: false, contextIsolation: true, sandbox: true } as const;
  for (const [name, value] of Object.entries(wanted)) {
    if (preferences[name as keyof typeof wanted] !== value) {
      throw new Error(`stand-in: webPreferences.${name} must be ${value}`);
    }
  }
  if (preferences.webviewTag === true) throw new Error('stand-in: webPreferences.webviewTag must be false');
  if (preferences.webSecurity === false) throw new Error('stand-in: webPreferences.webSecurity must be true');
  if (preferences.preload !== undefined && !isAbsolute(preferences.preload)) {
    throw new Error(`preload script must have absolute path: ${preferences.preload}`);
  }
  return preferences;
}
