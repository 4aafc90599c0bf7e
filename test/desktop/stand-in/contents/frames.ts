import { EventEmitter } from 'node:events';
import type { CdpSession } from '../browser/cdp.ts';
import type { Protocol } from '../browser/protocol.ts';
import { isolatedWorldName } from '../page/scripts.ts';
import { strictClass } from '../strict.ts';
import { fromBrowserUrls, originOf } from '../url.ts';

/** Sends a message to the preload's world of one frame; null when it has none. */
export type SendToFrame = (contextId: number | null, channel: string, values: unknown[]) => void;

export class WebFrameMain extends EventEmitter {
  readonly frameToken: string;
  readonly parent: WebFrameMain | null;
  url = '';
  name = '';
  _isolatedContext: number | null = null;
  _mainContext: number | null = null;
  _destroyed = false;
  readonly #tree: FrameTree;

  constructor(tree: FrameTree, frameToken: string, parent: WebFrameMain | null) {
    super();
    this.#tree = tree;
    this.frameToken = frameToken;
    this.parent = parent;
  }

  get origin(): string {
    return originOf(this.url);
  }

  get top(): WebFrameMain {
    return this.parent?.top ?? this;
  }

  get frames(): WebFrameMain[] {
    return this.#tree.all().filter((frame) => frame.parent === this);
  }

  /** One renderer, one number: processes are not told apart. */
  get processId(): number {
    return 1;
  }

  get routingId(): number {
    return this.#tree.numberOf(this);
  }

  get detached(): boolean {
    return this._destroyed;
  }

  isDestroyed(): boolean {
    return this._destroyed;
  }

  send(channel: string, ...values: unknown[]): void {
    this.#tree.send(this._isolatedContext, channel, values);
  }
}
strictClass('webFrame', WebFrameMain);

/** The frames of one page and their script contexts, kept up to date from Chromium's events. */
export class FrameTree {
  readonly main: WebFrameMain;
  readonly send: SendToFrame;
  readonly #frames = new Map<string, WebFrameMain>();

  constructor({
    mainFrameId,
    session,
    send,
  }: {
    mainFrameId: string;
    session: CdpSession;
    send: SendToFrame;
  }) {
    this.main = this.#add(mainFrameId, null);
    this.send = send;
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#add(frameId, this.get(parentFrameId));
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      const known = this.get(frame.id) ?? this.#add(frame.id, this.get(frame.parentId ?? ''));
      known.url = fromBrowserUrls(frame.url);
      known.name = frame.name ?? '';
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const known = this.get(frameId);
      if (known !== null) known.url = fromBrowserUrls(url);
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.#remove(frameId);
    });
    session.on('Runtime.executionContextCreated', ({ context }) => this.#addContext(context));
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#dropContext(executionContextId),
    );
    session.on('Runtime.executionContextsCleared', () => this.dropContexts());
  }

  all(): WebFrameMain[] {
    return [...this.#frames.values()];
  }

  get(frameId: string): WebFrameMain | null {
    return this.#frames.get(frameId) ?? null;
  }

  ofContext(contextId: number): WebFrameMain | null {
    return this.all().find((frame) => frame._isolatedContext === contextId) ?? null;
  }

  numberOf(frame: WebFrameMain): number {
    return this.all().indexOf(frame) + 1;
  }

  /** The renderer has gone, or started again. */
  dropContexts(): void {
    for (const frame of this.all()) {
      frame._isolatedContext = null;
      frame._mainContext = null;
    }
  }

  #add(frameId: string, parent: WebFrameMain | null): WebFrameMain {
    const frame = new WebFrameMain(this, frameId, parent);
    this.#frames.set(frameId, frame);
    return frame;
  }

  #remove(frameId: string): void {
    const frame = this.#frames.get(frameId);
    if (frame === undefined) return;
    frame._destroyed = true;
    this.#frames.delete(frameId);
  }

  #addContext({ id, name, auxData }: Protocol.Runtime.ExecutionContextDescription): void {
    const facts = auxData as { frameId?: string; isDefault?: boolean } | undefined;
    const frame = this.get(facts?.frameId ?? '');
    if (frame === null) return;
    if (name === isolatedWorldName) frame._isolatedContext = id;
    else if (facts?.isDefault === true) frame._mainContext = id;
  }

  #dropContext(contextId: number): void {
    for (const frame of this.all()) {
      if (frame._isolatedContext === contextId) frame._isolatedContext = null;
      if (frame._mainContext === contextId) frame._mainContext = null;
    }
  }
}
