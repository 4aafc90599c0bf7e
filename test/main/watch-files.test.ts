import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchFiles } from '../../main/watch-files.ts';

let folder = '';
let stop = (): void => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-watch-'));
});

afterEach(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

test('another program that replaces a file is noticed, other files are not', async () => {
  let changes = 0;
  const watcher = watchFiles({
    folder,
    names: ['hosts.json', 'secrets.json'],
    onChange: () => (changes += 1),
    onBug: (error) => expect.unreachable(String(error)),
  });
  stop = () => watcher?.close();
  writeFileSync(join(folder, 'settings.json'), '{}');
  await sleep(150);
  expect(changes).toBe(0);
  writeFileSync(join(folder, 'hosts.json.tmp'), '{}');
  renameSync(join(folder, 'hosts.json.tmp'), join(folder, 'hosts.json'));
  await expect.poll(() => changes).toBeGreaterThan(0);
});

test('a folder that is not there is told, and no reason to fail', () => {
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => bugs.push(error);
  expect(watchFiles({ folder: join(folder, 'none'), names: ['hosts.json'], onChange: () => {}, onBug })).toBe(
    null,
  );
  expect(bugs).toHaveLength(1);
});
