export interface Codec {
  /** Throws `An object could not be cloned.`, as Electron does, for whatever the structured clone refuses. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * The structured clone as text, for the way between main process and page. Runs on both sides; the page gets it as source
 * text, so it uses nothing from outside itself.
 */
export function createCodec(): Codec {
  // A value is a flat list of nodes that name each other by position, so that cycles and shared objects survive.
  type Node = readonly [kind: string, ...parts: unknown[]];
  type Pair = readonly [number, number];

  const views: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView> =
    {
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
      Float32Array,
      Float64Array,
      BigInt64Array,
      BigUint64Array,
      DataView,
    };
  const ordinary = { writable: true, enumerable: true, configurable: true };
  const errors: Record<string, new (message: string) => Error> = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };

  return {
    encode(value) {
      const nodes: Node[] = [];
      const places = new Map<unknown, number>();
      const put = (part: unknown): number => {
        const known = places.get(part);
        if (known !== undefined) return known;
        const place = nodes.push(['undefined']) - 1;
        if (typeof part === 'object' && part !== null) places.set(part, place);
        nodes[place] = describe(part, put);
        return place;
      };
      put(clone(value));
      return JSON.stringify(nodes);
    },

    decode(text) {
      const nodes = JSON.parse(text) as Node[];
      const made = new Map<number, unknown>();
      const get = (place: number): unknown => {
        if (!made.has(place)) build(nodes[place] ?? ['undefined'], get, (value) => made.set(place, value));
        return made.get(place);
      };
      return get(0);
    },
  };

  function clone(value: unknown): unknown {
    try {
      return structuredClone(value);
    } catch {
      throw uncloneable();
    }
  }

  function uncloneable(): Error {
    return new Error('An object could not be cloned.');
  }

  function describe(value: unknown, put: (part: unknown) => number): Node {
    if (value === undefined) return ['undefined'];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
      return ['number', Object.is(value, -0) ? '-0' : String(value)];
    }
    if (typeof value !== 'object' || value === null) return ['json', value];
    if (Array.isArray(value)) {
      // Only what is there: a hole stays a hole.
      const filled = Object.keys(value).map((index): Pair => [Number(index), put(value[Number(index)])]);
      return ['array', value.length, filled];
    }
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof RegExp) return ['regexp', value.source, value.flags];
    if (value instanceof Map) return ['map', [...value].map(([key, item]): Pair => [put(key), put(item)])];
    if (value instanceof Set) return ['set', [...value].map(put)];
    if (value instanceof Error) return ['error', value.name, value.message, value.stack];
    if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) return describeView(value, put);
    if (typeof value.valueOf() !== 'object') return ['boxed', put(value.valueOf())];
    if (Object.prototype.toString.call(value) !== '[object Object]') throw uncloneable();
    return ['object', Object.entries(value).map(([key, item]) => [key, put(item)])];
  }

  function describeView(view: ArrayBufferView, put: (part: unknown) => number): Node {
    const type = Object.prototype.toString.call(view).slice(8, -1);
    const length = 'length' in view ? view.length : view.byteLength;
    return ['view', type, put(view.buffer), view.byteOffset, length];
  }

  /** `keep` comes before the parts are made, so that a part can point back to its whole. */
  function build(
    [kind, ...parts]: Node,
    get: (place: number) => unknown,
    keep: (value: unknown) => void,
  ): void {
    const [first, second, third, fourth] = parts;
    if (kind === 'json') keep(first);
    else if (kind === 'undefined') keep(undefined);
    else if (kind === 'number') keep(Number(first));
    else if (kind === 'bigint') keep(BigInt(first as string));
    else if (kind === 'boxed') keep(Object(get(first as number)));
    else if (kind === 'date') keep(new Date((first as number | null) ?? Number.NaN));
    else if (kind === 'regexp') keep(new RegExp(first as string, second as string));
    else if (kind === 'buffer') keep(fromBase64(first as string));
    else if (kind === 'error') keep(makeError(first as string, second as string, third));
    else if (kind === 'view') {
      const View = views[first as string];
      if (View === undefined) throw uncloneable();
      keep(new View(get(second as number) as ArrayBuffer, third as number, fourth as number));
    } else if (kind === 'array') {
      const array: unknown[] = [];
      array.length = first as number;
      keep(array);
      for (const [index, place] of second as Pair[]) array[index] = get(place);
    } else if (kind === 'map') {
      const map = new Map<unknown, unknown>();
      keep(map);
      for (const [key, item] of first as Pair[]) map.set(get(key), get(item));
    } else if (kind === 'set') {
      const set = new Set<unknown>();
      keep(set);
      for (const item of first as number[]) set.add(get(item));
    } else {
      const object = {};
      keep(object);
      for (const [key, place] of first as [string, number][]) {
        // An own property even when it is called __proto__.
        Object.defineProperty(object, key, { value: get(place), ...ordinary });
      }
    }
  }

  function makeError(name: string, message: string, stack: unknown): Error {
    const error = new (errors[name] ?? Error)(message);
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
    return error;
  }

  function toBase64(bytes: Uint8Array): string {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }

  function fromBase64(text: string): ArrayBuffer {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
  }
}
