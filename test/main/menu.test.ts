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
  expect(rolesOf(true)).toEqual(expect.arrayContaining(['hide', 'window', 'services']));
  expect(rolesOf(false).filter((role) => /hide|window|services/i.test(role))).toEqual([]);
});

test('in German every line is German', () => {
  const german = applicationMenu({ words: desktopWords('de'), hasMenuBar: true, openSettings: () => {} });
  const english = applicationMenu({ words: desktopWords('en'), hasMenuBar: true, openSettings: () => {} });
  const labels = (menu: MenuItemConstructorOptions[]): readonly (string | undefined)[] =>
    menu.flatMap(({ label, submenu }) => [label, ...labels((submenu ?? []) as MenuItemConstructorOptions[])]);
  const words = labels(german);
  const same = labels(english).filter((label, n) => label !== undefined && label === words[n]);
  expect(same).toEqual(['Postern']);
});
