import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Entry } from '../history/entry.ts';
import type { HistoryPorts } from '../history/ports.ts';
import { attempt, makeFolder, readIfAny, writeWhole } from './files.ts';

// Our own file: checked as far as a line could hurt that a crash, or a hand, cut short.
const lineSchema = v.looseObject({
  id: v.number(),
  hostId: v.string(),
  hostName: v.string(),
  startedAt: v.number(),
  cause: v.picklist(['window', 'tray', 'test', 'connect', 'command-line']),
  result: v.looseObject({ verdict: v.string(), addresses: v.array(v.unknown()) }),
  events: v.array(v.looseObject({ type: v.string() })),
});
const entrySchema = v.custom<Entry>((line) => v.is(lineSchema, line));

/** The activity as JSON Lines in `activity.jsonl`: one line is added for each knock, by any process. */
export function createHistoryStore({ folder }: { readonly folder: string }): HistoryPorts {
  const path = join(folder, 'activity.jsonl');
  return {
    async load() {
      const bytes = await readIfAny(path);
      if (!bytes.ok || bytes.value === null) return [];
      return inOrder(bytes.value.toString('utf8').split('\n').flatMap(parseLine));
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

function parseLine(line: string): readonly Entry[] {
  try {
    const parsed = v.safeParse(entrySchema, JSON.parse(line));
    return parsed.success ? [parsed.output] : [];
  } catch {
    return [];
  }
}

/** Two processes may have given the same number; in the file their order is certain. */
function inOrder(entries: readonly Entry[]): readonly Entry[] {
  let last = 0;
  return entries.map((entry) => {
    last = Math.max(last + 1, entry.id);
    return entry.id === last ? entry : { ...entry, id: last };
  });
}
