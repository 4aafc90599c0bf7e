import { app } from './app/app.ts';
import { ipcMain } from './contents/ipc-main.ts';
import { WebContents } from './contents/web-contents.ts';
import { standIn } from './controls.ts';
import { clipboard, ClipboardItem } from './native/clipboard.ts';
import { dialog } from './native/dialog.ts';
import { globalShortcut } from './native/global-shortcut.ts';
import { NativeImage } from './native/native-image.ts';
import { nativeTheme } from './native/native-theme.ts';
import { net } from './native/net.ts';
import { Notification } from './native/notification.ts';
import { powerMonitor } from './native/power-monitor.ts';
import { safeStorage } from './native/safe-storage.ts';
import { screen } from './native/screen.ts';
import { shell } from './native/shell.ts';
import { protocol } from './protocol.ts';
import { Session } from './session.ts';
import { strictObject } from './strict.ts';
import { BrowserWindow } from './ui/browser-window.ts';
import { Menu, MenuItem } from './ui/menu.ts';
import { Tray } from './ui/tray.ts';

const session = Session;
const webContents = WebContents;
const nativeImage = NativeImage;

/** What `import … from 'electron'` and `require('electron')` give; `standIn` is for tests. */
const electron = strictObject('electron', {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  Tray,
  webContents,
});

export {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  electron as default,
  electron as 'module.exports',
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  Tray,
  webContents,
};
