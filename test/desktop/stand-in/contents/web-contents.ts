import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { app } from '../app/app.ts';
import { openBrowser } from '../browser/browser.ts';
import { unlessGone } from '../browser/cdp.ts';
import type { CdpSession } from '../browser/cdp.ts';
import { createPage } from '../browser/pages.ts';
import { createEvent } from '../event.ts';
import { createPageScripts, isolatedWorldName } from '../page/scripts.ts';
import type { PageScripts } from '../page/scripts.ts';
import { customSchemes } from '../protocol.ts';
import { Session } from '../session.ts';
import { notImplemented, refuseWhenDestroyed, strictClass } from '../strict.ts';
import { fromBrowserUrls, toBrowserUrl } from '../url.ts';
import { FrameTree } from './frames.ts';
import type { WebFrameMain } from './frames.ts';
import { createLoadError } from './load-error.ts';
import { PagePort } from './page-port.ts';
import type { Remark } from './page-port.ts';
import { watchRequests } from './requests.ts';

/** Every page that is open. */
export const allContents = new Set<WebContents>();

let lastId = 0;

interface Options {
  readonly preload: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** What exists once Chromium has made the page. */
interface Page {
  readonly cdp: CdpSession;
  readonly targetId: string;
  readonly frames: FrameTree;
}

interface PendingLoad {
  readonly loaderId: string;
  readonly url: string;
  readonly loaded: PromiseWithResolvers<void>;
}

export interface WindowOpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: 'new-window' | 'foreground-tab';
  readonly referrer: { url: string; policy: 'strict-origin-when-cross-origin' };
}

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = Session.defaultSession;
  readonly _page: Promise<Page>;
  readonly #scripts: PageScripts;
  #opened: Page | null = null;
  #title = '';
  #isDestroyed = false;
  #isCrashed = false;
  #isLoading = false;
  /** The next document of the main frame was asked for by the app, not by the page. */
  #isCommanded = false;
  #lastLoaderId = '';
  #pendingLoad: PendingLoad | null = null;
  // oxlint-disable-next-line typescript/no-explicit-any -- Electron's own type is what the contract compares
  #openHandler: ((details: any) => { action: string }) | null = null;

  constructor(options: Options) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#scripts = createPageScripts(options.preload);
    this._page = this.#open(options);
    this._page.catch(unlessGone);
    allContents.add(this);
    app.emit('web-contents-created', createEvent({}), this);
  }

  static getAllWebContents(): WebContents[] {
    return [...allContents];
  }

  static fromId(id: number): WebContents | undefined {
    return [...allContents].find((contents) => contents.id === id);
  }

  /** How Playwright finds the window of a page. */
  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...allContents].find((contents) => contents.#opened?.targetId === targetId);
  }

  get mainFrame(): WebFrameMain {
    if (this.#opened === null) throw notImplemented('webContents.mainFrame before the page exists');
    return this.#opened.frames.main;
  }

  async loadURL(url: string): Promise<void> {
    const { cdp } = await this._page;
    this.#isCommanded = true;
    this.#startLoading();
    const address = toBrowserUrl(url, customSchemes());
    const { loaderId, errorText } = await cdp.send('Page.navigate', { url: address });
    this.#isCommanded = false;
    if (errorText !== undefined) throw this.#failLoading(errorText, url);
    if (loaderId === undefined || loaderId === this.#lastLoaderId) return;
    const loaded = Promise.withResolvers<void>();
    this.#pendingLoad = { loaderId, url, loaded };
    await loaded.promise;
  }

  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href);
  }

  reload(): void {
    this.#isCommanded = true;
    this.#startLoading();
    this._command((cdp) => cdp.send('Page.reload'));
  }

  getURL(): string {
    const url = this.#opened?.frames.main.url ?? '';
    return url === 'about:blank' ? '' : url;
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  focus(): void {
    this._command((cdp) => cdp.send('Page.bringToFront'));
  }

  send(channel: string, ...values: unknown[]): void {
    if (typeof channel !== 'string') throw new Error('Missing required channel argument');
    this.#opened?.frames.main.send(channel, ...values);
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const { cdp } = await this._page;
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression: code,
      userGesture,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails === undefined) return result.value as unknown;
    throw new Error(
      'Script failed to execute, this normally means an error was thrown. Check the renderer console for the error.',
    );
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- see #openHandler
  setWindowOpenHandler(handler: (details: any) => any): void {
    this.#openHandler = handler;
  }

  forcefullyCrashRenderer(): void {
    // The command is never answered: who should?
    this._command((cdp) => cdp.send('Page.crash'));
  }

  /** Closes the page, and with it its window, without asking the window. */
  close(): void {
    this._destroy();
  }

  _destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    allContents.delete(this);
    this.#pendingLoad?.loaded.reject(createLoadError('net::ERR_ABORTED', this.#pendingLoad.url));
    this.emit('destroyed');
    void this._page
      .then(({ targetId }) => openBrowser().browser.send('Target.closeTarget', { targetId }))
      .catch(unlessGone);
  }

  /** Runs once the page is there. Also for what is decided elsewhere: its window's place, the system's theme. */
  _command(run: (cdp: CdpSession, targetId: string) => Promise<unknown>): void {
    this._page.then(({ cdp, targetId }) => run(cdp, targetId)).catch(unlessGone);
  }

  async #open({ width, height }: Options): Promise<Page> {
    const { cdp, targetId } = await createPage({ width, height });
    const frames = new FrameTree({
      mainFrameId: targetId,
      session: cdp,
      send: (contextId, channel, values) => port.send(contextId, channel, values),
    });
    const port = new PagePort({
      cdp,
      scripts: this.#scripts,
      frameOf: (contextId) => frames.ofContext(contextId),
      eventOf: (frame) => this._ipcEvent(frame),
      onMessage: (event, channel, values) => this.emit('ipc-message', event, channel, ...values),
      onRemark: (remark) => this.#heed(remark),
    });
    const page = { cdp, targetId, frames };
    this.#opened = page;
    this.#listen(page, openBrowser().browser);
    await this.#prepare(cdp);
    return page;
  }

  async #prepare(cdp: CdpSession): Promise<void> {
    const { binding, mainWorld, isolatedWorld } = this.#scripts;
    // One pipe keeps commands in order. The page's own world comes first: it is the far end that the other one calls.
    await Promise.all([
      cdp.send('Runtime.runIfWaitingForDebugger'),
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Inspector.enable'),
      cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      watchRequests(cdp, { mayNavigate: (navigation) => this.#mayNavigate(navigation) }),
      cdp.send('Runtime.addBinding', { name: binding, executionContextName: isolatedWorldName }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: isolatedWorld,
        worldName: isolatedWorldName,
      }),
    ]);
  }

  #listen({ cdp, targetId, frames }: Page, browser: CdpSession): void {
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      const url = fromBrowserUrls(frame.url);
      this.#isCrashed = false;
      this.emit('did-navigate', createEvent({}), url, 200, 'OK');
      if (this.#pendingLoad !== null && this.#pendingLoad.loaderId !== frame.loaderId) {
        this.#pendingLoad.loaded.reject(createLoadError('net::ERR_ABORTED', this.#pendingLoad.url));
        this.#pendingLoad = null;
      }
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      this.emit('did-navigate-in-page', createEvent({}), fromBrowserUrls(url), frameId === targetId, 1, 1);
    });
    cdp.on('Page.lifecycleEvent', ({ name, frameId, loaderId }) => {
      if (frameId === targetId) this.#lifecycle(name, loaderId);
    });
    cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.#askToOpen(fromBrowserUrls(url), windowName, windowFeatures.join(','), 'foreground-tab');
    });
    cdp.on('Target.attachedToTarget', ({ targetInfo: { type } }) => {
      // Held before its first request, and left so.
      if (type !== 'page') console.error(notImplemented(`a ${type} of its own process`).message);
    });
    cdp.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = args.map(({ value, description }) => String(value ?? description)).join(' ');
      const level = type === 'warning' || type === 'error' || type === 'debug' ? type : 'info';
      this.emit('console-message', createEvent({ message, level, frame: frames.main }));
    });
    cdp.on('Inspector.targetCrashed', () => this.#rendererGone(frames));
    browser.on('Target.targetDestroyed', (target) => {
      if (target.targetId !== targetId || this.#isDestroyed) return;
      this.emit('_closed-outside');
      this._destroy();
    });
  }

  #heed(remark: Remark): void {
    if (remark.kind === 'open') this.#askToOpen(remark.url, remark.frameName, remark.features, 'new-window');
    else if (remark.kind === 'title') this.#changeTitle(remark.title);
    else this.emit('preload-error', createEvent({}), remark.path, new Error(remark.message));
  }

  /** The event of a message from `frame`; tests make one of a frame that never was. */
  _ipcEvent(frame: object | null): object {
    return createEvent({
      type: 'frame' as const,
      sender: this,
      senderFrame: frame,
      frameId: 1,
      processId: 1,
      ports: [],
      reply: (channel: string, ...values: unknown[]) => this.#opened?.frames.main.send(channel, ...values),
    });
  }

  #mayNavigate(navigation: { url: string; frameId: string; isRedirect: boolean }): boolean {
    const { url, frameId, isRedirect } = navigation;
    const frame = this.#opened?.frames.get(frameId) ?? null;
    const isMainFrame = frame !== null && frame.parent === null;
    if (isMainFrame && !isRedirect && this.#isCommanded) {
      this.#isCommanded = false;
      return true;
    }
    const event = createEvent({ url, isSameDocument: false, isMainFrame, frame, initiator: frame });
    if (isRedirect) this.emit('will-redirect', event, url, false, isMainFrame, 1, 1);
    else {
      if (isMainFrame) this.emit('will-navigate', event, url);
      if (!event.defaultPrevented) this.emit('will-frame-navigate', event, url);
    }
    return !event.defaultPrevented;
  }

  #askToOpen(
    url: string,
    frameName: string,
    features: string,
    disposition: WindowOpenDetails['disposition'],
  ): void {
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' as const };
    const details: WindowOpenDetails = { url, frameName, features, disposition, referrer };
    const answer = this.#openHandler?.(details) ?? { action: 'allow' };
    if (answer.action !== 'deny') console.error(notImplemented(`opening a second window for ${url}`).message);
  }

  #lifecycle(name: string, loaderId: string): void {
    if (name === 'firstPaint' || name === 'load') this.emit('_painted');
    if (name === 'DOMContentLoaded') this.emit('dom-ready', createEvent({}));
    if (name !== 'load') return;
    this.#lastLoaderId = loaderId;
    this.#isLoading = false;
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
    if (this.#pendingLoad?.loaderId !== loaderId) return;
    this.#pendingLoad.loaded.resolve();
    this.#pendingLoad = null;
  }

  #startLoading(): void {
    this.#isLoading = true;
    this.emit('did-start-loading');
  }

  #failLoading(text: string, url: string): Error {
    const error = createLoadError(text, url);
    this.#isLoading = false;
    this.emit('did-fail-load', createEvent({}), error.errno, error.code, url, true, 1, 1);
    return error;
  }

  #changeTitle(title: string): void {
    if (title === this.#title || title === '') return;
    this.#title = title;
    this.emit('page-title-updated', createEvent({}), title, true);
  }

  #rendererGone(frames: FrameTree): void {
    this.#isCrashed = true;
    frames.dropContexts();
    const details = { reason: 'crashed' as const, exitCode: 5 };
    this.emit('render-process-gone', createEvent({}), details);
    app.emit('render-process-gone', createEvent({}), this, details);
  }
}
refuseWhenDestroyed(WebContents);
strictClass('webContents', WebContents);
