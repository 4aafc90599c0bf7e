/** What `await`, test runners and debuggers ask of any object. */
const asked = new Set([
  'then',
  'toJSON',
  'constructor',
  'inspect',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  'domain',
]);

/** Makes reading or writing anything the class does not have an error that names it, on the class and on its instances. */
export function strictClass(name: string, type: Constructor): void {
  const parent: unknown = Object.getPrototypeOf(type);
  if (typeof parent === 'function') Object.setPrototypeOf(type, refuse(name, parent));
  strictObject(name, protoOf(type));
}

/** The same for one object. The refusal stands at the end of the prototype chain, so `this` stays the object itself. */
export function strictObject<T extends object>(name: string, object: T): T {
  // A fresh object over the old end keeps instanceof true.
  const end = Object.create(Object.getPrototypeOf(object) as object) as object;
  Object.setPrototypeOf(object, refuse(name, end));
  return object;
}

/** As in Electron: whatever a thing that has gone is asked, but whether it has, is an error. */
export function refuseWhenDestroyed(type: Constructor & { prototype: Destroyable }): void {
  const { prototype } = type;
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors<object>(prototype))) {
    if (['constructor', 'destroy', 'isDestroyed'].includes(name) || name.startsWith('_')) continue;
    for (const part of ['value', 'get', 'set'] as const) {
      const run: unknown = property[part];
      if (typeof run === 'function') property[part] = guarded(run as Method);
    }
    Object.defineProperty(prototype, name, property);
  }
}

interface Destroyable {
  isDestroyed(): boolean;
}

type Method = (...given: never[]) => unknown;

function guarded(run: Method): Method {
  return function guard(this: Destroyable, ...given: never[]): unknown {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    return Reflect.apply(run, this, given);
  };
}

/** For whatever the stand-in knows of and does not do. */
export function notImplemented(what: string): Error {
  return new Error(`stand-in: ${what} is not implemented`);
}

type Constructor = abstract new (...args: never[]) => object;

function protoOf(type: Constructor): object {
  return type.prototype as object;
}

function refuse<T extends object>(name: string, end: T): T {
  return new Proxy(end, {
    get(target, key, receiver): unknown {
      if (key in target || isFree(key)) return Reflect.get(target, key, receiver);
      throw notImplemented(`${name}.${String(key)}`);
    },
    set(target, key, value, receiver) {
      if (key in target || isFree(key)) return Reflect.set(target, key, value, receiver);
      throw notImplemented(`setting ${name}.${String(key)}`);
    },
  });
}

function isFree(key: PropertyKey): boolean {
  return typeof key === 'symbol' || asked.has(String(key)) || String(key).startsWith('_');
}
