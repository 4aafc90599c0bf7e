/** One end of the bridge between the page's world and the preload's. */
export interface Bridge {
  /** Asks the other end to make `api` the page's `window[key]`. */
  expose(key: string, api: unknown): void;
  /** Lets the other end call `handler` by name. */
  answer(name: string, handler: (...values: never[]) => unknown): void;
  ask(name: string, ...values: unknown[]): unknown;
}

/**
 * contextBridge by DOM events: both worlds share the DOM, an event is dispatched synchronously, and Chromium clones its
 * `detail` from one world to the other. Both ends run this function, sent as source text; `hears` and `calls` are names
 * that the page cannot guess. What the two need later is taken at the start, before a page could replace it.
 */
export function createBridge({ hears, calls }: { hears: string; calls: string }): Bridge {
  type Node = readonly [kind: string, ...parts: unknown[]];
  type Answer = { readonly node: Node } | { readonly error: string };
  interface Request {
    readonly serial: number;
    readonly name: string;
    readonly values: readonly Node[];
  }

  const target = window;
  const listen = target.addEventListener.bind(target);
  const dispatch = target.dispatchEvent.bind(target);
  const Message = CustomEvent;
  const tag = Object.prototype.toString;
  const maxDepth = 1000;
  const unknownException =
    'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

  const functions = new Map<number, (...values: unknown[]) => unknown>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const handlers = new Map<string, (...values: never[]) => unknown>();
  let serial = 0;

  listen(hears, (event) => {
    const request = (event as CustomEvent<Request>).detail;
    dispatch(new Message(`${hears}:${request.serial}`, { detail: respond(request) }));
  });

  handlers.set('call', (id: number, ...values: unknown[]) => functions.get(id)?.(...values));
  handlers.set('resolve', (id: number, value: unknown) => waiting.get(id)?.resolve(value));
  handlers.set('reject', (id: number, reason: unknown) => waiting.get(id)?.reject(reason));
  handlers.set('expose', (key: string, api: unknown) => {
    if (Object.hasOwn(target, key) || key in target) {
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    }
    Object.defineProperty(target, key, { value: freeze(api), enumerable: true });
  });

  return {
    expose: (key, api) => void ask('expose', key, api),
    answer: (name, handler) => void handlers.set(name, handler),
    ask,
  };

  function ask(name: string, ...values: unknown[]): unknown {
    serial += 1;
    const request: Request = { serial, name, values: values.map((value) => pack(value)) };
    let answer: Answer | undefined;
    const reply = (event: Event) => {
      answer = (event as CustomEvent<Answer>).detail;
    };
    listen(`${calls}:${request.serial}`, reply, { once: true });
    dispatch(new Message(calls, { detail: request }));
    if (answer === undefined) throw new Error('stand-in: the other end of the bridge is missing');
    if ('error' in answer) throw new Error(answer.error);
    return unpack(answer.node);
  }

  function respond({ name, values }: Request): Answer {
    try {
      const handler = handlers.get(name) as ((...given: unknown[]) => unknown) | undefined;
      return { node: pack(handler?.(...values.map((value) => unpack(value)))) };
    } catch (error) {
      // Only the message crosses: neither class nor stack.
      const message: unknown =
        typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : null;
      return { error: typeof message === 'string' ? message : unknownException };
    }
  }

  function pack(value: unknown, depth = 0, seen: Map<unknown, number> = new Map()): Node {
    if (depth >= maxDepth) {
      throw new TypeError(
        `Electron contextBridge recursion depth exceeded.  Nested objects deeper than ${maxDepth} are not supported.`,
      );
    }
    if (typeof value === 'function') return ['function', keep(functions, value)];
    if (typeof value === 'symbol') throw new Error('stand-in: no symbol crosses this bridge');
    if (typeof value !== 'object' || value === null) return ['value', value];
    if (value instanceof Promise) return packPromise(value);
    if (value instanceof Error) return ['error', value.message];

    const known = seen.get(value);
    if (known !== undefined) return ['seen', known];
    const place = seen.size;
    if (Array.isArray(value)) {
      seen.set(value, place);
      return ['array', Array.from(value, (item: unknown) => pack(item, depth + 1, seen))];
    }
    if (tag.call(value) === '[object Object]') {
      seen.set(value, place);
      // Own and enumerable: prototypes, and with them methods of classes, stay behind. Electron counts an object as two.
      return ['object', Object.entries(value).map(([key, item]) => [key, pack(item, depth + 2, seen)])];
    }
    return ['value', cloned(value)];
  }

  function cloned(value: object): unknown {
    try {
      return structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  }

  function packPromise(promise: Promise<unknown>): Node {
    serial += 1;
    const id = serial;
    promise.then(
      (value) => settle('resolve', id, value),
      (reason: unknown) => settle('reject', id, reason),
    );
    return ['promise', id];
  }

  function settle(how: 'resolve' | 'reject', id: number, value: unknown): void {
    try {
      ask(how, id, value);
    } catch (error) {
      ask('reject', id, error);
    }
  }

  function unpack(node: Node, seen: unknown[] = []): unknown {
    const [kind, part] = node;
    if (kind === 'error') return new Error(part as string);
    if (kind === 'function') return (...values: unknown[]) => ask('call', part, ...values);
    if (kind === 'seen') return seen[part as number];
    if (kind === 'promise') {
      const settled = Promise.withResolvers<unknown>();
      waiting.set(part as number, settled);
      return settled.promise;
    }
    if (kind === 'array') {
      const array: unknown[] = [];
      seen.push(array);
      for (const item of part as Node[]) array.push(unpack(item, seen));
      return array;
    }
    if (kind === 'object') {
      const object: Record<string, unknown> = {};
      seen.push(object);
      for (const [key, item] of part as [string, Node][]) object[key] = unpack(item, seen);
      return object;
    }
    return part;
  }

  function keep<T>(kept: Map<number, T>, value: unknown): number {
    serial += 1;
    kept.set(serial, value as T);
    return serial;
  }

  function freeze(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) {
      return value;
    }
    Object.freeze(value);
    for (const item of Object.values(value)) freeze(item);
    return value;
  }
}
