import { EventEmitter } from 'node:events';
import { strictClass } from '../strict.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as in Electron: a listener names the types it expects
type Handler = (event: any, ...values: any[]) => unknown;

class IpcMain extends EventEmitter {
  readonly _handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this._handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    if (typeof handler !== 'function') {
      throw new Error(`Expected handler to be a function, but found type '${typeof handler}'`);
    }
    this._handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...values: unknown[]) => {
      this.removeHandler(channel);
      return handler(event, ...values);
    });
  }

  removeHandler(channel: string): void {
    this._handlers.delete(channel);
  }

  /** What a page's invoke gets back; also how a test forges the sender. */
  async _invoke(channel: string, event: object, values: unknown[]): Promise<unknown> {
    const handler = this._handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    try {
      return await handler(event, ...values);
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      throw error;
    }
  }
}
strictClass('ipcMain', IpcMain);

export const ipcMain = new IpcMain();
