import { join } from 'node:path';
import type { TrayIcon } from '../app/present/tray.ts';

/** What the three desktops do differently. */
export interface Desktop {
  /** A click on the tray icon opens the window. macOS opens the menu instead, and then tells nobody of the click. */
  readonly opensOnTrayClick: boolean;
  /** Tells when the tray's menu is open, so that it need not be replaced under the pointer. */
  readonly tellsOpenMenu: boolean;
  /** May have no place for a tray icon. */
  readonly mayLackTray: boolean;
  /** Shows the menu of the application on every screen, not in the window. */
  readonly hasMenuBar: boolean;
  /** The file of an icon below assets/tray, for a panel of that brightness. */
  readonly trayIcon: (icon: TrayIcon, panel: 'light' | 'dark') => string;
}

export function desktopOf(platform: NodeJS.Platform): Desktop {
  switch (platform) {
    case 'darwin':
      return {
        opensOnTrayClick: false,
        tellsOpenMenu: true,
        mayLackTray: false,
        hasMenuBar: true,
        trayIcon: (icon) => join('mac', `${icon}Template.png`),
      };
    case 'win32':
      return {
        opensOnTrayClick: true,
        tellsOpenMenu: true,
        mayLackTray: false,
        hasMenuBar: false,
        trayIcon: (icon, panel) => join('windows', `${icon}-${panel}.ico`),
      };
    default:
      return {
        opensOnTrayClick: true,
        tellsOpenMenu: false,
        mayLackTray: true,
        hasMenuBar: false,
        trayIcon: (icon, panel) => join('linux', `${icon}-${panel}.png`),
      };
  }
}

/** Whether the panel with the tray is dark. */
export function panelBehind(request: {
  readonly chosen: 'system' | 'for-light' | 'for-dark';
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly theme: {
    readonly shouldUseDarkColors: boolean;
    readonly shouldUseDarkColorsForSystemIntegratedUI: boolean;
  };
}): 'light' | 'dark' {
  const { chosen, platform, env, theme } = request;
  if (chosen !== 'system') return chosen === 'for-light' ? 'light' : 'dark';
  // GNOME's panel is dark in its light theme too; the other Linux desktops follow the theme.
  if (platform === 'linux' && /GNOME|Unity/i.test(env['XDG_CURRENT_DESKTOP'] ?? '')) return 'dark';
  // Windows: the taskbar has a theme of its own.
  const isDark =
    platform === 'win32' ? theme.shouldUseDarkColorsForSystemIntegratedUI : theme.shouldUseDarkColors;
  return isDark ? 'dark' : 'light';
}
