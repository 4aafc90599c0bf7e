import type { Menu, MenuItem } from './menu.ts';

/** A menu as the user sees it. */
export interface DisplayedItem {
  readonly text: string;
  readonly type: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly accelerator: string | null;
  readonly items: readonly DisplayedItem[];
}

/** A picture of the menu; the items behind it stay what they are, and may change without it. */
export interface DisplayedMenu {
  readonly items: readonly DisplayedItem[];
  /** Chooses what the picture shows at `path`, text by text, whatever has become of the item since. */
  choose(path: readonly string[]): void;
}

export function displayMenu(menu: Menu): DisplayedMenu {
  menu._settle();
  const originals = new Map<DisplayedItem, MenuItem>();
  const items = displayItems(menu, originals);
  return {
    items,
    choose(path) {
      const item = find(items, path);
      if (!item.isEnabled) throw new Error(`stand-in: "${path.join(' › ')}" is disabled`);
      originals.get(item)?.click();
    },
  };
}

function displayItems(menu: Menu, originals: Map<DisplayedItem, MenuItem>): DisplayedItem[] {
  return menu.items
    .filter((item) => item.visible)
    .map((item) => {
      const displayed = {
        text: withoutMnemonic(item.label),
        type: item.type,
        isEnabled: item.enabled && item.type !== 'separator',
        isChecked: item.checked,
        accelerator: item.accelerator,
        items: item.submenu === undefined ? [] : displayItems(item.submenu, originals),
      };
      originals.set(displayed, item);
      return displayed;
    });
}

function find(items: readonly DisplayedItem[], [text, ...rest]: readonly string[]): DisplayedItem {
  const item = items.find((candidate) => candidate.text === text);
  if (item === undefined) {
    const shown = items.map((candidate) => candidate.text).join(', ');
    throw new Error(`stand-in: no menu item "${text}" among: ${shown}`);
  }
  return rest.length === 0 ? item : find(item.items, rest);
}

/** A single & underlines the letter after it, two are one. */
function withoutMnemonic(label: string): string {
  return label.replaceAll(/&(.)/gs, '$1');
}
