import type { MenuItemConstructorOptions } from 'electron';
import { app } from '../app/app.ts';
import { isLinux, isMac, isWindows } from '../settings.ts';
import { notImplemented } from '../strict.ts';
import { BrowserWindow } from './browser-window.ts';

interface Role {
  readonly label: string;
  readonly accelerator?: string;
  readonly submenu?: readonly MenuItemConstructorOptions[];
  readonly run?: () => void;
}

/** What a menu item with a role shows and does. A role without `run` belongs to the page or the system: not imitated. */
const items: Readonly<Record<string, Role>> = {
  about: {
    get label() {
      return isLinux() ? 'About' : `About ${app.getName()}`;
    },
  },
  close: {
    label: isMac() ? 'Close Window' : 'Close',
    accelerator: 'CommandOrControl+W',
    run: () => BrowserWindow.getFocusedWindow()?.close(),
  },
  copy: { label: 'Copy', accelerator: 'CommandOrControl+C' },
  cut: { label: 'Cut', accelerator: 'CommandOrControl+X' },
  delete: { label: 'Delete' },
  forceReload: { label: 'Force Reload', accelerator: 'Shift+CommandOrControl+R' },
  front: { label: 'Bring All to Front' },
  help: { label: 'Help' },
  hide: {
    get label() {
      return `Hide ${app.getName()}`;
    },
    accelerator: 'Command+H',
  },
  hideOthers: { label: 'Hide Others', accelerator: 'Command+Alt+H' },
  minimize: {
    label: 'Minimize',
    accelerator: 'CommandOrControl+M',
    run: () => BrowserWindow.getFocusedWindow()?.minimize(),
  },
  paste: { label: 'Paste', accelerator: 'CommandOrControl+V' },
  pasteAndMatchStyle: { label: 'Paste and Match Style', accelerator: 'Shift+CommandOrControl+V' },
  quit: {
    get label() {
      if (isMac()) return `Quit ${app.getName()}`;
      return isWindows() ? 'Exit' : 'Quit';
    },
    ...(isWindows() ? {} : { accelerator: 'CommandOrControl+Q' }),
    run: () => app.quit(),
  },
  redo: { label: 'Redo', accelerator: 'Shift+CommandOrControl+Z' },
  reload: {
    label: 'Reload',
    accelerator: 'CommandOrControl+R',
    run: () => BrowserWindow.getFocusedWindow()?.webContents.reload(),
  },
  resetZoom: { label: 'Actual Size', accelerator: 'CommandOrControl+0' },
  selectAll: { label: 'Select All', accelerator: 'CommandOrControl+A' },
  services: { label: 'Services' },
  toggleDevTools: { label: 'Toggle Developer Tools', accelerator: 'CommandOrControl+Shift+I' },
  togglefullscreen: { label: 'Toggle Full Screen', accelerator: 'F11' },
  undo: { label: 'Undo', accelerator: 'CommandOrControl+Z' },
  unhide: { label: 'Show All' },
  window: { label: 'Window' },
  zoom: { label: 'Zoom' },
  zoomIn: { label: 'Zoom In', accelerator: 'CommandOrControl+Plus' },
  zoomOut: { label: 'Zoom Out', accelerator: 'CommandOrControl+-' },
};

const line = { type: 'separator' } as const;

/** Roles that stand for a whole menu. */
const menus: Readonly<Record<string, Role>> = {
  appMenu: {
    get label() {
      return app.getName();
    },
    submenu: [
      ...rolesOf('about'),
      line,
      ...rolesOf('services'),
      line,
      ...rolesOf('hide', 'hideOthers', 'unhide'),
      line,
      ...rolesOf('quit'),
    ],
  },
  fileMenu: { label: 'File', submenu: rolesOf(isMac() ? 'close' : 'quit') },
  editMenu: {
    label: 'Edit',
    submenu: [
      ...rolesOf('undo', 'redo'),
      line,
      ...rolesOf('cut', 'copy', 'paste', 'delete'),
      line,
      ...rolesOf('selectAll'),
    ],
  },
  viewMenu: {
    label: 'View',
    submenu: [
      ...rolesOf('reload', 'forceReload', 'toggleDevTools'),
      line,
      ...rolesOf('resetZoom', 'zoomIn', 'zoomOut'),
      line,
      ...rolesOf('togglefullscreen'),
    ],
  },
  windowMenu: { label: 'Window', submenu: rolesOf('minimize', 'zoom', isMac() ? 'front' : 'close') },
};

// Electron tells roles apart without regard to case.
const roles = new Map(
  Object.entries({ ...items, ...menus }).map(([name, role]) => [name.toLowerCase(), role]),
);

export function findRole(name: string): Role {
  const role = roles.get(name.toLowerCase());
  if (role === undefined) throw notImplemented(`menu role ${name}`);
  return role;
}

export function runRole(name: string): void {
  const { run } = findRole(name);
  if (run === undefined) throw notImplemented(`what menu role ${name} does`);
  run();
}

function rolesOf(...names: NonNullable<MenuItemConstructorOptions['role']>[]): MenuItemConstructorOptions[] {
  return names.map((role) => ({ role }));
}
