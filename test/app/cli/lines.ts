import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const schema = JSON.parse(
  readFileSync(new URL('../../../app/cli/output.schema.json', import.meta.url), 'utf8'),
) as AnySchema;
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
/** As published, and as one that knows no field but the written down ones. */
export const isLine = ajv.compile(schema);
const isKnownLine = ajv.compile(closed(schema) as AnySchema);

/** A schema that refuses fields it does not name, so that none is left undocumented. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  // A saved host is documented by the hosts file.
  const isOpen =
    !('properties' in node) || ('description' in node && String(node.description).startsWith('A saved host'));
  return isOpen ? inner : { ...inner, additionalProperties: false };
}

/** What --json printed, each line held against both. */
export function lines(out: string): readonly { readonly type: string }[] {
  return out
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value = JSON.parse(line) as { readonly type: string };
      expect(isLine(value), `${line} ${JSON.stringify(isLine.errors?.slice(0, 3))}`).toBe(true);
      expect(isKnownLine(value), `${line} ${JSON.stringify(isKnownLine.errors?.slice(0, 3))}`).toBe(true);
      return value;
    });
}
