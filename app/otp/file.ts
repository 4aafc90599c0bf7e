import * as v from 'valibot';
import { parseJson } from '../json.ts';
import { fail, type Result } from '../result.ts';
import type { Counter } from './counter.ts';

/*
 * The counters file is a JSON object: { "version": 1, "counters": { "<host id>": { "confirmed": 4, … } } }. Fields we do
 * not know stay. One counter that makes no sense makes the file a broken one: to go on without it would start that
 * counter anew, and numbers that are used up would be sent again.
 */

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const counterSchema = v.pipe(
  v.looseObject({
    confirmed: number,
    next: number,
    total: v.nullable(number),
    doubt: v.nullable(number),
  }),
  v.check(({ confirmed, next }) => confirmed <= next),
);

const fileSchema = v.looseObject({ version: number, counters: v.record(v.string(), counterSchema) });

export type CounterFile = v.InferOutput<typeof fileSchema>;

/** The version that we read and write. */
export const supportedVersion = 1;

export const emptyCounterFile: CounterFile = { version: supportedVersion, counters: {} };

/** Reads the text of a counters file. The error is the reason, as the end of a sentence. */
export function parseCounterFile(text: string): Result<CounterFile, string> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const newer = v.safeParse(
    v.looseObject({ version: v.pipe(number, v.minValue(supportedVersion + 1)) }),
    json.value,
  );
  // Of a later version nothing else is certain.
  if (newer.success) return { ok: true, value: { ...newer.output, counters: {} } };
  const file = v.safeParse(fileSchema, json.value);
  return file.success ? { ok: true, value: file.output } : fail('not a list of counters');
}

/** The text of `file` with another counter of one host; null removes it. */
export function formatCounterFile(file: CounterFile, hostId: string, counter: Counter | null): string {
  if (counter !== null && !v.is(counterSchema, counter)) {
    throw new Error('a counter that would make the whole file a broken one');
  }
  const { [hostId]: old, ...others } = file.counters;
  const counters = counter === null ? others : { ...others, [hostId]: { ...old, ...counter } };
  return `${JSON.stringify({ ...file, counters }, null, 2)}\n`;
}
