import { expect, test } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { desktopWords } from '../../app/present/desktop-language.ts';
import { applicationMenu } from '../../main/menu.ts';

function rolesOf(hasMenuBar: boolean): readonly string[] {
  const menu = applicationMenu({ words: desktopWords('en'), hasMenuBar, openSettings: () => {} });
  return menu.flatMap(({ role, submenu }) => [
    ...(role === undefined ? [] : [role]),
    ...((submenu ?? []) as MenuItemConstructorOptions[]).flatMap((item) => item.role ?? []),
  ]);
}

test.each([true, false])(
  'nothing in the menu looks into the page or loads it again (menu bar: %s)',
  (hasMenuBar) => {
    expect(rolesOf(hasMenuBar)).toEqual(expect.arrayContaining(['about', 'copy', 'paste', 'quit', 'zoomIn']));
    expect(rolesOf(hasMenuBar).filter((role) => /devtools|reload/i.test(role))).toEqual([]);
  },
);

test('only macOS hides and lists windows', () => {
  expect(rolesOf(true)).toEqual(expect.arrayContaining(['hide', 'windowMenu', 'services']));
  expect(rolesOf(false).filter((role) => /hide|window|services/i.test(role))).toEqual([]);
});
