import type { Host } from '../hosts/schema.ts';
import { schemes } from '../otp/derive.ts';
import { windowAt } from '../otp/time.ts';
import { pauseAt, type PauseLength } from '../rules/pause.ts';
import type { Snapshot } from '../snapshot.ts';
import type { DesktopWords } from './desktop-words.ts';
import { hostsOf, statusOf, validUntil, type Status } from './status.ts';
import { printable } from './text.ts';

/** In the order of precedence; each has a drawing in assets/. */
export type TrayIcon = 'failed' | 'attention' | 'knocking' | 'open' | 'paused' | 'idle';

export type TrayAction =
  | { readonly do: 'knock' | 'stop'; readonly hostId: string }
  /** Says whether the number that left last, unseen, opened the door. */
  | { readonly do: 'settle'; readonly hostId: string; readonly worked: boolean }
  | { readonly do: 'pause'; readonly length: PauseLength }
  | { readonly do: 'resume' | 'rules' }
  | { readonly do: 'open-window' | 'add-host' | 'import' | 'settings' | 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

/** What the tray shows. Two equal models look the same. */
export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** A longer tooltip was cut by Windows, and once crashed it (NOTIFYICONDATA: szTip holds 128 UTF-16 units with the zero). */
const tooltipUnits = 127;
/** Up to here all hosts stand in the menu itself; above, favourites and recent ones do, and all of them in submenus. */
const inlineHosts = 10;
/** One screen of a menu: GNOME and Windows scroll badly past it. */
const submenuHosts = 25;
const submenus = 8;

/** "nas-2" before "nas-10". Made once: a list of thousands is sorted with each change. */
const collator = new Intl.Collator('en', { numeric: true });

/** `seenAt`: when the window was last visible, in wall clock milliseconds. A failure seen there needs no alarm. */
export function trayModel(request: {
  readonly snapshot: Snapshot;
  readonly now: number;
  readonly seenAt: number;
  readonly words: DesktopWords;
}): TrayModel {
  const { snapshot, now, words } = request;
  const shown = hostsOf(snapshot).map((host) => ({ host, status: statusOf(snapshot, host.id, now) }));
  const pause = pauseOf(snapshot, now);
  const paused = pause === null ? null : pausedLabel(pause, words);
  const line = statusLine(shown, snapshot, words);
  const status = paused === null ? line : `${line} · ${paused}`;
  const changes = nextPorts(snapshot, now);
  const soon =
    changes === null
      ? ''
      : ` · ${words.tray.newPortsAt(printable(changes.host.name), words.exactTime(changes.at))}`;
  return {
    icon: chooseIcon(shown, snapshot, { seenAt: request.seenAt, isPaused: pause !== null }),
    tooltip: fit(`Postern: ${status}${soon}`, tooltipUnits),
    items: [
      { kind: 'text', label: fit(status, tooltipUnits) },
      { kind: 'separator' },
      ...doubtItems(snapshot, words),
      ...hostItems(shown, snapshot, words),
      ...(shown.length > 0 ? [{ kind: 'separator' } as const] : []),
      ...ruleItems(snapshot, paused, words),
      { kind: 'action', label: words.tray.addHost, action: { do: 'add-host' } },
      { kind: 'action', label: words.tray.import, action: { do: 'import' } },
      { kind: 'separator' },
      { kind: 'action', label: words.tray.openWindow, action: { do: 'open-window' } },
      { kind: 'action', label: words.tray.settings, action: { do: 'settings' } },
      { kind: 'action', label: quitLabel(snapshot, words), action: { do: 'quit' } },
    ],
  };
}

/** When the model changes by the clock alone. Infinity: never. */
export function trayChangesAt(snapshot: Snapshot, now: number): number {
  const ends = hostsOf(snapshot).flatMap(({ id }) => {
    const reach = snapshot.reach[id];
    return reach === undefined ? [] : [validUntil(reach)];
  });
  const changes = nextPorts(snapshot, now)?.at ?? Infinity;
  const resumes = pauseOf(snapshot, now)?.until ?? Infinity;
  return Math.min(changes, resumes, ...ends.filter((at) => at > now));
}

/**
 * When the ports of the first favourite change whose ports depend on the time; null: there is none. A clock time in the
 * tooltip: what counts down would have to be set each second, all day.
 */
function nextPorts(snapshot: Snapshot, now: number): { readonly host: Host; readonly at: number } | null {
  for (const host of hostsOf(snapshot)) {
    const { knock } = host;
    if (!host.favourite || knock.method !== 'totp') continue;
    const { epochS, clockOffsetS } = knock;
    const stepS = knock.stepS ?? schemes[knock.derivation.scheme].usualStepS;
    return { host, at: windowAt({ nowMs: now, stepS, epochS, clockOffsetS }).endsAtMs };
  }
  return null;
}

interface Shown {
  readonly host: Host;
  readonly status: Status;
}

function chooseIcon(
  shown: readonly Shown[],
  snapshot: Snapshot,
  { seenAt, isPaused }: { readonly seenAt: number; readonly isPaused: boolean },
): TrayIcon {
  const some = (is: (status: Status) => boolean): boolean => shown.some(({ status }) => is(status));
  if (some((status) => status.state === 'failed' && status.checkedAt > seenAt)) return 'failed';
  if (snapshot.hosts.state === 'failed' || isShut(snapshot)) return 'attention';
  if (some(({ state }) => state === 'knocking')) return 'knocking';
  if (some(({ state }) => state === 'open')) return 'open';
  return isPaused ? 'paused' : 'idle';
}

/** Whether secrets are kept that nothing opens now: a lock of the user's own is none of that. */
function isShut({ vault }: Snapshot): boolean {
  if (vault.state !== 'ready') return vault.state === 'failed';
  const { state, opensWith, keyring } = vault.look;
  return state === 'locked' && opensWith.keyring && keyring === 'away';
}

function statusLine(shown: readonly Shown[], snapshot: Snapshot, { tray }: DesktopWords): string {
  if (snapshot.hosts.state === 'failed') return tray.hostsBroken;
  if (isShut(snapshot)) return tray.secretsAway;
  if (shown.length === 0) return tray.noHosts;
  const names = (state: Status['state']): readonly string[] =>
    shown.filter(({ status }) => status.state === state).map(({ host }) => printable(host.name));
  const [knocking, open, failed] = [names('knocking'), names('open'), names('failed')];
  const parts = [
    ...(knocking.length > 0 ? [tray.knocking(knocking)] : []),
    ...(open.length > 0 ? [tray.open(open.length)] : []),
    ...(failed.length > 0 ? [tray.failed(failed)] : []),
  ];
  return parts.join(', ') || tray.nothingOpen;
}

function pauseOf({ automation: { rulebook } }: Snapshot, now: number): ReturnType<typeof pauseAt> {
  return rulebook.state === 'ready' ? pauseAt(rulebook.book, now) : null;
}

function pausedLabel({ until }: { readonly until: number | null }, words: DesktopWords): string {
  return words.tray.rules.paused(until === null ? null : words.time(until));
}

/** Pausing, resuming and the way to the rules; nothing while there are none. */
function ruleItems(
  { automation: { rulebook, isRunning } }: Snapshot,
  paused: string | null,
  { tray: { rules } }: DesktopWords,
): readonly TrayItem[] {
  if (rulebook.state !== 'ready' || (rulebook.book.rules.length === 0 && paused === null)) return [];
  const all: TrayItem = { kind: 'action', label: rules.open, action: { do: 'rules' } };
  const change: readonly TrayItem[] =
    paused === null
      ? (['hour', 'until-tomorrow', 'until-resumed'] as const).map((length) => ({
          kind: 'action',
          label: rules.pause[length],
          action: { do: 'pause', length },
        }))
      : [{ kind: 'action', label: rules.resume, action: { do: 'resume' } }];
  return [
    {
      kind: 'submenu',
      label: paused ?? (isRunning ? rules.on : rules.away),
      items: [...change, { kind: 'separator' }, all],
    },
    { kind: 'separator' },
  ];
}

function quitLabel({ automation: { keeping } }: Snapshot, { tray }: DesktopWords): string {
  const count = Object.keys(keeping).length;
  return count === 0 ? tray.quit : tray.quitKeeping(count);
}

/** "Did it work?" for each number that left and could not be checked. */
function doubtItems(snapshot: Snapshot, { tray }: DesktopWords): readonly TrayItem[] {
  const doubted = hostsOf(snapshot).filter(({ id }) => (snapshot.counters[id]?.doubt ?? null) !== null);
  if (doubted.length === 0) return [];
  const answer = (hostId: string, worked: boolean): TrayItem => ({
    kind: 'action',
    label: worked ? tray.worked : tray.workedNot,
    action: { do: 'settle', hostId, worked },
  });
  return [
    ...doubted.slice(0, inlineHosts).map(({ id, name }): TrayItem => ({
      kind: 'submenu',
      label: tray.doubt(printable(name)),
      items: [answer(id, true), answer(id, false)],
    })),
    { kind: 'separator' },
  ];
}

function hostItems(shown: readonly Shown[], snapshot: Snapshot, words: DesktopWords): readonly TrayItem[] {
  const item = ({ host, status }: Shown): TrayItem => ({
    kind: 'action',
    label: hostLabel(host, status, snapshot, words),
    action: { do: status.state === 'knocking' ? 'stop' : 'knock', hostId: host.id },
  });
  const ranked = shown.toSorted((a, b) => rankOf(b, snapshot) - rankOf(a, snapshot));
  if (shown.length <= inlineHosts) return ranked.map(item);

  const wanted = ranked.filter((each) => rankOf(each, snapshot) > 0).slice(0, inlineHosts);
  const { tray } = words;
  const byName = shown.toSorted((a, b) => collator.compare(a.host.name, b.host.name));
  const pages = Array.from({ length: Math.ceil(byName.length / submenuHosts) }, (_, page) =>
    byName.slice(page * submenuHosts, (page + 1) * submenuHosts),
  );
  const label = (page: readonly Shown[]): string => {
    if (pages.length === 1) return tray.allHosts;
    return tray.range(printable(page[0]?.host.name ?? ''), printable(page.at(-1)?.host.name ?? ''));
  };
  return [
    ...wanted.map(item),
    ...(wanted.length > 0 ? [{ kind: 'separator' } as const] : []),
    ...pages
      .slice(0, submenus)
      .map((page): TrayItem => ({ kind: 'submenu', label: label(page), items: page.map(item) })),
    ...(pages.length > submenus
      ? [{ kind: 'action', label: tray.moreHosts, action: { do: 'open-window' } } as const]
      : []),
  ];
}

/** Favourites first, then what was knocked latest; 0 for a host nobody asked for. */
function rankOf({ host }: Shown, { runs }: Snapshot): number {
  return (host.favourite ? 1e15 : 0) + (runs[host.id]?.startedAt ?? 0);
}

/** Clock times and no countdowns: a menu that is open stays as it is. */
function hostLabel(
  { id, name }: Host,
  status: Status,
  { automation }: Snapshot,
  words: DesktopWords,
): string {
  const { host } = words.tray;
  const shown = printable(name);
  const keeping = automation.keeping[id];
  if (keeping !== undefined && status.state === 'open') return host.kept(shown, words.time(keeping.until));
  switch (status.state) {
    case 'unknown':
      return host.unknown(shown);
    case 'knocking':
      return host.knocking(shown);
    case 'open':
      return status.closesAt === null
        ? host.openSince(shown, words.time(status.since))
        : host.openUntil(shown, words.time(status.closesAt));
    case 'closed':
      return host.closed(shown, words.time(status.checkedAt));
    case 'sent':
      return host.sent(shown, words.time(status.checkedAt));
    case 'failed':
      return host.failed(shown, words.time(status.checkedAt));
    default:
      return status satisfies never;
  }
}

/** At most `units` UTF-16 units, without half a character at the end. */
function fit(text: string, units: number): string {
  if (text.length <= units) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > units - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
