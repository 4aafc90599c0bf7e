import { unlessGone } from '../browser/cdp.ts';
import type { CdpSession } from '../browser/cdp.ts';
import { createCodec } from '../page/codec.ts';
import type { FromPage, ToPage } from '../page/messages.ts';
import type { PageScripts } from '../page/scripts.ts';
import type { WebFrameMain } from './frames.ts';
import { ipcMain } from './ipc-main.ts';
import { record } from './recorder.ts';

type Ipc = FromPage & { kind: 'invoke' | 'send' };

/** What a page says beside its IPC. */
export type Remark = Exclude<FromPage, Ipc>;

export interface PagePortOptions {
  readonly cdp: CdpSession;
  readonly scripts: PageScripts;
  frameOf(contextId: number): WebFrameMain | null;
  /** The event that a listener gets for a message from this frame. */
  eventOf(frame: WebFrameMain): object;
  onMessage(event: object, channel: string, values: unknown[]): void;
  onRemark(remark: Remark): void;
}

const codec = createCodec();

/** The way between the app and a page's preload world: a binding one way, a script the other. */
export class PagePort {
  readonly #options: PagePortOptions;

  constructor(options: PagePortOptions) {
    this.#options = options;
    const { cdp, scripts } = options;
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frame = options.frameOf(executionContextId);
      if (name !== scripts.binding || frame === null) return;
      record('page', payload);
      this.#receive(JSON.parse(payload) as FromPage, frame, executionContextId);
    });
  }

  /** What can't be cloned is only logged, as in Electron. */
  send(contextId: number | null, channel: string, values: unknown[]): void {
    try {
      const message = { kind: 'send', channel, values: codec.encode(values) } as const;
      if (contextId !== null) this.#tell(contextId, message);
    } catch (error) {
      console.error('Error sending from webFrameMain: ', error);
    }
  }

  #receive(message: FromPage, frame: WebFrameMain, contextId: number): void {
    if (message.kind === 'invoke') void this.#invoke(message, frame, contextId);
    else if (message.kind === 'send') this.#dispatch(message, frame);
    else this.#options.onRemark(message);
  }

  async #invoke(
    { id, channel, values }: FromPage & { kind: 'invoke' },
    frame: WebFrameMain,
    contextId: number,
  ): Promise<void> {
    try {
      const event = this.#options.eventOf(frame);
      const value = await ipcMain._invoke(channel, event, codec.decode(values) as unknown[]);
      this.#tell(contextId, { kind: 'result', id, value: codec.encode(value) });
    } catch (error) {
      const text = `Error invoking remote method '${channel}': ${String(error)}`;
      this.#tell(contextId, { kind: 'error', id, error: text });
    }
  }

  #dispatch({ channel, values }: FromPage & { kind: 'send' }, frame: WebFrameMain): void {
    const event = this.#options.eventOf(frame);
    const given = codec.decode(values) as unknown[];
    this.#options.onMessage(event, channel, given);
    ipcMain.emit(channel, event, ...given);
  }

  #tell(contextId: number, message: ToPage): void {
    const { cdp, scripts } = this.#options;
    const text = JSON.stringify(message);
    record('app', text);
    const expression = `${scripts.entrance}(${text})`;
    void cdp.send('Runtime.evaluate', { contextId, expression }).catch(unlessGone);
  }
}
