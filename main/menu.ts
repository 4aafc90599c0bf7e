import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopWords } from '../app/present/desktop-words.ts';

/**
 * The menu of the application: the bar of macOS, hidden elsewhere (Alt shows it). It carries the keys that every
 * program has; everything of our own is in the page.
 */
export function applicationMenu(request: {
  readonly words: DesktopWords;
  readonly hasMenuBar: boolean;
  readonly openSettings: () => void;
}): MenuItemConstructorOptions[] {
  const { words, hasMenuBar, openSettings } = request;
  const { menu, tray } = words;
  const about: MenuItemConstructorOptions = { role: 'about', label: menu.about };
  const settings: MenuItemConstructorOptions = {
    label: tray.settings,
    accelerator: 'CmdOrCtrl+,',
    click: openSettings,
  };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: tray.quit };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const system: MenuItemConstructorOptions[] = hasMenuBar
    ? [{ role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line]
    : [{ role: 'close' }];
  return [
    { label: menu.app, submenu: [about, line, settings, line, ...system, quit] },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
      ],
    },
    ...(hasMenuBar ? [{ role: 'windowMenu', label: menu.window } as const] : []),
  ];
}
