import type { MenuItemConstructorOptions, MenuItem as RealMenuItem } from 'electron';
import { EventEmitter } from 'node:events';
import { createEvent } from '../event.ts';
import { notImplemented, strictClass } from '../strict.ts';
import { BrowserWindow } from './browser-window.ts';
import { openWindows } from './open-windows.ts';
import { findRole, runRole } from './roles.ts';

/** An item never has the roles that only a template may name. */
type Role = NonNullable<RealMenuItem['role']>;

export class MenuItem {
  readonly commandId: number;
  readonly id: string;
  readonly type: NonNullable<MenuItemConstructorOptions['type']>;
  readonly role?: Role;
  readonly submenu: Menu | undefined;
  readonly accelerator: string | null;
  readonly registerAccelerator: boolean;
  readonly icon: MenuItemConstructorOptions['icon'];
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  click: () => void;
  /** The radio items this one excludes; itself among them. */
  _group: readonly MenuItem[] = [];
  #checked: boolean;

  constructor(options: MenuItemConstructorOptions) {
    lastId += 1;
    this.commandId = lastId;
    const { role } = options;
    const defaults = role === undefined ? undefined : findRole(role);
    const submenu = options.submenu ?? defaults?.submenu;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as Menu | undefined);
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
    checkType(this.type, this.submenu);
    this.id = options.id ?? '';
    if (role !== undefined) this.role = role as Role;
    this.label = options.label ?? defaults?.label ?? '';
    this.accelerator = options.accelerator ?? defaults?.accelerator ?? null;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.icon = options.icon;
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.#checked = options.checked ?? false;
    this.click = () => {
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      // A role does what it does; a listener beside it hears nothing.
      if (role !== undefined) runRole(role);
      else
        options.click?.(asElectron(this), asElectron(BrowserWindow.getFocusedWindow() ?? undefined), noKeys);
    };
  }

  get checked(): boolean {
    return this.#checked;
  }

  /** A radio item can only be chosen; its neighbours then are not. */
  set checked(checked: boolean) {
    if (this.type !== 'radio') this.#checked = checked;
    else for (const item of this._group) item.#checked = item === this;
  }
}
strictClass('menuItem', MenuItem);

export type MenuTemplate = (MenuItemConstructorOptions | MenuItem)[];

interface PopupOptions {
  readonly callback?: () => void;
}

export class Menu extends EventEmitter {
  readonly items: MenuItem[] = [];
  #popup: PopupOptions | null = null;

  static buildFromTemplate(template: MenuTemplate): Menu {
    if (!Array.isArray(template)) {
      throw new TypeError('Invalid template for Menu: Menu template must be an array');
    }
    if (!template.every(isValid)) {
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
    }
    const menu = new Menu();
    for (const item of withoutExtraSeparators(template)) {
      menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    }
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
    for (const group of radioGroups(this.items)) for (const radio of group) radio._group = group;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(options: PopupOptions = {}): void {
    if (openWindows.size === 0) throw new Error('Cannot open Menu without a BaseWindow present');
    this._open(options);
  }

  /** Also for the tray, which needs no window. */
  _open(options: PopupOptions = {}): void {
    if (this.#popup !== null) return;
    this._show();
    this.#popup = options;
    shownPopup = this;
  }

  closePopup(): void {
    if (this.#popup === null) return;
    const { callback } = this.#popup;
    this.#popup = null;
    shownPopup = null;
    this._hide();
    callback?.();
  }

  _show(): void {
    this._settle();
    this.emit('menu-will-show', createEvent({}));
  }

  _hide(): void {
    this.emit('menu-will-close', createEvent({}));
  }

  /** A group of radio items always has one that is chosen, at the latest when it is shown. */
  _settle(): void {
    for (const group of radioGroups(this.items)) {
      const [first] = group;
      if (first !== undefined && !group.some((item) => item.checked)) first.checked = true;
    }
    for (const item of this.items) item.submenu?._settle();
  }

  static _shownPopup(): Menu | null {
    return shownPopup;
  }
}
strictClass('Menu', Menu);

const noKeys = {
  altKey: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  triggeredByAccelerator: false,
};
let applicationMenu: Menu | null = null;
let shownPopup: Menu | null = null;
let lastId = 0;

function isValid(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  for (const key of ['before', 'after', 'beforeGroupContaining', 'afterGroupContaining']) {
    if (key in item) throw notImplemented(`the menu position "${key}"`);
  }
  return 'label' in item || 'role' in item || ('type' in item && item.type === 'separator');
}

/** Separators beside each other become one, those at the edges go; invisible ones are left alone. */
function withoutExtraSeparators(items: MenuTemplate): MenuTemplate {
  const isShown = (item: MenuItemConstructorOptions | MenuItem) =>
    item.type === 'separator' && item.visible !== false;
  return items
    .filter((item, index) => !isShown(item) || items[index - 1]?.type !== 'separator')
    .filter((item, index, kept) => !isShown(item) || (index > 0 && index < kept.length - 1));
}

/** Radio items between two separators belong together. */
function radioGroups(items: readonly MenuItem[]): readonly (readonly MenuItem[])[] {
  const groups: MenuItem[][] = [[]];
  for (const item of items) {
    if (item.type === 'separator') groups.push([]);
    else if (item.type === 'radio') groups.at(-1)?.push(item);
  }
  return groups;
}

/** The app's listeners are written against Electron's types. The contract says where the stand-in falls short of them. */
function asElectron(object: object | undefined): never {
  return object as never;
}

function checkType(type: string, submenu: unknown): void {
  const types = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'];
  if (!types.includes(type)) throw new Error(`Unknown menu item type: ${type}`);
  if (type === 'submenu' && !(submenu instanceof Menu)) throw new Error('Invalid submenu');
}
