import type { Bridge } from './bridge.ts';
import type { Codec } from './codec.ts';
import type { FromPage, ToPage } from './messages.ts';

export interface IsolatedWorldOptions {
  /** Sends text to the main process: a function that only this world has. */
  readonly binding: string;
  /** The global by which the main process calls this world. */
  readonly entrance: string;
  /** Path of the preload, for messages. */
  readonly preload: string;
  readonly process: Record<string, unknown>;
}

/** A preload as a function: a policy of the page may forbid to make code from text. */
export type Preload = (
  require: (name: string) => unknown,
  process: object,
  exports: object,
  module: { exports: object },
) => void;

/** The preload's world of a sandboxed page: ipcRenderer, contextBridge, the few modules, and then the preload itself. */
export function isolatedWorld(
  options: IsolatedWorldOptions,
  codec: Codec,
  bridge: Bridge,
  preload: Preload,
): void {
  type Listener = (...values: unknown[]) => void;

  const globals = globalThis as unknown as Record<string, unknown>;
  const sendText = globals[options.binding] as (text: string) => void;
  const send = (message: FromPage) => sendText(JSON.stringify(message));

  class EventEmitter {
    readonly #listeners = new Map<string, Listener[]>();

    on(name: string, listener: Listener): this {
      this.#listeners.set(name, [...this.listeners(name), listener]);
      return this;
    }

    once(name: string, listener: Listener): this {
      const once: Listener = (...values) => {
        this.off(name, once);
        listener(...values);
      };
      return this.on(name, once);
    }

    off(name: string, listener: Listener): this {
      this.#listeners.set(
        name,
        this.listeners(name).filter((known) => known !== listener),
      );
      return this;
    }

    addListener(name: string, listener: Listener): this {
      return this.on(name, listener);
    }

    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener);
    }

    removeAllListeners(name?: string): this {
      if (name === undefined) this.#listeners.clear();
      else this.#listeners.delete(name);
      return this;
    }

    listeners(name: string): Listener[] {
      return this.#listeners.get(name) ?? [];
    }

    listenerCount(name: string): number {
      return this.listeners(name).length;
    }

    emit(name: string, ...values: unknown[]): boolean {
      const listeners = this.listeners(name);
      for (const listener of listeners) listener(...values);
      return listeners.length > 0;
    }
  }

  class IpcRenderer extends EventEmitter {
    readonly #answers = new Map<number, PromiseWithResolvers<unknown>>();
    #lastId = 0;

    send(channel: string, ...values: unknown[]): void {
      send({ kind: 'send', channel: named(channel), values: codec.encode(values) });
    }

    async invoke(channel: string, ...values: unknown[]): Promise<unknown> {
      this.#lastId += 1;
      const id = this.#lastId;
      send({ kind: 'invoke', id, channel: named(channel), values: codec.encode(values) });
      const answer = Promise.withResolvers<unknown>();
      this.#answers.set(id, answer);
      return answer.promise;
    }

    _receive(message: ToPage): void {
      if (message.kind === 'send') {
        this.emit(
          message.channel,
          { sender: ipcRenderer, ports: [] },
          ...(codec.decode(message.values) as unknown[]),
        );
        return;
      }
      const answer = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (message.kind === 'result') answer?.resolve(codec.decode(message.value));
      else answer?.reject(new Error(message.error));
    }
  }

  const ipcRenderer = strict('ipcRenderer', new IpcRenderer());
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld: (key: string, api: unknown) => bridge.expose(key, api),
  });
  const electron = strict('electron (in a preload)', { ipcRenderer, contextBridge });
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    events: Object.assign(EventEmitter, { EventEmitter }),
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  };

  globals[options.entrance] = (message: ToPage) => ipcRenderer._receive(message);
  bridge.answer('open', (url: string, frameName: string, features: string) =>
    send({ kind: 'open', url, frameName, features }),
  );
  document.addEventListener('DOMContentLoaded', followTitle);
  runPreload();

  /** Called as Electron calls a sandboxed preload: CommonJS with a `require` that knows few modules. */
  function runPreload(): void {
    const module = { exports: {} };
    try {
      preload(require, strict('process (in a preload)', { ...options.process }), module.exports, module);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      console.error(`Unable to load preload script: ${options.preload}`);
      console.error(reason);
      send({ kind: 'preload-error', path: options.preload, message: reason.message });
    }
  }

  /** Chromium's own news of a target's title come before the page has one. */
  function followTitle(): void {
    const tell = () => send({ kind: 'title', title: document.title });
    new MutationObserver(tell).observe(document.head, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    tell();
  }

  function require(name: string): unknown {
    const module = modules[name.replace(/^node:/, '')];
    if (module === undefined) throw new Error(`module not found: ${name}`);
    return module;
  }

  function named(channel: unknown): string {
    if (typeof channel !== 'string')
      throw new TypeError('Error processing argument at index 0, conversion failure');
    return channel;
  }

  function strict<T extends object>(name: string, object: T): T {
    return new Proxy(object, {
      get(target, key): unknown {
        const value: unknown = Reflect.get(target, key);
        if (value === undefined && typeof key === 'string' && key !== 'then' && !(key in target)) {
          throw new Error(`stand-in: ${name}.${key} is not implemented`);
        }
        // Private fields know only the object itself, not what stands in front of it.
        return typeof value === 'function' && !(key in Object.prototype) ? value.bind(target) : value;
      },
    });
  }
}
