import { app } from './app/app.ts';
import { ipcMain } from './contents/ipc-main.ts';
import { recordMessages, takeMessages } from './contents/recorder.ts';
import { blockedRequests } from './contents/requests.ts';
import { WebContents } from './contents/web-contents.ts';
import { answerDialog, askedDialogs } from './native/dialog.ts';
import { pressShortcut, takeShortcut } from './native/global-shortcut.ts';
import { changeSystemTheme } from './native/native-theme.ts';
import { goOnline } from './native/net.ts';
import { shownNotifications, supportNotifications } from './native/notification.ts';
import { changeKeyring, replaceKeyring, rotateKeyring } from './native/safe-storage.ts';
import { shellCalls } from './native/shell.ts';
import { askPermission } from './session.ts';
import type { PermissionAnswers } from './session.ts';
import { strictObject } from './strict.ts';
import { displayMenu } from './ui/displayed-menu.ts';
import type { DisplayedItem } from './ui/displayed-menu.ts';
import { Menu } from './ui/menu.ts';
import { allTrays } from './ui/tray.ts';
import type { Tray } from './ui/tray.ts';

/** The icon in the tray as the user sees it. `image` is the path it was loaded from. */
export interface ShownTray {
  readonly image: string | null;
  readonly toolTip: string;
  readonly title: string;
  readonly menu: readonly DisplayedItem[] | null;
}

/** A frame that a forged message comes from; null is a frame that has gone. */
export type Sender = { readonly url: string; readonly origin: string; readonly isSubframe?: boolean } | null;

/**
 * The user, the system and the attacker, for tests: `electronApp.evaluate(({ standIn }) => standIn.clickTray())`. Real
 * Electron has no `standIn`; the journeys' driver looks for it and goes another way there. What comes back is plain data.
 */
export const standIn = strictObject('standIn', {
  /** null when there is no icon. */
  tray(): ShownTray | null {
    const [tray] = allTrays;
    if (tray === undefined) return null;
    return {
      image: tray._image._path,
      toolTip: tray._toolTip,
      title: tray.getTitle(),
      menu: tray._displayedMenu()?.items ?? null,
    };
  },
  clickTray: (): void => onlyTray()._click(),
  rightClickTray: (): void => onlyTray()._rightClick(),
  /** Opens the tray's menu and chooses an item: one text for each level. */
  chooseInTray: (...path: string[]): void => onlyTray()._choose(path),
  openTrayMenu: (): void => onlyTray()._openMenu(),
  closeTrayMenu: (): void => onlyTray()._closeMenu(),

  applicationMenu(): readonly DisplayedItem[] | null {
    const menu = Menu.getApplicationMenu();
    return menu === null ? null : displayMenu(menu).items;
  },
  chooseInApplicationMenu(...path: string[]): void {
    displayMenu(assertMenu(Menu.getApplicationMenu(), 'application')).choose(path);
  },
  /** The menu that popup() has opened. */
  popupMenu(): readonly DisplayedItem[] | null {
    const menu = Menu._shownPopup();
    return menu === null ? null : displayMenu(menu).items;
  },
  chooseInPopupMenu(...path: string[]): void {
    const menu = assertMenu(Menu._shownPopup(), 'popup');
    displayMenu(menu).choose(path);
    menu.closePopup();
  },

  /** Every notification that was shown so far. */
  notifications: () =>
    shownNotifications.map(({ title, body, urgency, silent, _isShown }) => ({
      title,
      body,
      urgency,
      silent,
      isShown: _isShown,
    })),
  clickNotification(title: string): void {
    const found = shownNotifications.findLast((notification) => notification.title === title);
    if (found === undefined) throw new Error(`stand-in: no notification "${title}"`);
    found._click();
  },
  supportNotifications,

  /** What the user will answer to the next dialog of a kind. */
  answerDialog,
  dialogs: () => structuredClone(askedDialogs),
  /** Links, files and folders that were handed to the system. */
  handedOut: () => [...shellCalls],
  pressShortcut,
  takeShortcut,

  changeSystemTheme,
  changeKeyring,
  rotateKeyring,
  replaceKeyring,
  goOnline,
  /** The user opens a link of the app's scheme somewhere else. */
  openUrl: (url: string): void => app._openUrl(url),
  /** Somebody starts the app once more. */
  launchAgain(argv: readonly string[], additionalData: unknown = {}): void {
    app._secondInstance({
      argv: [process.execPath, ...argv],
      workingDirectory: process.cwd(),
      additionalData,
    });
  },
  /** What the app has told the system about itself. */
  registrations: () => ({ ...app._told, protocols: [...app._told.protocols] }),

  /** Requests to other machines that were tried, and stopped. */
  blockedRequests: () => [...blockedRequests],
  /** What the session's three handlers say to a permission. */
  askPermission: (permission: string, origin: string): PermissionAnswers =>
    askPermission(permission, WebContents.getAllWebContents()[0] ?? null, origin),
  recordMessages,
  takeMessages,
  ipcChannels: () => ({ handled: [...ipcMain._handlers.keys()], heard: ipcMain.eventNames().map(String) }),
  /** Invokes a channel as if `sender` had; what the page would get, or the text of the error. */
  async forgeInvoke(
    channel: string,
    values: unknown[],
    sender: Sender,
  ): Promise<{ value: unknown } | { error: string }> {
    try {
      return { value: await ipcMain._invoke(channel, forgeEvent(sender), values) };
    } catch (error) {
      return { error: String(error) };
    }
  },
  forgeSend(channel: string, values: unknown[], sender: Sender): void {
    ipcMain.emit(channel, forgeEvent(sender), ...values);
  },
});

export type StandIn = typeof standIn;

function onlyTray(): Tray {
  const [tray, second] = allTrays;
  if (tray === undefined) throw new Error('stand-in: there is no tray icon');
  if (second !== undefined) throw new Error('stand-in: there are two tray icons');
  return tray;
}

function assertMenu(menu: Menu | null, name: string): Menu {
  if (menu === null) throw new Error(`stand-in: there is no ${name} menu`);
  return menu;
}

function forgeEvent(sender: Sender): object {
  const [contents] = WebContents.getAllWebContents();
  if (contents === undefined) throw new Error('stand-in: no page to forge a message from');
  if (sender === null) return contents._ipcEvent(null);
  const { url, origin, isSubframe = false } = sender;
  return contents._ipcEvent({ url, origin, parent: isSubframe ? contents.mainFrame : null });
}
