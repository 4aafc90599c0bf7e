import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSystem } from '../../../../app/node/network/system.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('files and folders are those below the root; what is not there is empty', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'sys/class/net/eth0'), { recursive: true });
  writeFileSync(join(root, 'sys/class/net/eth0/type'), '1\n');
  const system = createSystem({ root, folders: [] });
  expect(await system.file('sys/class/net/eth0/type')).toBe('1\n');
  expect(await system.folder('sys/class/net')).toEqual(['eth0']);
  expect([await system.file('proc/net/route'), await system.folder('proc')]).toEqual(['', null]);
  expect([
    await system.exists('sys/class/net/eth0'),
    await system.exists('sys/class/net/eth0/device'),
  ]).toEqual([true, false]);
});

test('a question is asked once, until what was answered is forgotten', async () => {
  const system = createSystem({ root: '/', folders: [] });
  let asked = 0;
  const ask = () => system.remember('name of the Wi-Fi', async () => String((asked += 1)));
  expect([await ask(), await ask()]).toEqual(['1', '1']);
  system.forget();
  expect(await ask()).toBe('2');
});
