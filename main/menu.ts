import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopWords, MenuCommand } from '../app/present/desktop-words.ts';

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
  const line: MenuItemConstructorOptions = { type: 'separator' };
  // Electron's own labels of these are English everywhere.
  const item = (role: MenuCommand): MenuItemConstructorOptions => ({ role, label: menu[role] });
  const settings: MenuItemConstructorOptions = {
    label: tray.settings,
    accelerator: 'CmdOrCtrl+,',
    click: openSettings,
  };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: tray.quit };
  const system = hasMenuBar
    ? [item('services'), line, item('hide'), item('hideOthers'), item('unhide'), line]
    : [item('close')];
  const window: MenuItemConstructorOptions = {
    role: 'window',
    label: menu.window,
    submenu: [item('minimize'), item('zoom'), item('close'), line, item('front')],
  };
  return [
    { label: menu.app, submenu: [item('about'), line, settings, line, ...system, quit] },
    {
      label: menu.edit,
      submenu: [
        item('undo'),
        item('redo'),
        line,
        ...(['cut', 'copy', 'paste', 'selectAll'] as const).map(item),
      ],
    },
    {
      label: menu.view,
      submenu: [item('resetZoom'), item('zoomIn'), item('zoomOut'), line, item('togglefullscreen')],
    },
    ...(hasMenuBar ? [window] : []),
  ];
}
