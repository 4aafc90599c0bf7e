import { expect, test } from 'vitest';
import { configFolder } from '../../../app/node/paths.ts';

test.each([
  ['linux', {}, '/home/ada/.config/postern'],
  ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/postern'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/postern'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/postern'],
  ['freebsd', {}, '/home/ada/.config/postern'],
  ['linux', { POSTERN_HOME: '/elsewhere', XDG_CONFIG_HOME: '/xdg' }, '/elsewhere'],
  ['linux', { POSTERN_HOME: 'here/../there' }, '/now/there'],
  ['linux', { POSTERN_HOME: '' }, '/home/ada/.config/postern'],
  ['darwin', { XDG_CONFIG_HOME: '/xdg' }, '/home/ada/Library/Application Support/postern'],
  ['darwin', { POSTERN_HOME: '/elsewhere' }, '/elsewhere'],
] as const)('on %s with %j it is %s', (platform, env, folder) => {
  expect(configFolder({ platform, env, home: '/home/ada', cwd: '/now' })).toBe(folder);
});

test.each([
  [{ APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' }, 'C:\\Users\\ada\\AppData\\Roaming\\postern'],
  [{}, 'C:\\Users\\ada\\AppData\\Roaming\\postern'],
  [{ APPDATA: 'D:\\Roaming', POSTERN_HOME: 'E:\\stick' }, 'E:\\stick'],
  [{ POSTERN_HOME: 'stick' }, 'C:\\now\\stick'],
])('on Windows with %j it is %s', (env, folder) => {
  expect(configFolder({ platform: 'win32', env, home: 'C:\\Users\\ada', cwd: 'C:\\now' })).toBe(folder);
});
