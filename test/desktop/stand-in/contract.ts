/**
 * Compiles only while the stand-in agrees with electron.d.ts: every public member it has must exist there and be usable
 * in its place. Names with a leading underscore are the stand-in's own. After an update of Electron the compiler lists
 * here what has changed.
 */
import type * as Electron from 'electron';
import type { EventEmitter } from 'node:events';
import type { WebFrameMain } from './contents/frames.ts';
import type * as StandIn from './index.ts';

type Methods<Mine, Theirs> = Agreement<Mine, Theirs, Own<Mine>>;
type Own<Mine> = Exclude<keyof Mine, `_${string}` | keyof EventEmitter | 'prototype' | symbol | number>;

/** never, or what is wrong in words. */
type Agreement<Mine, Theirs, Names extends keyof Mine> = {
  [Name in Names]-?: Name extends keyof Theirs
    ? AsElectron<Mine[Name]> extends Theirs[Name]
      ? never
      : `incompatible: ${Name & string}`
    : `not in electron.d.ts: ${Name & string}`;
}[Names];

/** A type with every class of the stand-in replaced by the one it stands for. */
type AsElectron<T> = T extends (...given: infer Given) => infer Returned
  ? (...given: { [Index in keyof Given]: Translated<Given[Index]> }) => Translated<Returned>
  : Translated<T>;

type Translated<T> =
  T extends Promise<infer Item>
    ? Promise<Translated<Item>>
    : T extends StandIn.BrowserWindow
      ? Electron.BrowserWindow
      : T extends StandIn.MenuItem
        ? Electron.MenuItem
        : T extends StandIn.Menu
          ? Electron.Menu
          : T extends StandIn.Notification
            ? Electron.Notification
            : T extends InstanceType<typeof StandIn.webContents>
              ? Electron.WebContents
              : T extends WebFrameMain
                ? Electron.WebFrameMain
                : T extends InstanceType<typeof StandIn.session>
                  ? Electron.Session
                  : T extends InstanceType<typeof StandIn.nativeImage>
                    ? Electron.NativeImage
                    : T extends typeof StandIn.protocol
                      ? Electron.Protocol
                      : T extends typeof StandIn.app.commandLine
                        ? Electron.CommandLine
                        : T extends NonNullable<typeof StandIn.app.dock>
                          ? Electron.Dock
                          : T extends StandIn.ClipboardItem
                            ? Electron.ClipboardItem
                            : T extends (infer Item)[]
                              ? Translated<Item>[]
                              : T;

type Agrees<Problems extends never> = Problems;

export type App = Agrees<Methods<typeof StandIn.app, Electron.App>>;
export type CommandLine = Agrees<Methods<typeof StandIn.app.commandLine, Electron.CommandLine>>;
export type Dock = Agrees<Methods<NonNullable<typeof StandIn.app.dock>, Electron.Dock>>;
export type Clipboard = Agrees<Methods<typeof StandIn.clipboard, Electron.Clipboard>>;
// getType's conditional result follows from its argument: not comparable.
export type ClipboardItem = Agrees<Agreement<StandIn.ClipboardItem, Electron.ClipboardItem, 'types'>>;
export type Dialog = Agrees<Methods<typeof StandIn.dialog, Electron.Dialog>>;
export type GlobalShortcut = Agrees<Methods<typeof StandIn.globalShortcut, Electron.GlobalShortcut>>;
export type IpcMain = Agrees<Methods<typeof StandIn.ipcMain, Electron.IpcMain>>;
export type Menu = Agrees<Methods<StandIn.Menu, Electron.Menu>>;
export type MenuStatics = Agrees<Methods<typeof StandIn.Menu, typeof Electron.Menu>>;
export type MenuItem = Agrees<Methods<StandIn.MenuItem, Electron.MenuItem>>;
export type NativeTheme = Agrees<Methods<typeof StandIn.nativeTheme, Electron.NativeTheme>>;
export type Net = Agrees<Methods<typeof StandIn.net, Electron.Net>>;
export type Notification = Agrees<Methods<StandIn.Notification, Electron.Notification>>;
export type NotificationStatics = Agrees<Methods<typeof StandIn.Notification, typeof Electron.Notification>>;
export type PowerMonitor = Agrees<Methods<typeof StandIn.powerMonitor, Electron.PowerMonitor>>;
export type Protocol = Agrees<Methods<typeof StandIn.protocol, Electron.Protocol>>;
export type SafeStorage = Agrees<Methods<typeof StandIn.safeStorage, Electron.SafeStorage>>;
export type Screen = Agrees<Methods<typeof StandIn.screen, Electron.Screen>>;
export type Session = Agrees<Methods<InstanceType<typeof StandIn.session>, Electron.Session>>;
export type SessionStatics = Agrees<Methods<typeof StandIn.session, typeof Electron.session>>;
export type Shell = Agrees<Methods<typeof StandIn.shell, Electron.Shell>>;
export type Tray = Agrees<Methods<StandIn.Tray, Electron.Tray>>;
export type Window = Agrees<Methods<StandIn.BrowserWindow, Electron.BrowserWindow>>;
export type WindowStatics = Agrees<Methods<typeof StandIn.BrowserWindow, typeof Electron.BrowserWindow>>;
export type Contents = Agrees<Methods<InstanceType<typeof StandIn.webContents>, Electron.WebContents>>;
export type ContentsStatics = Agrees<Methods<typeof StandIn.webContents, typeof Electron.webContents>>;
export type Image = Agrees<Methods<InstanceType<typeof StandIn.nativeImage>, Electron.NativeImage>>;
export type ImageStatics = Agrees<Methods<typeof StandIn.nativeImage, typeof Electron.nativeImage>>;
export type Frame = Agrees<Methods<WebFrameMain, Electron.WebFrameMain>>;
