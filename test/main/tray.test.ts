import { EventEmitter } from 'node:events';
import type { Menu, MenuItemConstructorOptions, NativeTheme, Tray } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { desktopWords } from '../../app/present/desktop-language.ts';
import type { TrayAction } from '../../app/present/tray.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { desktopOf } from '../../main/platform.ts';
import { createTrayView } from '../../main/tray.ts';
import { host as makeHost, id } from '../app/hosts/host.ts';
import { failed, knocking, minute, now, open, snapshot } from '../app/present/snapshot.ts';

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

const nas = makeHost({ id: id(1), name: 'R&D' });
const hosts = [nas];

function trayOn(platform: NodeJS.Platform, first: Snapshot = snapshot({ hosts })) {
  const log: string[] = [];
  const menus: { readonly template: MenuItemConstructorOptions[]; readonly menu: EventEmitter }[] = [];
  const actions: TrayAction[] = [];
  const trays: EventEmitter[] = [];
  let show: (snapshot: Snapshot) => void = () => {};
  const theme = new EventEmitter();
  class FakeTray extends EventEmitter {
    constructor(icon: string) {
      super();
      trays.push(this);
      log.push(`up ${icon}`);
    }
    setImage(icon: string): void {
      log.push(icon);
    }
    setToolTip(text: string): void {
      log.push(text);
    }
    setContextMenu(): void {
      log.push('menu');
    }
    destroy(): void {
      log.push('down');
    }
  }
  const view = createTrayView({
    api: {
      watch(listener) {
        show = listener;
        listener(first);
        return () => {};
      },
    },
    clock: { now: () => Date.now() },
    Tray: FakeTray as unknown as new (icon: string) => Tray,
    Menu: {
      buildFromTemplate(template: MenuItemConstructorOptions[]) {
        const menu = new EventEmitter();
        menus.push({ template, menu });
        return menu as unknown as Menu;
      },
    },
    nativeTheme: theme as unknown as NativeTheme,
    desktop: desktopOf(platform),
    iconFile: (icon) => icon,
    words: () => desktopWords('en', { timeZone: 'UTC' }),
    seenAt: () => 0,
    act: (action) => actions.push(action),
  });
  const taken = (): readonly string[] => log.splice(0);
  return { view, taken, menus, actions, trays, theme, show: (next: Snapshot) => show(next) };
}

test('only what differs is set, and not more than four times a second', () => {
  const { view, taken, show } = trayOn('linux');
  view.setUp(true);
  vi.advanceTimersByTime(250);
  expect(taken()).toEqual(['up idle', 'idle', 'Postern: Nothing open', 'menu']);
  show(snapshot({ hosts, runs: { [nas.id]: knocking() } }));
  show(snapshot({ hosts, runs: { [nas.id]: { ...knocking(), events: [] } } }));
  show(snapshot({ hosts, reach: { [nas.id]: open() } }));
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual(['knocking', 'Postern: Knocking R&D', 'menu', 'open', 'Postern: 1 open', 'menu']);
  show(snapshot({ hosts, reach: { [nas.id]: open({ rttMs: 99 }) } }));
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual([]);
});

test('an ampersand in a name is one in the menu, and a click does what the line says', () => {
  const { view, menus, actions } = trayOn('linux');
  view.setUp(true);
  const [, , line] = menus[0]?.template ?? [];
  expect(line?.label).toBe('R&&D: not checked');
  const click = line?.click as (() => void) | undefined;
  click?.();
  expect(actions).toEqual([{ do: 'knock', hostId: nas.id }]);
});

test.each(['darwin', 'win32'] as const)('on %s a menu is not replaced while it is open', (platform) => {
  const { view, taken, menus, show } = trayOn(platform);
  view.setUp(true);
  menus[0]?.menu.emit('menu-will-show');
  show(snapshot({ hosts, reach: { [nas.id]: failed() } }));
  vi.advanceTimersByTime(1_000);
  expect(taken().filter((entry) => entry === 'menu')).toHaveLength(1);
  menus[0]?.menu.emit('menu-will-close');
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual(['menu']);
});

test.each([
  ['linux', [{ do: 'open-window' }]],
  ['win32', [{ do: 'open-window' }]],
  ['darwin', []],
] as const)('a click on the icon on %s does %j', (platform, done) => {
  const { view, trays, actions } = trayOn(platform);
  view.setUp(true);
  trays[0]?.emit('click');
  expect(actions).toEqual(done);
});

test('the menu follows the clock, and with nothing to wait for there is no timer', () => {
  const reach = { [nas.id]: open({ closesAt: now + minute }) };
  const { view, taken } = trayOn('linux', snapshot({ hosts, reach }));
  view.setUp(true);
  vi.advanceTimersByTime(1_000);
  taken();
  vi.advanceTimersByTime(minute);
  expect(taken()).toEqual(['idle', 'Postern: Nothing open', 'menu']);
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

test('another theme of the panel is looked at', () => {
  const { view, taken, theme } = trayOn('linux');
  view.setUp(true);
  vi.advanceTimersByTime(1_000);
  taken();
  theme.emit('updated');
  expect(taken()).toEqual([]);
});

test('where no place is for it there is no icon, and it comes back complete', () => {
  const { view, taken, show } = trayOn('linux');
  show(snapshot({ hosts, reach: { [nas.id]: open() } }));
  vi.advanceTimersByTime(1_000);
  expect(taken()).toEqual([]);
  view.setUp(true);
  vi.advanceTimersByTime(1_000);
  view.setUp(true);
  view.setUp(false);
  view.setUp(true);
  vi.advanceTimersByTime(1_000);
  const complete = ['up idle', 'open', 'Postern: 1 open', 'menu'];
  expect(taken()).toEqual([...complete, 'down', ...complete]);
});
