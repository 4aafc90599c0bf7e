import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../json.ts';
import type { DecisionEntry } from '../history/decision-entry.ts';
import type { Entry } from '../history/entry.ts';
import type { HistoryPorts, Log } from '../history/ports.ts';
import { attempt, makeFolder, readIfAny, writeWhole } from './files.ts';

// Our own files: checked as far as a line could hurt that a crash, or a hand, cut short.
const numbered = { id: v.number() };
const runLine = v.looseObject({
  ...numbered,
  hostId: v.string(),
  hostName: v.string(),
  startedAt: v.number(),
  cause: v.picklist([
    'window',
    'tray',
    'test',
    'connect',
    'command-line',
    'rule',
    'keep-open',
    'quit',
    'left',
  ]),
  // Entries of versions that knew neither codes nor rules lack these.
  kind: v.optional(v.picklist(['knock', 'close']), 'knock'),
  ruleId: v.optional(v.nullable(v.string()), null),
  result: v.looseObject({
    verdict: v.string(),
    addresses: v.array(v.unknown()),
    port: v.optional(v.nullable(v.number()), null),
    clock: v.optional(v.nullable(v.unknown()), null),
  }),
  events: v.array(
    v.pipe(
      v.looseObject({ type: v.string() }),
      v.transform((event) => (event.type === 'try' ? { moving: null, ...event } : event)),
    ),
  ),
});
const decisionLine = v.looseObject({
  ...numbered,
  at: v.number(),
  occasion: v.looseObject({ kind: v.string() }),
  conditions: v.looseObject({}),
  openIds: v.array(v.string()),
  decisions: v.array(v.looseObject({ act: v.string(), because: v.looseObject({ code: v.string() }) })),
});

/** The activity as JSON Lines in `activity.jsonl`, and what rules decided in `decisions.jsonl`. */
export function createHistoryStore({ folder }: { readonly folder: string }): HistoryPorts {
  return {
    ...createLog<Entry>({ path: join(folder, 'activity.jsonl'), folder, schema: runLine }),
    decisions: createLog<DecisionEntry>({
      path: join(folder, 'decisions.jsonl'),
      folder,
      schema: decisionLine,
    }),
  };
}

/** A file of JSON Lines: one line is added for each entry, by any process. */
function createLog<Line extends { readonly id: number }>({
  path,
  folder,
  schema,
}: {
  readonly path: string;
  readonly folder: string;
  readonly schema: v.GenericSchema;
}): Log<Line> {
  return {
    async load() {
      const bytes = await readIfAny(path);
      if (!bytes.ok || bytes.value === null) return [];
      const lines = bytes.value.toString('utf8').split('\n').map(parseJson);
      const parsed = lines.map((line) => v.safeParse(schema, line.ok ? line.value : null));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is not looked at is as we wrote it
      return inOrder(parsed.flatMap((line) => (line.success ? [line.output as Line] : [])));
    },
    async add(entry) {
      await makeFolder(folder);
      // One write of one line: O_APPEND keeps the lines of several processes apart (open(2)).
      await attempt(() => appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 }));
    },
    async replace(entries) {
      await makeFolder(folder);
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
      await writeWhole(path, lines.join(''), { durable: false });
    },
  };
}

/** Two processes may have given the same number; in the file their order is certain. */
function inOrder<Line extends { readonly id: number }>(entries: readonly Line[]): readonly Line[] {
  let last = 0;
  return entries.map((entry) => {
    last = Math.max(last + 1, entry.id);
    return entry.id === last ? entry : { ...entry, id: last };
  });
}
