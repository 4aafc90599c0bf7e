import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyMemory, type Memory } from '../../../app/memory/schema.ts';
import { createMemoryStore } from '../../../app/node/memory-store.ts';
import { id } from '../hosts/host.ts';
import { temporaryFolder } from './temporary-folder.ts';

const memory: Memory = { knockedAt: [1_700_000_000_000], networks: {} };
const forever = new AbortController().signal;

test('what is remembered is recalled, also by the next process, and by its owner alone', async () => {
  const folder = join(temporaryFolder(), 'postern');
  await createMemoryStore({ folder }).remember(id(1), memory);
  const store = createMemoryStore({ folder });
  expect(await store.recall(id(1))).toEqual(memory);
  expect(await store.recall(id(2))).toEqual(emptyMemory);
  const file = join(folder, 'memory', `${id(1)}.json`);
  expect(((await fs.stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(await fs.readdir(join(folder, 'memory'))).toEqual([`${id(1)}.json`]);
});

test.each(['../../hosts', 'con', 'a/b', '.', '\u0000', 'x'.repeat(5000), ''])(
  'the key %j names a file inside the folder and no other memory',
  async (key) => {
    const folder = temporaryFolder();
    const store = createMemoryStore({ folder });
    await store.remember(key, memory);
    expect([await store.recall(key), await store.recall(`${key}.`)]).toEqual([memory, emptyMemory]);
    const names = await fs.readdir(folder, { recursive: true });
    expect(names.filter((name) => !/^memory([\\/][0-9a-f]{32}\.json)?$/.test(name))).toEqual([]);
  },
);

test.each(['', '{', '[]', 'null', '{"knockedAt":"yesterday"}', '{"networks":{"192.0.2.0/24":{"at":"x"}}}'])(
  'damaged memory is empty memory: %s',
  async (content) => {
    const folder = temporaryFolder();
    await fs.mkdir(join(folder, 'memory'));
    await fs.writeFile(join(folder, 'memory', `${id(1)}.json`), content);
    expect(await createMemoryStore({ folder }).recall(id(1))).toEqual(emptyMemory);
  },
);

test('a folder that cannot be used stops nothing: no memory, and turns without waiting', async () => {
  const folder = join(temporaryFolder(), 'file');
  await fs.writeFile(folder, '');
  const store = createMemoryStore({ folder });
  await store.remember(id(1), memory);
  expect(await store.recall(id(1))).toEqual(emptyMemory);
  const first = await store.takeTurn(id(1), forever);
  const second = await store.takeTurn(id(1), forever);
  expect([first, second]).not.toContain(null);
  await Promise.all([first?.(), second?.()]);
});

test('turns of one host follow each other, those of two do not wait', async () => {
  const folder = temporaryFolder();
  const [here, elsewhere] = [createMemoryStore({ folder }), createMemoryStore({ folder })];
  const first = await here.takeTurn(id(1), forever);
  expect(await elsewhere.takeTurn(id(2), AbortSignal.timeout(5000))).not.toBeNull();
  expect(await elsewhere.takeTurn(id(1), AbortSignal.timeout(60))).toBeNull();
  await first?.();
  expect(await elsewhere.takeTurn(id(1), AbortSignal.timeout(5000))).not.toBeNull();
});

test('a turn of a host and a change of the list do not wait for each other, whatever the key', async () => {
  const store = createMemoryStore({ folder: temporaryFolder() });
  await store.takeTurn('hosts', forever);
  expect(await store.takeTurn('knock-hosts', AbortSignal.timeout(5000))).not.toBeNull();
});
