import type { Menu, MenuItemConstructorOptions, NativeTheme, Tray } from 'electron';
import type { Clock } from '../app/clock.ts';
import type { Api } from '../app/contract.ts';
import type { DesktopWords } from '../app/present/desktop-words.ts';
import {
  trayChangesAt,
  trayModel,
  type TrayAction,
  type TrayItem,
  type TrayModel,
} from '../app/present/tray.ts';
import type { Settings } from '../app/settings/schema.ts';
import type { Snapshot } from '../app/snapshot.ts';
import { paced } from './paced.ts';
import type { Desktop } from './platform.ts';

/** A menu that is replaced more often flickers, or never opens, on some panels. */
const applyEveryMs = 250;

/** setTimeout(): a longer delay is taken for none. */
const longestTimerMs = 2 ** 31 - 1;

export interface TrayView {
  /** Puts the icon up, or takes it down where there is no place for it. */
  setUp(isThere: boolean): void;
  /** Looks again at what does not stand in the snapshot: the time, the theme, whether the window was seen. */
  refresh(): void;
}

/** Applies the tray model, and changes only what differs. */
export function createTrayView(request: {
  readonly api: Pick<Api, 'watch'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly Tray: new (icon: string) => TrayIconApi;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  readonly nativeTheme: Pick<NativeTheme, 'on'>;
  readonly desktop: Desktop;
  /** The path of an icon. */
  readonly iconFile: (icon: TrayModel['icon'], settings: Settings) => string;
  readonly words: (settings: Settings) => DesktopWords;
  /** When the window was last visible. */
  readonly seenAt: () => number;
  readonly act: (action: TrayAction) => void;
}): TrayView {
  const { api, clock, desktop, act } = request;
  // Held here for as long as the app runs: a Tray that is collected takes its icon along.
  let tray: TrayIconApi | null = null;
  let shown: { readonly icon: string; readonly tooltip: string; readonly items: string } | null = null;
  let isMenuOpen = false;
  let snapshot: Snapshot | null = null;
  let alarm: NodeJS.Timeout | null = null;

  const refresh = paced(() => {
    if (tray === null || snapshot === null) return;
    const now = clock.now();
    const { settings } = snapshot;
    const model = trayModel({ snapshot, now, seenAt: request.seenAt(), words: request.words(settings) });
    apply(tray, model, request.iconFile(model.icon, settings));
    wakeAt(trayChangesAt(snapshot, now), now);
  }, applyEveryMs);
  const look = (): void => refresh(undefined);

  api.watch((next) => {
    snapshot = next;
    look();
  });
  request.nativeTheme.on('updated', look);

  function apply(there: TrayIconApi, model: TrayModel, icon: string): void {
    const items = JSON.stringify(model.items);
    const before = shown;
    if (before?.icon !== icon) there.setImage(icon);
    if (before?.tooltip !== model.tooltip) there.setToolTip(model.tooltip);
    const keepsMenu = before?.items === items || isMenuOpen;
    // On Linux a menu is a copy: a changed one is only seen when it is set again.
    if (!keepsMenu) there.setContextMenu(menuOf(model.items));
    shown = { icon, tooltip: model.tooltip, items: keepsMenu ? (before?.items ?? '') : items };
  }

  function menuOf(items: readonly TrayItem[]): Menu {
    const menu = request.Menu.buildFromTemplate(items.map((item) => menuItem(item, act)));
    if (desktop.tellsOpenMenu) {
      menu.on('menu-will-show', () => {
        isMenuOpen = true;
      });
      menu.on('menu-will-close', () => {
        isMenuOpen = false;
        look();
      });
    }
    return menu;
  }

  function wakeAt(at: number, now: number): void {
    if (alarm !== null) clearTimeout(alarm);
    alarm = at === Infinity ? null : setTimeout(look, Math.min(at - now, longestTimerMs));
  }

  return {
    refresh: look,
    setUp(isThere) {
      if (isThere === (tray !== null)) return;
      if (!isThere) {
        tray?.destroy();
        if (alarm !== null) clearTimeout(alarm);
        [tray, shown, alarm, isMenuOpen] = [null, null, null, false];
        return;
      }
      if (snapshot === null) throw new Error('a snapshot comes with the watch');
      tray = new request.Tray(request.iconFile('idle', snapshot.settings));
      if (desktop.opensOnTrayClick) tray.on('click', () => act({ do: 'open-window' }));
      // Complete from the first moment, whenever it was last drawn.
      refresh.cancel();
      look();
    },
  };
}

/** What we use of a Tray. */
type TrayIconApi = Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'on'>;

function menuItem(item: TrayItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: escapeMnemonic(item.label), enabled: false };
    case 'action':
      return { label: escapeMnemonic(item.label), click: () => act(item.action) };
    case 'submenu':
      return {
        label: escapeMnemonic(item.label),
        submenu: item.items.map((inner) => menuItem(inner, act)),
      };
    default:
      return item satisfies never;
  }
}

/** A single "&" would underline the next letter, and vanish. */
function escapeMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
