import { expect, test } from 'vitest';
import { desktopOf, panelBehind } from '../../main/platform.ts';

test.each([
  ['darwin', 'mac/openTemplate.png'],
  ['win32', 'windows/open-dark.ico'],
  ['linux', 'linux/open-dark.png'],
  ['freebsd', 'linux/open-dark.png'],
] as const)('on %s the icon is %s', (platform, file) => {
  expect(desktopOf(platform).trayIcon('open', 'dark').replaceAll('\\', '/')).toBe(file);
});

const darkApps = { shouldUseDarkColors: true, shouldUseDarkColorsForSystemIntegratedUI: false };
const darkBar = { shouldUseDarkColors: false, shouldUseDarkColorsForSystemIntegratedUI: true };

test.each([
  ['win32', {}, darkApps, 'light'],
  ['win32', {}, darkBar, 'dark'],
  ['linux', { XDG_CURRENT_DESKTOP: 'KDE' }, darkBar, 'light'],
  ['linux', { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, darkBar, 'dark'],
  ['linux', {}, darkApps, 'dark'],
] as const)('on %s in %j with %j the panel is %s', (platform, env, theme, panel) => {
  expect(panelBehind({ chosen: 'system', platform, env, theme })).toBe(panel);
});

test('what the user chose goes before what the system says', () => {
  const request = { platform: 'linux', env: {}, theme: darkApps } as const;
  expect(panelBehind({ ...request, chosen: 'for-light' })).toBe('light');
  expect(panelBehind({ ...request, chosen: 'for-dark' })).toBe('dark');
});
