import { EventEmitter } from 'node:events';
import { createEvent } from '../event.ts';
import { NativeImage } from '../native/native-image.ts';
import { isLinux, isMac, isWindows } from '../settings.ts';
import { notImplemented, strictClass } from '../strict.ts';
import { displayMenu } from './displayed-menu.ts';
import type { DisplayedMenu } from './displayed-menu.ts';
import type { Menu } from './menu.ts';

/** The icons in the tray, in the order in which they came. */
export const allTrays = new Set<Tray>();

const bounds = { x: 0, y: 0, width: 24, height: 24 };

export class Tray extends EventEmitter {
  #image: NativeImage;
  #toolTip = '';
  #title = '';
  #menu: Menu | null = null;
  #picture: DisplayedMenu | null = null;
  #isDestroyed = false;

  constructor(image: NativeImage | string, guid?: string) {
    super();
    if (guid !== undefined && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(guid)) {
      throw new Error('Invalid GUID format');
    }
    this.#image = load(image);
    allTrays.add(this);
  }

  setImage(image: NativeImage | string): void {
    this.#assertAlive();
    this.#image = load(image);
  }

  setPressedImage(image: NativeImage | string): void {
    if (isMac()) load(image);
  }

  setToolTip(toolTip: string): void {
    this.#assertAlive();
    // NOTIFYICONDATAW.szTip holds 128 units, the last of them zero.
    if (isWindows() && toolTip.length > 127)
      throw new Error('stand-in: the tooltip is longer than 127 units');
    this.#toolTip = toolTip;
  }

  setTitle(title: string): void {
    if (isMac()) this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  /** On Linux the shell gets a picture of the menu as it is now; elsewhere the menu itself is shown. */
  setContextMenu(menu: Menu | null): void {
    this.#assertAlive();
    // Replaced while it is open, a menu closes.
    this.#menu?.closePopup();
    this.#menu = menu;
    this.#picture = menu === null || !isLinux() ? null : displayMenu(menu);
  }

  popUpContextMenu(menu: Menu | null = this.#menu): void {
    if (isLinux()) throw notImplemented('tray.popUpContextMenu on Linux, where Electron lacks it,');
    menu?._open();
  }

  closeContextMenu(): void {
    if (isWindows()) this.#menu?.closePopup();
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    if (typeof ignore !== 'boolean') throw new TypeError('Error processing argument at index 0');
  }

  getBounds(): { x: number; y: number; width: number; height: number } {
    return isLinux() ? { x: 0, y: 0, width: 0, height: 0 } : { ...bounds };
  }

  destroy(): void {
    this.#isDestroyed = true;
    allTrays.delete(this);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  get _image(): NativeImage {
    return this.#image;
  }

  get _toolTip(): string {
    return this.#toolTip;
  }

  /** What the user sees when he opens the menu; null when there is none. */
  _displayedMenu(): DisplayedMenu | null {
    if (this.#menu === null) return null;
    return this.#picture ?? displayMenu(this.#menu);
  }

  /** Opens the menu; on Linux the shell does, and the app hears nothing of it. */
  _openMenu(): void {
    if (!isLinux()) this.#menu?._open();
  }

  _closeMenu(): void {
    this.#menu?.closePopup();
  }

  /** Opens the menu unless it is, and chooses an item: the menu closes before the item hears. */
  _choose(path: readonly string[]): void {
    const menu = this._displayedMenu();
    if (menu === null) throw new Error('stand-in: the tray has no menu');
    this._openMenu();
    this._closeMenu();
    menu.choose(path);
  }

  /** A left click. On macOS it opens the menu when there is one. */
  _click(): void {
    if (isMac() && this.#menu !== null) this._openMenu();
    else this.emit('click', createEvent(noKeys), { ...bounds }, { x: 0, y: 0 });
  }

  /** A right click: an event where Electron has one, which is not on Linux. */
  _rightClick(): void {
    if (this.#menu === null && !isLinux()) this.emit('right-click', createEvent(noKeys), { ...bounds });
    else this._openMenu();
  }

  #assertAlive(): void {
    if (this.#isDestroyed) throw new Error('Tray is destroyed');
  }
}
strictClass('tray', Tray);

const noKeys = {
  altKey: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  triggeredByAccelerator: false,
};

function load(image: NativeImage | string): NativeImage {
  const loaded = typeof image === 'string' ? NativeImage.createFromPath(image) : image;
  if (typeof image === 'string' && loaded.isEmpty())
    throw new Error(`Failed to load image from path '${image}'`);
  // Electron would show nothing, and say nothing.
  if (loaded.isEmpty()) throw new Error('stand-in: the tray image is empty');
  return loaded;
}
