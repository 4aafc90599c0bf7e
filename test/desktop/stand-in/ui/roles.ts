import { app } from '../app/app.ts';
import { notImplemented } from '../strict.ts';
import { BrowserWindow } from './browser-window.ts';

interface Role {
  readonly label: string;
  readonly accelerator?: string;
  readonly run?: () => void;
}

/** What a menu item with a role shows and does. A role without `run` belongs to the page or the system: not imitated. */
const roles: Readonly<Record<string, Role>> = {
  about: { label: 'About' },
  appMenu: { label: 'App' },
  close: {
    label: 'Close Window',
    accelerator: 'CommandOrControl+W',
    run: () => BrowserWindow.getFocusedWindow()?.close(),
  },
  copy: { label: 'Copy', accelerator: 'CommandOrControl+C' },
  cut: { label: 'Cut', accelerator: 'CommandOrControl+X' },
  delete: { label: 'Delete' },
  editMenu: { label: 'Edit' },
  fileMenu: { label: 'File' },
  forceReload: { label: 'Force Reload', accelerator: 'Shift+CommandOrControl+R' },
  front: { label: 'Bring All to Front' },
  help: { label: 'Help' },
  hide: { label: 'Hide', accelerator: 'Command+H' },
  hideOthers: { label: 'Hide Others', accelerator: 'Command+Alt+H' },
  minimize: {
    label: 'Minimize',
    accelerator: 'CommandOrControl+M',
    run: () => BrowserWindow.getFocusedWindow()?.minimize(),
  },
  paste: { label: 'Paste', accelerator: 'CommandOrControl+V' },
  pasteAndMatchStyle: { label: 'Paste and Match Style', accelerator: 'Shift+CommandOrControl+V' },
  quit: { label: 'Quit', accelerator: 'CommandOrControl+Q', run: () => app.quit() },
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
  viewMenu: { label: 'View' },
  window: { label: 'Window' },
  windowMenu: { label: 'Window' },
  zoom: { label: 'Zoom' },
  zoomIn: { label: 'Zoom In', accelerator: 'CommandOrControl+Plus' },
  zoomOut: { label: 'Zoom Out', accelerator: 'CommandOrControl+-' },
};

export function findRole(name: string): Role {
  const role = roles[name];
  if (role === undefined) throw notImplemented(`menu role ${name}`);
  return role;
}

export function runRole(name: string): void {
  const { run } = findRole(name);
  if (run === undefined) throw notImplemented(`what menu role ${name} does`);
  run();
}
