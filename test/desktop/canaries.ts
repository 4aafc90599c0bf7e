import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that can be found again wherever they went, and in whatever form. */
export interface Canaries {
  /** A text of letters and digits that nothing else holds. */
  text(name: string): string;
  /** The same as base32, for what is no text. */
  base32(name: string): string;
  base64(name: string): string;
  /** The canaries in these bytes: in which form, and which one. */
  find(bytes: Uint8Array): readonly string[];
  /** The names of those that stand in these bytes as they were given out. */
  namesIn(bytes: Uint8Array): readonly string[];
}

const longestName = 10;

/**
 * All begin alike, so that one look finds any of them. Escapes of URLs, HTML and JSON leave letters and digits as they
 * are: those forms are the plain one.
 */
export function plantCanaries(): Canaries {
  const mark = `Canary${randomBytes(5).toString('hex')}Z`;
  const names: string[] = [];
  // A word that ends another one would be found in it too.
  const text = (name: string): string => {
    if (!names.includes(name)) names.push(name);
    return `${mark}${name.padEnd(longestName, 'x')}`;
  };
  const given = {
    text,
    base32: (name: string) => base32(Buffer.from(text(name))),
    base64: (name: string) => Buffer.from(text(name)).toString('base64'),
  };
  const forms = [
    ...formsOf(Buffer.from(mark), ''),
    ...formsOf(Buffer.from(base32(Buffer.from(mark)).slice(0, 25)), 'base32, '),
  ];
  return {
    ...given,
    namesIn(bytes) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return names.filter((name) => Object.values(given).some((form) => buffer.includes(form(name))));
    },
    find(bytes) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return forms.flatMap(({ form, needle }) => {
        const at = buffer.indexOf(needle);
        return at < 0 ? [] : [`${form}: ${buffer.toString('latin1', at - 60, at + 80)}`];
      });
    },
  };
}

interface Form {
  readonly form: string;
  readonly needle: Buffer;
}

function formsOf(bytes: Buffer, of: string): readonly Form[] {
  const hex = bytes.toString('hex');
  const forms: readonly (readonly [form: string, needle: Buffer | string])[] = [
    ['plain', bytes],
    ['UTF-16', Buffer.from(bytes.toString('latin1'), 'utf16le').subarray(0, -1)],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['percent', hex.replaceAll(/../g, '%$&')],
    ['list of numbers', [...bytes].join(',')],
    ...[0, 1, 2].map((before) => [`base64 + ${before}`, inBase64(bytes, before)] as const),
  ];
  return forms.map(([form, needle]) => ({ form: of + form, needle: Buffer.from(needle) }));
}

/** What does not depend on what stands before, so many bytes of it, and after. */
function inBase64(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const even = whole.subarray(0, whole.length - (whole.length % 3));
  return even.toString('base64').slice(before === 0 ? 0 : 4);
}

/** RFC 4648, without padding. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** The files below a folder, with what is in them. One that is gone meanwhile holds nothing. */
export function* filesBelow(
  folder: string,
): Generator<{ readonly path: string; readonly bytes: Uint8Array }> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    try {
      if (entry.isDirectory()) yield* filesBelow(path);
      else if (entry.isFile()) yield { path, bytes: readFileSync(path) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** What everybody can see of a process and of all that it started: arguments and environment (proc(5)). */
export function processesBelow(
  pid: number,
): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  const look = (path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch {
      return Buffer.alloc(0);
    }
  };
  const tasks = (): readonly string[] => {
    try {
      return readdirSync(`/proc/${pid}/task`);
    } catch {
      return [];
    }
  };
  const own = ['cmdline', 'environ'].map((name) => `/proc/${pid}/${name}`);
  const children = tasks().flatMap((task) =>
    look(`/proc/${pid}/task/${task}/children`).toString().split(' ').filter(Boolean).map(Number),
  );
  return [...own.map((path) => ({ path, bytes: look(path) })), ...children.flatMap(processesBelow)];
}
