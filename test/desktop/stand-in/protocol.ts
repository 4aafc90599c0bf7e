import { strictObject } from './strict.ts';

/** Answers the requests of one scheme. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

interface Scheme {
  readonly scheme: string;
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean };
}

const registered = new Map<string, Scheme>();
const handlers = new Map<string, ProtocolHandler>();
let isReady = false;

export const protocol = strictObject('protocol', {
  registerSchemesAsPrivileged(schemes: Scheme[]): void {
    if (isReady) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const scheme of schemes) {
      if (!/^[a-z][a-z0-9]*$/.test(scheme.scheme))
        throw new Error(`stand-in: scheme ${scheme.scheme} needs letters`);
      registered.set(scheme.scheme, scheme);
    }
  },

  handle(scheme: string, handler: ProtocolHandler): void {
    if (!isReady) throw new Error("protocol can't be used before the app 'ready' event");
    const { standard, secure } = registered.get(scheme)?.privileges ?? {};
    // The page is a secure context with an origin here in any case: Electron asks for both.
    if (standard !== true || secure !== true)
      throw new Error(`stand-in: ${scheme} is not standard and secure`);
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered`);
    handlers.set(scheme, handler);
  },

  unhandle(scheme: string): void {
    if (!handlers.delete(scheme)) throw new Error(`The scheme has not been registered`);
  },

  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme);
  },
});

export function customSchemes(): readonly string[] {
  return [...registered.keys()];
}

export function findHandler(url: string): ProtocolHandler | null {
  return handlers.get(url.slice(0, url.indexOf(':'))) ?? null;
}

/** From here on schemes are settled. */
export function becomeReady(): void {
  isReady = true;
}
