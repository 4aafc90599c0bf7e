import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Entry } from '../../../app/history/entry.ts';
import { createHistoryStore } from '../../../app/node/history-store.ts';
import { result } from '../run.ts';
import { temporaryFolder } from './temporary-folder.ts';

function entry(id: number): Entry {
  return {
    id,
    hostId: 'a',
    hostName: 'nas',
    startedAt: 1_000 + id,
    cause: 'tray',
    kind: 'knock',
    ruleId: null,
    result: result({ verdict: 'sent', tookMs: 12 }),
    events: [{ type: 'queued', atMs: 3 }],
  };
}

test('entries come back in order, from a file that only its owner can read', async () => {
  const folder = temporaryFolder();
  const store = createHistoryStore({ folder });
  expect(await store.load()).toEqual([]);
  await store.add(entry(1));
  await store.add(entry(2));
  expect(await createHistoryStore({ folder }).load()).toEqual([entry(1), entry(2)]);
  expect((await stat(join(folder, 'activity.jsonl'))).mode & 0o777).toBe(0o600);
});

test('a line that a crash cut short costs only itself', async () => {
  const folder = temporaryFolder();
  const store = createHistoryStore({ folder });
  await store.add(entry(1));
  await appendFile(join(folder, 'activity.jsonl'), '{"id":2,"hostId":"a"\n');
  await store.add(entry(3));
  expect(await store.load()).toEqual([entry(1), entry(3)]);
});

test('two processes that gave the same number keep both entries, each with its own', async () => {
  const folder = temporaryFolder();
  await createHistoryStore({ folder }).add(entry(1));
  await createHistoryStore({ folder }).add(entry(1));
  const ids = (await createHistoryStore({ folder }).load()).map(({ id }) => id);
  expect(ids).toEqual([1, 2]);
});

test('replacing leaves exactly what was given', async () => {
  const folder = temporaryFolder();
  const store = createHistoryStore({ folder });
  await store.add(entry(1));
  await store.replace([entry(5)]);
  expect(await store.load()).toEqual([entry(5)]);
  expect((await readFile(join(folder, 'activity.jsonl'), 'utf8')).split('\n')).toHaveLength(2);
});
