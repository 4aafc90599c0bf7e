import * as v from 'valibot';
import { slots } from './slots.ts';

/** How a secret that is typed, pasted or scanned stands for bytes. `text` is UTF-8. */
export const encodings = ['base32', 'hex', 'base64', 'text', 'utf16le'] as const;
export type Encoding = (typeof encodings)[number];

/** As much as any secret has: a one-time list of thousands of lines. */
const mostCharacters = 1_000_000;

const inputSchema = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(mostCharacters)),
  encoding: v.picklist(encodings),
  /** Of a one-time list: put these lines behind those that are there. */
  append: v.optional(v.boolean()),
});

/** New secrets of one host by slot; `null` removes one, what is absent stays. */
export const editsSchema = v.record(v.picklist(slots), v.optional(v.nullable(inputSchema)));

export type SecretInput = v.InferOutput<typeof inputSchema>;
export type SecretEdits = v.InferOutput<typeof editsSchema>;
