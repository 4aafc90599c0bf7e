import type { Bus } from '../app/node/dbus/bus.ts';

/** Whether the desktop shows tray icons. */
export interface TrayHost {
  isPresent(): boolean;
  onChange(listener: (isPresent: boolean) => void): void;
}

/** Windows and macOS always do. */
export const certainTrayHost: TrayHost = { isPresent: () => true, onChange: () => {} };

/** The name on the bus of whoever shows tray icons (StatusNotifierItem specification). GNOME lacks it without an extension. */
const watcherName = 'org.kde.StatusNotifierWatcher';

/** A panel that is restarted comes back within this; no answer from the bus within it means that there is none. */
const patienceMs = 3_000;

const bus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** Electron puts its icon up in any case, and says nothing when nobody shows it: so we ask ourselves. */
export async function findTrayHost({ openBus }: { readonly openBus: () => Promise<Bus> }): Promise<TrayHost> {
  const listeners: ((isPresent: boolean) => void)[] = [];
  let isPresent = false;
  let leaving: NodeJS.Timeout | null = null;

  const change = (isThere: boolean): void => {
    if (leaving !== null) clearTimeout(leaving);
    leaving = null;
    if (isThere === isPresent) return;
    isPresent = isThere;
    for (const listener of listeners) listener(isThere);
  };

  async function ask(): Promise<void> {
    const connection = await openBus();
    connection.onSignal(({ member, args: [name, , owner] }) => {
      if (member !== 'NameOwnerChanged' || name !== watcherName) return;
      if (owner !== '') change(true);
      else leaving ??= setTimeout(() => change(false), patienceMs);
    });
    // First, so that no change falls between the question and the watch.
    const rule = `type='signal',sender='${bus.destination}',member='NameOwnerChanged',arg0='${watcherName}'`;
    await connection.call({ ...bus, member: 'AddMatch', args: [rule] });
    const [isOwned] = await connection.call({ ...bus, member: 'NameHasOwner', args: [watcherName] });
    change(isOwned === true);
  }

  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  // No bus, no host: both look the same to whoever wants to see an icon.
  await Promise.race([ask().catch(() => undefined), tooLong]);
  clearTimeout(timer);
  return { isPresent: () => isPresent, onChange: (listener) => void listeners.push(listener) };
}
