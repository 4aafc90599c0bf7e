import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../../../app/hosts/schema.ts';
import { desktopWords, languageOf } from '../../../app/present/desktop-language.ts';
import { trayChangesAt, trayModel, type TrayItem, type TrayModel } from '../../../app/present/tray.ts';
import { noVault, type VaultLook } from '../../../app/secrets/look.ts';
import type { Automation } from '../../../app/automation.ts';
import { emptyRulebook, type Rulebook } from '../../../app/rules/schema.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { host as makeHost, id } from '../hosts/host.ts';
import { rule } from '../rules/rule.ts';
import { failed, knocked, knocking, minute, noAutomation, now, open, snapshot } from './snapshot.ts';

const words = desktopWords('en', { timeZone: 'UTC' });
const nas = makeHost({ id: id(1), name: 'nas' });
const bastion = makeHost({ id: id(2), name: 'bastion', favourite: true });

function model(
  shown: Snapshot,
  request: { readonly seenAt?: number; readonly nowMs?: number } = {},
): TrayModel {
  return trayModel({ snapshot: shown, now: request.nowMs ?? now, seenAt: request.seenAt ?? 0, words });
}

function labels(items: readonly TrayItem[]): readonly string[] {
  return items.map((item) => (item.kind === 'separator' ? '-' : item.label));
}

function many(count: number): readonly Host[] {
  return Array.from({ length: count }, (_, n) => makeHost({ id: id(n), name: `host-${n}` }));
}

test('without hosts the menu still leads everywhere', () => {
  expect(labels(model(snapshot()).items)).toEqual([
    'No hosts yet',
    '-',
    'Add host…',
    'Import…',
    '-',
    'Open Postern',
    'Settings…',
    'Quit Postern',
  ]);
});

test('each host has one line with its state and a clock time, and one click knocks', () => {
  const shown = snapshot({
    hosts: [nas, bastion],
    reach: {
      [bastion.id]: open({ closesAt: now + 32 * minute, checkedAt: now + 25 * minute }),
      [nas.id]: failed(),
    },
  });
  const { icon, tooltip, items } = model(shown, { nowMs: now + 25 * minute });
  expect({ icon, tooltip }).toEqual({ icon: 'failed', tooltip: 'Postern: 1 open, 1 failed: nas' });
  expect(items.slice(0, 4)).toEqual([
    { kind: 'text', label: '1 open, 1 failed: nas' },
    { kind: 'separator' },
    { kind: 'action', label: 'bastion: open until 14:32', action: { do: 'knock', hostId: bastion.id } },
    { kind: 'action', label: 'nas: failed at 14:00', action: { do: 'knock', hostId: nas.id } },
  ]);
});

test('a click on a host that is being knocked stops it', () => {
  const { icon, tooltip, items } = model(snapshot({ hosts: [nas], runs: { [nas.id]: knocking() } }));
  expect({ icon, tooltip }).toEqual({ icon: 'knocking', tooltip: 'Postern: Knocking nas' });
  expect(items[2]).toEqual({
    kind: 'action',
    label: 'nas: knocking (click to stop)',
    action: { do: 'stop', hostId: nas.id },
  });
});

test.each<[string, Snapshot, number, TrayModel['icon']]>([
  ['nothing open', snapshot({ hosts: [nas] }), 0, 'idle'],
  ['one open', snapshot({ hosts: [nas], reach: { [nas.id]: open() } }), 0, 'open'],
  [
    'one open, one knocking',
    snapshot({ hosts: [nas, bastion], reach: { [nas.id]: open() }, runs: { [bastion.id]: knocking() } }),
    0,
    'knocking',
  ],
  ['a failure nobody saw', snapshot({ hosts: [nas], reach: { [nas.id]: failed() } }), now - 1, 'failed'],
  ['a failure that was seen', snapshot({ hosts: [nas], reach: { [nas.id]: failed() } }), now, 'idle'],
  ['a failure of a host that was removed', snapshot({ hosts: [], reach: { [nas.id]: failed() } }), 0, 'idle'],
  [
    'a broken hosts file',
    { ...snapshot(), hosts: { state: 'failed', failure: { code: 'store-busy', file: '' } } },
    0,
    'attention',
  ],
])('%s', (_story, shown, seenAt, icon) => {
  expect(model(shown, { seenAt }).icon).toBe(icon);
});

test('up to ten hosts stand in the menu, favourites first, then the latest', () => {
  const hosts = [...many(9), { ...bastion, id: id(99) }];
  const { items } = model(
    snapshot({ hosts, runs: { [id(7)]: knocked(), [id(3)]: knocked({}, now - minute) } }),
  );
  expect(labels(items).slice(2, 7)).toEqual([
    'bastion: not checked',
    'host-7: not checked',
    'host-3: not checked',
    'host-0: not checked',
    'host-1: not checked',
  ]);
});

test('above ten, all are in submenus, and favourites and recent ones in the menu too', () => {
  const { items } = model(
    snapshot({ hosts: [...many(29), { ...bastion, id: id(99) }], runs: { [id(7)]: knocked() } }),
  );
  expect(labels(items).slice(2, 8)).toEqual([
    'bastion: not checked',
    'host-7: not checked',
    '-',
    'bastion … host-23',
    'host-24 … host-28',
    '-',
  ]);
  const all = items.flatMap((item) => (item.kind === 'submenu' ? item.items : []));
  expect(all).toHaveLength(30);
});

test('a menu of thousands is cut, and says where the rest is', () => {
  const { items } = model(snapshot({ hosts: many(5_000) }));
  expect(items.filter(({ kind }) => kind === 'submenu')).toHaveLength(8);
  expect(items).toContainEqual({ kind: 'action', label: 'More hosts…', action: { do: 'open-window' } });
});

test('a tooltip is at most 127 UTF-16 units and ends with a whole character', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), { maxLength: 12 }),
      (names) => {
        const hosts = names.map((name, n) => ({ ...nas, id: id(n), name }));
        const reach = Object.fromEntries(hosts.map((each) => [each.id, failed()]));
        const { tooltip } = model(snapshot({ hosts, reach }));
        return tooltip.length <= 127 && !/\p{Surrogate}/u.test(tooltip);
      },
    ),
  );
});

test('it changes by the clock when an open door closes', () => {
  const reach = { [nas.id]: open({ closesAt: now + minute }), [bastion.id]: failed() };
  const shown = snapshot({ hosts: [nas, bastion], reach });
  expect(trayChangesAt(shown, now)).toBe(now + minute);
  expect(trayChangesAt(shown, now + minute)).toBe(Infinity);
});

const codes = makeHost({
  id: id(3),
  name: 'vault',
  favourite: true,
  knock: { method: 'totp', derivation: { scheme: 'pk1', label: 'vault' }, stepS: 30 },
});

test('the tooltip says when the ports of a favourite change, and the menu does not follow', () => {
  const shown = snapshot({ hosts: [nas, codes] });
  const [early, late] = [model(shown, { nowMs: now + 1_000 }), model(shown, { nowMs: now + 31_000 })];
  expect(early.tooltip).toBe('Postern: Nothing open · vault: new ports at 14:00:30');
  expect(late.tooltip).toBe('Postern: Nothing open · vault: new ports at 14:01:00');
  expect(late.items).toEqual(early.items);
  expect(trayChangesAt(shown, now + 1_000)).toBe(now + 30_000);
  expect(trayChangesAt(snapshot({ hosts: [{ ...codes, favourite: false }] }), now)).toBe(Infinity);
});

test('a number that nobody saw arrive is asked about above the hosts', () => {
  const counters = { [nas.id]: { confirmed: 7, next: 8, total: null, doubt: 7 } };
  const { items } = model(snapshot({ hosts: [nas], counters }));
  expect(items.slice(2, 4)).toEqual([
    {
      kind: 'submenu',
      label: 'nas: did it work?',
      items: [
        { kind: 'action', label: 'It worked', action: { do: 'settle', hostId: nas.id, worked: true } },
        { kind: 'action', label: 'It did not', action: { do: 'settle', hostId: nas.id, worked: false } },
      ],
    },
    { kind: 'separator' },
  ]);
});

test.each<[string, Partial<VaultLook>, TrayModel['icon']]>([
  ['a keyring that is away', { keyring: 'away' }, 'attention'],
  ['a lock of the user', { keyring: 'real' }, 'idle'],
  ['a passphrase', { keyring: 'absent', opensWith: { passphrase: true, keyring: false } }, 'idle'],
])('secrets that %s keeps shut show as %3$s', (_why, change, icon) => {
  const look: VaultLook = {
    ...noVault,
    state: 'locked',
    opensWith: { passphrase: false, keyring: true },
    ...change,
  };
  expect(model(snapshot({ hosts: [nas], vault: { state: 'ready', look } })).icon).toBe(icon);
});

test('a name cannot turn the line around', () => {
  const shown = snapshot({ hosts: [{ ...nas, name: 'nas\u202e' }] });
  expect(labels(model(shown).items)[2]).toBe('nas·: not checked');
});

test.each([
  ['system', 'de-AT', 'de'],
  ['system', 'fr', 'en'],
  ['system', 'den', 'en'],
  ['en', 'de', 'en'],
] as const)('chosen %s on a system in %s speaks %s', (chosen, system, language) => {
  expect(languageOf(chosen, system)).toBe(language);
});

test('in German the same menu is German', () => {
  const german = desktopWords('de', { timeZone: 'UTC' });
  const reach = { [nas.id]: open({ closesAt: now + 32 * minute }) };
  const shown = snapshot({ hosts: [nas], reach });
  const { items } = trayModel({ snapshot: shown, now, seenAt: 0, words: german });
  expect(labels(items).slice(0, 3)).toEqual(['1 offen', '-', 'nas: offen bis 14:32']);
});

/** A computer that acts on one rule, with these changes. */
function automation(change: Partial<Automation> = {}, book: Partial<Rulebook> = {}): Automation {
  const rules = { ...emptyRulebook, rules: [rule()], ...book };
  return { ...noAutomation, isRunning: true, rulebook: { state: 'ready', book: rules }, ...change };
}

function submenu(shown: Snapshot): { readonly label: string; readonly items: readonly string[] } {
  const found = model(shown).items.find((item) => item.kind === 'submenu');
  return found?.kind === 'submenu'
    ? { label: found.label, items: labels(found.items) }
    : { label: '', items: [] };
}

test('rules are paused and resumed in the menu, which says until when', () => {
  expect(submenu(snapshot({ automation: automation() }))).toEqual({
    label: 'Auto-knock on',
    items: ['Pause for an hour', 'Pause until tomorrow', 'Pause until I resume', '-', 'Rules…'],
  });
  const paused = snapshot({ automation: automation({}, { pausedUntil: now + 60 * minute }) });
  expect(submenu(paused)).toEqual({
    label: 'Auto-knock paused until 15:00',
    items: ['Resume', '-', 'Rules…'],
  });
  expect(model(paused)).toMatchObject({
    icon: 'paused',
    tooltip: 'Postern: No hosts yet · Auto-knock paused until 15:00',
  });
  expect(trayChangesAt(paused, now)).toBe(now + 60 * minute);
});

test('a pause that is over is none, and one without an end names no time', () => {
  expect(submenu(snapshot({ automation: automation({}, { pausedUntil: now }) })).label).toBe('Auto-knock on');
  const forever = snapshot({ automation: automation({}, { pausedUntil: 'resumed' }) });
  expect(submenu(forever).label).toBe('Auto-knock paused');
  expect(trayChangesAt(forever, now)).toBe(Infinity);
});

test('a door that is open says more than a pause, and another process is not spoken for', () => {
  const pausedUntil = now + minute;
  const reach = { [nas.id]: open() };
  const shown = snapshot({ hosts: [nas], reach, automation: automation({}, { pausedUntil }) });
  expect(model(shown).icon).toBe('open');
  expect(submenu(snapshot({ automation: automation({ isRunning: false }) })).label).toBe(
    'Rules are not acted on here',
  );
});

test('a door that is kept open says so, and quitting says that it ends', () => {
  const keeping = {
    [nas.id]: {
      since: now,
      while: { kind: 'connected' },
      until: now + 60 * minute,
      nextAt: null,
      openForMs: null,
      ruleId: id(101),
    },
  } as const;
  const reach = { [nas.id]: open() };
  const { items } = model(snapshot({ hosts: [nas], reach, automation: automation({ keeping }) }));
  expect(labels(items)).toContain('nas: kept open until 15:00');
  expect(labels(items).at(-1)).toBe('Quit Postern, and keep nothing open');
});
