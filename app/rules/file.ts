import * as v from 'valibot';
import { parseJson } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { emptyRulebook, rulebookSchema, type Rulebook } from './schema.ts';

/*
 * The rules file is a JSON object: { "version": 1, "rules": [ … ], "networks": [ … ], "pausedUntil": null }. Fields we do
 * not know stay. One rule that makes no sense makes the file a broken one: to go on without it could knock where it
 * must not.
 */

/** The version that we read and write. */
export const newestVersion = 1;

export interface RuleFile {
  readonly version: number;
  readonly book: Rulebook;
}

const headerSchema = v.looseObject({ version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

/** Reads the text of a rules file. The error is the reason, as the end of a sentence. */
export function parseRuleFile(text: string): Result<RuleFile, string> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const header = v.safeParse(headerSchema, json.value);
  if (!header.success) return fail('without a version');
  const { version, ...content } = header.output;
  // What a newer version means by its fields is not ours to judge.
  if (version > newestVersion) return ok({ version, book: emptyRulebook });
  const book = v.safeParse(rulebookSchema, content);
  if (book.success) return ok({ version, book: book.output });
  const [issue] = book.issues;
  const place = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? key + 1 : String(key)))
    .join('.');
  return fail(`wrong at ${place}`);
}

export function formatRuleFile(book: Rulebook): string {
  return `${JSON.stringify({ version: newestVersion, ...book }, null, 2)}\n`;
}
