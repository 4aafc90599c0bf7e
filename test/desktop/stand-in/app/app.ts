import type { LoginItemSettings, Settings } from 'electron';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createEvent } from '../event.ts';
import { becomeReady } from '../protocol.ts';
import { isLinux, isMac } from '../settings.ts';
import { strictClass } from '../strict.ts';
import { openWindows } from '../ui/open-windows.ts';
import { commandLine } from './command-line.ts';
import { dock } from './dock.ts';
import { systemLocale, uiLocale } from './locale.ts';
import { getName, getPath, setName, setPath } from './paths.ts';
import { program } from './program.ts';
import { claimSingleInstance, reorderArguments } from './single-instance.ts';
import type { Launch, SingleInstance } from './single-instance.ts';

/** What the app told the system about itself, for tests. */
interface Told {
  readonly protocols: Set<string>;
  loginItem: Settings;
  activationPolicy: string;
  appUserModelId: string;
  desktopName: string;
}

class App extends EventEmitter {
  readonly commandLine = commandLine;
  readonly dock = isMac() ? dock : undefined;
  readonly isPackaged = program.isPackaged;
  readonly _told: Told = {
    protocols: new Set(),
    loginItem: {},
    activationPolicy: 'regular',
    appUserModelId: '',
    desktopName: '',
  };
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;
  #hasEnded = false;
  #exitCode = 0;
  #instance: SingleInstance | null = null;

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Electron's order: before-quit, every window's close, will-quit, quit. Each but the last can be refused. */
  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    if (this.#isRefused('before-quit')) this.#isQuitting = false;
    else if (openWindows.size === 0) this.#shutDown();
    else for (const window of openWindows) window.close();
  }

  /** Asks nobody, and tells only of the end. */
  exit(exitCode = 0): void {
    this.#exitCode = exitCode;
    this.#isExiting = true;
    for (const window of openWindows) window.destroy();
    this.#end();
  }

  getName(): string {
    return getName();
  }

  get name(): string {
    return getName();
  }

  setName(name: string): void {
    setName(name);
  }

  getVersion(): string {
    return program.version;
  }

  getAppPath(): string {
    return program.folder;
  }

  getPath(name: string): string {
    return getPath(name);
  }

  setPath(name: string, path: string): void {
    setPath(name, path);
  }

  getLocale(): string {
    return this.#isReady ? uiLocale() : '';
  }

  getSystemLocale(): string {
    return systemLocale();
  }

  getPreferredSystemLanguages(): string[] {
    return [systemLocale()];
  }

  /** Every window must be sandboxed in any case (BrowserWindow). */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady) {
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    }
  }

  requestSingleInstanceLock(additionalData: Record<PropertyKey, unknown> = {}): boolean {
    if (this.#instance !== null) return true;
    this.#instance = claimSingleInstance({
      folder: getPath('userData'),
      launch: { argv: process.argv, workingDirectory: process.cwd(), additionalData },
      onLaunch: (launch) => this._secondInstance(launch),
    });
    return this.#instance !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance !== null;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
    this.#instance = null;
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    this._told.protocols.add(scheme);
    return true;
  }

  removeAsDefaultProtocolClient(scheme: string): boolean {
    return this._told.protocols.delete(scheme);
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this._told.protocols.has(scheme);
  }

  /** Does nothing on Linux, as in Electron. */
  setLoginItemSettings(settings: Settings): void {
    if (!isLinux()) this._told.loginItem = settings;
  }

  getLoginItemSettings(): LoginItemSettings {
    const openAtLogin = this._told.loginItem.openAtLogin ?? false;
    return {
      openAtLogin,
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
      status: openAtLogin ? 'enabled' : 'not-registered',
      wasOpenedAtLogin: false,
    };
  }

  setActivationPolicy(policy: string): void {
    if (isMac()) this._told.activationPolicy = policy;
  }

  setAppUserModelId(id: string): void {
    this._told.appUserModelId = id;
  }

  setDesktopName(name: string): void {
    this._told.desktopName = name;
  }

  /** Nothing but windows here can have the focus. */
  focus(): void {
    this.emit('activate', createEvent({}), openWindows.size > 0);
  }

  isHardwareAccelerationEnabled(): boolean {
    return false;
  }

  setAboutPanelOptions(options: object): void {
    if (typeof options !== 'object') throw new TypeError('Error processing argument at index 0');
  }

  _becomeReady(): void {
    if (this.#hasEnded) return;
    this.#isReady = true;
    mkdirSync(getPath('userData'), { recursive: true });
    becomeReady();
    this.emit('ready', createEvent({}), {});
    this.#ready.resolve();
  }

  _windowClosed(): void {
    if (openWindows.size > 0 || this.#isExiting) return;
    if (this.#isQuitting) this.#shutDown();
    // Electron's own listener steps back when the app has one.
    else if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  _closeRefused(): void {
    this.#isQuitting = false;
  }

  /** Electron holds launches back until the app is ready. */
  _secondInstance({ argv, workingDirectory, additionalData }: Launch): void {
    void this.#ready.promise.then(() => {
      this.emit('second-instance', createEvent({}), reorderArguments(argv), workingDirectory, additionalData);
    });
  }

  /** A link that the system opens: an event on macOS, a second launch elsewhere. */
  _openUrl(url: string): void {
    if (isMac()) this.emit('open-url', createEvent({}), url);
    else this._secondInstance({ argv: [process.execPath, url], workingDirectory: '/', additionalData: {} });
  }

  #shutDown(): void {
    if (this.#isRefused('will-quit')) this.#isQuitting = false;
    else this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.emit('quit', createEvent({}), this.#exitCode);
    // What follows app.quit() still runs.
    setImmediate(() => process.exit(this.#exitCode));
  }

  #isRefused(name: string): boolean {
    const event = createEvent({});
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

strictClass('app', App);

export const app = new App();
