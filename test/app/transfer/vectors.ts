import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the real programs were seen to make of a text. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../vectors', `${name}.json`), 'utf8')) as T;
}
